/**
 * Runs one tier of the tests (design: tiers) and ends with `N passed, N failed, N skipped`.
 * usage: main.ts everyday|conformance|chaos|soak|fuzz [vitest filters …]
 */
import { startVitest } from 'vitest/node';
import { TIERS } from './tiers.ts';

const [tier = 'everyday', ...filters] = process.argv.slice(2);
const files = TIERS[tier];
if (!files) {
  process.stderr.write(`unknown tier ${tier}; there are ${Object.keys(TIERS).join(', ')}\n`);
  process.exit(2);
}

const vitest = await startVitest('test', filters, {
  watch: false,
  include: [...files.include],
  exclude: ['**/node_modules/**', ...files.exclude],
  passWithNoTests: true,
  reporters: ['default'],
});
const modules = vitest.state.getTestModules();
const results = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
const count = (state: string): number => results.filter((result) => result === state).length;
const broken = modules.filter((module) => module.state() === 'failed' && module.errors().length > 0).length;
const failed = count('failed') + broken + vitest.state.getUnhandledErrors().length;
await vitest.close();
process.stdout.write(`\n${count('passed')} passed, ${failed} failed, ${count('skipped')} skipped\n`);
process.exit(failed > 0 ? 1 : 0);
