/**
 * Random kustomizations: the same bytes as Kustomize 5.8.1, or an error where it has one. `KUSTOMIZE_FUZZ_RUNS` says how many of
 * each sort, `KUSTOMIZE_FUZZ_SEED` which.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { memoryKustomizeFiles } from '../../testkit/memory-kustomize-files.ts';
import { KUSTOMIZE, type RealAnswer, realBuild } from '../../testkit/real-kustomize.ts';
import { build, writeResources } from './build/build.ts';
import { Folder } from './files/folder.ts';
import { layeredTrees } from './random-layers.fixture.ts';
import { projects } from './random-projects.fixture.ts';
import { type RandomTree, trees } from './random-trees.fixture.ts';

const RUNS = Number(process.env['KUSTOMIZE_FUZZ_RUNS'] ?? 300);
const SEED = Number(process.env['KUSTOMIZE_FUZZ_SEED'] ?? 7);
/** Tools at work at the same time. */
const AT_ONCE = 2;

test.skipIf(KUSTOMIZE === undefined).each([
  ['of features put together', trees],
  ['of layers, in every style of YAML', layeredTrees],
  ['as projects lay them out', projects],
] as const)('kustomizations %s', { timeout: RUNS * 2000 + 60_000 }, async (_sort, arbitrary) => {
  const waiting = fc.sample<RandomTree>(arbitrary, { numRuns: RUNS, seed: SEED });
  const differing: unknown[] = [];
  const work = async (): Promise<void> => {
    for (let tree = waiting.pop(); tree !== undefined; tree = waiting.pop()) {
      const [ours, theirs] = [ourBuild(tree), await realBuild({ ...tree, files: new Map(Object.entries(tree.files)) })];
      if (!isSame(ours, theirs)) differing.push({ tree, ours, theirs });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  expect(differing.slice(0, 3)).toEqual([]);
});

function isSame(ours: RealAnswer, theirs: RealAnswer): boolean {
  if (theirs.error === undefined) return ours.output === theirs.output;
  return ours.error !== undefined;
}

function ourBuild({ files, path }: RandomTree): RealAnswer {
  const contents = new Map(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)]));
  try {
    const options = { helm: false, managedByLabel: false, version: 'v5.8.1' };
    const folder = new Folder(memoryKustomizeFiles({ files: contents }), path);
    return { output: writeResources(build(folder, options).resources) };
  } catch (error) {
    if (error instanceof AppError && error.kind === 'user') return { error: error.message };
    throw error;
  }
}
