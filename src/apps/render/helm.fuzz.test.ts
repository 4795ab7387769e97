/** Random charts print, and fail, as they do with the real tools. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { oraclePath } from '../../testkit/line-oracle.ts';
import { type RandomCase, randomCases } from './random-charts.fixture.ts';
import { runRenderHelm } from './render-helm.ts';

const RUNS = Number(process.env['HELM_FUZZ_RUNS'] ?? 100);
const SEED = Number(process.env['HELM_FUZZ_SEED'] ?? 11);

describe.each([4, 3] as const)('Helm %i', (helm) => {
  const oracle = oraclePath(`helm${helm}`);

  test.skipIf(oracle === undefined)('random charts', { timeout: 20 * 60_000 }, async () => {
    const differing: unknown[] = [];
    for (const one of fc.sample(randomCases, { numRuns: RUNS, seed: SEED })) {
      const folder = mkdtempSync(join(tmpdir(), 'tiphys-fuzz-'));
      try {
        const argv = written(folder, one);
        const expected = answerOf(oracle ?? '', argv);
        const got = await ourAnswer([...argv, '--helm-version', String(helm)]);
        if (got !== expected) differing.push({ one, expected, got });
      } finally {
        rmSync(folder, { recursive: true });
      }
    }
    expect(differing.slice(0, 3)).toEqual([]);
  });
});

function written(folder: string, { files, values, sets }: RandomCase): readonly string[] {
  for (const [path, text] of Object.entries(files)) {
    const full = join(folder, 'root', path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
  }
  writeFileSync(join(folder, 'given.yaml'), JSON.stringify(values));
  return ['r', join(folder, 'root'), '-f', join(folder, 'given.yaml'), ...sets.flatMap((text) => ['--set', text])];
}

/** Standard output, or the error without what is logged beside it. */
function answerOf(oracle: string, argv: readonly string[]): string {
  const env = { ...process.env, KUBECONFIG: '/dev/null' };
  const { stdout, stderr, status } = spawnSync(oracle, ['template', ...argv], { encoding: 'utf8', env });
  return status === 0 ? stdout : stderr.slice(stderr.indexOf('Error: ')).trimEnd();
}

async function ourAnswer(argv: readonly string[]): Promise<string> {
  let out = '';
  let err = '';
  const streams = {
    print: (text: string) => {
      out += text;
    },
    complain: (text: string) => {
      err += text;
    },
  };
  return (await runRenderHelm(argv, streams, {})) === 0 ? out : err.trimEnd();
}
