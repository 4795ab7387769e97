import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { GitPort, GitRemote } from '../../ports/git.ts';
import { gitEnvironment } from '../../testkit/git-environment.ts';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { createGitCli, type GitCliOptions } from './git-cli.ts';

/** A port whose program git notes that it was started. */
async function countingPort(options: Partial<GitCliOptions> = {}) {
  const folder = await temporaryFolder();
  const [log, binary] = [join(folder.path, 'log'), join(folder.path, 'git')];
  await writeFile(log, '');
  await writeFile(binary, `#!/bin/sh\necho "$2" >>'${log}'\nexec git "$@"\n`, { mode: 0o755 });
  const port = await createGitCli({ cacheFolder: join(folder.path, 'mirrors'), binary, ...options });
  return {
    port,
    /** Commands since the last look. */
    async started(): Promise<readonly string[]> {
      const lines = (await readFile(log, 'utf8')).split('\n').filter((line) => line !== '');
      await writeFile(log, '');
      return lines;
    },
    async [Symbol.asyncDispose]() {
      await port.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** Asks, fetches and reads one file as a render does. */
async function follow(port: GitPort, remote: GitRemote, path: readonly string[]): Promise<string> {
  const { refs } = await port.listRefs(remote);
  const oid = refs.get('refs/heads/main') ?? '';
  await port.fetch(remote, oid);
  let { tree } = await port.commit(remote, oid);
  for (const name of path.slice(0, -1)) {
    tree = (await port.tree(remote, tree)).find((entry) => entry.name === name)?.oid ?? '';
  }
  const file = (await port.tree(remote, tree)).find((entry) => entry.name === path.at(-1));
  return Buffer.from(await port.blob(remote, file?.oid ?? '')).toString();
}

const CHART = 'a line of a chart\n'.repeat(60);

test('a commit that changes one file of a thousand folders starts no process', async () => {
  await using environment = await gitEnvironment();
  await using given = await countingPort();
  const repository = await environment.createTestRepository();
  const remote = { url: repository.url };
  const files = Object.fromEntries(Array.from({ length: 1_000 }, (_, app) => [`apps/a${app}/cm.yaml`, CHART + app]));
  await repository.commit({ files });
  for (const app of [1, 2, 3]) await follow(given.port, remote, ['apps', `a${app}`, 'cm.yaml']);
  await given.started();
  const requests = () => [environment.server.requests('ls-refs'), environment.server.requests('fetch')];
  for (const app of [1, 2, 3]) {
    const before = requests();
    await repository.commit({ files: { [`apps/a${app}/cm.yaml`]: `${CHART}changed ${app}` } });
    expect(await follow(given.port, remote, ['apps', `a${app}`, 'cm.yaml'])).toBe(`${CHART}changed ${app}`);
    expect(requests().map((count, kind) => count - (before[kind] ?? 0))).toEqual([1, 1]);
  }
  expect(await given.started()).toEqual([]);
}, 20_000);

test('after a long pause, too: one process at most, that reads what the change is a delta of', async () => {
  await using environment = await gitEnvironment();
  await using given = await countingPort({ idle: 1 });
  const repository = await environment.createTestRepository();
  const remote = { url: repository.url };
  await repository.commit({ files: { 'a/x.yaml': CHART, 'b/x.yaml': CHART } });
  await follow(given.port, remote, ['a', 'x.yaml']);
  await new Promise((resolve) => setTimeout(resolve, 100));
  await given.started();
  await repository.commit({ files: { 'a/x.yaml': `${CHART}more` } });
  expect(await follow(given.port, remote, ['a', 'x.yaml'])).toBe(`${CHART}more`);
  expect((await given.started()).filter((command) => command !== 'cat-file')).toEqual([]);
}, 20_000);

test('what came without a process is there after a restart', async () => {
  await using environment = await gitEnvironment();
  await using folder = await temporaryFolder();
  const repository = await environment.createTestRepository();
  const remote = { url: repository.url };
  const first = await createGitCli({ cacheFolder: folder.path });
  for (const value of ['1', '2']) {
    await repository.commit({ files: { a: CHART + value } });
    await follow(first, remote, ['a']);
  }
  await first.close();
  const again = await createGitCli({ cacheFolder: folder.path });
  const fetched = environment.server.requests('fetch');
  expect(await follow(again, remote, ['a'])).toBe(`${CHART}2`);
  expect(environment.server.requests('fetch')).toBe(fetched);
  await again.close();
}, 20_000);
