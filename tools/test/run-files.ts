/** Runs test files in this process and counts how they ended. */
import { startVitest, type TestModule } from 'vitest/node';
import { addCounts, type Counts } from './counts.ts';
import type { Tier } from './tiers.ts';
import type { Wanted } from './words.ts';

/** A file that cannot be loaded and an error outside of tests count as failed. */
export async function runFiles({ include, exclude, alone }: Tier, wanted: Wanted): Promise<Counts> {
  if (alone === undefined) return run({ include, exclude, workers: 1 }, wanted);
  const together = await run({ include, exclude: [...exclude, ...alone], workers: 2 }, wanted);
  return addCounts(together, await run({ include: alone, exclude, workers: 1 }, wanted));
}

interface Files {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly workers: number;
}

async function run({ include, exclude, workers }: Files, { filters, pattern }: Wanted): Promise<Counts> {
  const vitest = await startVitest('test', [...filters], {
    watch: false,
    ...(pattern === undefined ? {} : { testNamePattern: pattern }),
    include: [...include],
    exclude: ['**/node_modules/**', ...exclude],
    maxWorkers: workers,
    passWithNoTests: true,
    reporters: ['default'],
  });
  const modules = vitest.state.getTestModules();
  const results = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
  const count = (state: string): number => results.filter((result) => result === state).length;
  const broken = modules.filter((module) => module.state() === 'failed' && hasErrors(module)).length;
  const failed = count('failed') + broken + vitest.state.getUnhandledErrors().length;
  await vitest.close();
  return { passed: count('passed'), failed, skipped: count('skipped') };
}

/** Of its own or of a group in it: what is prepared for a group can fail, too. */
function hasErrors(module: TestModule): boolean {
  return module.errors().length > 0 || [...module.children.allSuites()].some((suite) => suite.errors().length > 0);
}
