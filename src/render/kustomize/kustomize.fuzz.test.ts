/** Random kustomizations: the same bytes as Kustomize 5.8.1, or an error where it has one. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { oraclePath } from '../../testkit/line-oracle.ts';
import { memoryKustomizeFiles } from '../../testkit/memory-kustomize-files.ts';
import { build, writeResources } from './build/build.ts';
import { Folder } from './files/folder.ts';
import { type RandomTree, trees } from './random-trees.fixture.ts';

const kustomize = oraclePath('kustomize');
const RUNS = Number(process.env['KUSTOMIZE_FUZZ_RUNS'] ?? 1000);
const SEED = Number(process.env['KUSTOMIZE_FUZZ_SEED'] ?? 7);

test.skipIf(kustomize === undefined)(
  'random kustomizations build as Kustomize builds them',
  { timeout: 600_000 },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'kustomize-'));
    try {
      const differing = fc.sample(trees, { numRuns: RUNS, seed: SEED }).flatMap((tree) => {
        const [ours, theirs] = [ourBuild(tree), realBuild(tree, folder)];
        const same =
          theirs.error === undefined
            ? ours.output === theirs.output
            : ours.error !== undefined || isReadAmiss(theirs.error);
        return same ? [] : [{ tree, ours, theirs }];
      });
      expect(differing.slice(0, 3)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

interface Answer {
  readonly output?: string;
  readonly error?: string;
}

/** Kustomize fails to read what it wrote itself, where a key looks like a number or boolean. */
function isReadAmiss(error: string): boolean {
  return error.includes('unsupported type: map[interface {}]interface {}');
}

function ourBuild({ files, path }: RandomTree): Answer {
  const contents = new Map(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)]));
  try {
    const options = { helm: false, managedByLabel: false, version: 'v5.8.1' };
    return {
      output: writeResources(build(new Folder(memoryKustomizeFiles({ files: contents }), path), options).resources),
    };
  } catch (error) {
    if (error instanceof AppError && error.kind === 'user') return { error: error.message };
    throw error;
  }
}

function realBuild({ files, path }: RandomTree, folder: string): Answer {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const run = spawnSync(kustomize ?? '', ['build', join(folder, path)], { encoding: 'utf8', env: {} });
  return run.status === 0 ? { output: run.stdout } : { error: run.stderr };
}
