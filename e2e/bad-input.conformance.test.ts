/** Repositories of a size that only an attacker makes: the product answers everybody else meanwhile, and says what is wrong. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestCommit } from '../src/testkit/git-repository.ts';
import { application, type BadWorld, badWorld, configMap, source } from './bad-world.ts';
import { findKubectl } from './product.ts';

type Files = TestCommit['files'];

function numbered(count: number, entry: (index: number) => readonly [string, string]): Files {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => entry(index)));
}

const GIB_IN_KIB = 1024 * 1024;

/** Name, files, and what the Application says of them; each must leave the API answering within this many milliseconds. */
const HOSTILE: readonly (readonly [string, () => Files, RegExp, number])[] = [
  [
    'a hundred thousand files in one folder',
    () => numbered(100_000, (index) => [`f${index}.txt`, 'x']),
    /^Synced/,
    2000,
  ],
  [
    'a hundred and fifty levels of three hundred files',
    () => numbered(45_000, (index) => [`${'d/'.repeat(Math.floor(index / 300))}f${index % 300}.txt`, 'x']),
    /^Synced/,
    2000,
  ],
  [
    'a million keys',
    () => ({ 'a.yaml': `${configMap('a')}${Array.from({ length: 1_000_000 }, (_, i) => `k${i}: v\n`).join('')}` }),
    /exceeded max combined manifest file size at a\.yaml/,
    2000,
  ],
  [
    'one line of ten megabytes',
    () => ({ 'a.json': `{"kind":"ConfigMap","a":"${'x'.repeat(9_900_000)}"}` }),
    /a\.json: document 1 \(ConfigMap\) has 99\d+ bytes as JSON/,
    2000,
  ],
  [
    'a hundred thousand objects of unknown kinds',
    () => ({ 'a.yaml': Array.from({ length: 100_000 }, (_, index) => `kind: X${index}\n`).join('---\n') }),
    /^OutOfSync/,
    8000,
  ],
];

describe.skipIf(!findKubectl())('hostile repositories', () => {
  let world: BadWorld;

  beforeAll(async () => {
    world = await badWorld();
  }, 60_000);

  afterAll(async () => {
    await world?.[Symbol.asyncDispose]();
  });

  test.each(HOSTILE)(
    '%s',
    async (reason, files, told, longest) => {
      const name = reason.replaceAll(' ', '-').slice(0, 40);
      const repository = await world.git.createTestRepository(name);
      await repository.commit({ files: files() });
      world.slowestAnswer();
      const sources = { source: source(repository.url, { directory: { recurse: true } }), syncPolicy: {} };
      await world.apply(application(name, repository.url, sources));
      await world.untilApps([name], ({ sync }) => sync !== '', 90);
      const { sync, conditions } = await world.state(name);
      expect([sync, ...conditions].join(' ')).toMatch(told);
      expect(world.slowestAnswer()).toBeLessThan(longest);
      expect(residentMemory(world.product.ready.pid)).toBeLessThan(2 * GIB_IN_KIB);
      await world.product.kubectl('delete', 'application', '-n', 'argocd', name, '--timeout', '60s');
    },
    180_000,
  );
});

/** In KiB. */
function residentMemory(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
}
