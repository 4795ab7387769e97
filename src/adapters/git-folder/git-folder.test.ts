/** A folder on disk as a Git repository of one commit. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TreeEntry } from '../../ports/git.ts';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { openGitFolder } from './git-folder.ts';

const REMOTE = { url: 'https://git.example.com/app' };

async function environment() {
  const folder = await temporaryFolder();
  const at = (path: string): string => join(folder.path, path);
  const open = async () => {
    const opened = openGitFolder(folder.path);
    const { tree } = await opened.port.commit(REMOTE, opened.commit);
    const list = async (oid = tree): Promise<readonly TreeEntry[]> => await opened.port.tree(REMOTE, oid);
    const find = async (name: string) => (await list()).find((entry) => entry.name === name)?.oid ?? '';
    return { ...opened, list, find };
  };
  return { at, open, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

test('files, programs, links and folders in the order of Git; nothing of Git itself, no pipes', async () => {
  await using given = await environment();
  for (const folder of ['a', '.git', 'a/.git']) mkdirSync(given.at(folder));
  for (const file of ['a.b', 'a0', 'run', '.git/config', 'a/.git/config', 'a/x']) writeFileSync(given.at(file), file);
  chmodSync(given.at('run'), 0o755);
  symlinkSync('/etc/passwd', given.at('link'));
  execFileSync('mkfifo', [given.at('pipe')]);
  const { list, find, port, has } = await given.open();
  expect((await list()).map(({ name, mode }) => `${mode} ${name}`)).toEqual([
    'file a.b',
    'tree a',
    'file a0',
    'symlink link',
    'executable run',
  ]);
  expect((await list(await find('a'))).map(({ name }) => name)).toEqual(['x']);
  expect(Buffer.from(await port.blob(REMOTE, await find('link'))).toString()).toBe('/etc/passwd');
  expect(Buffer.from(await port.blob(REMOTE, await find('run'), 3)).toString()).toBe('run');
  await expect(port.blob(REMOTE, await find('run'), 2)).rejects.toMatchObject({ code: 'git.too-large' });
  expect([has(await find('run')), has('0'.repeat(40))]).toEqual([true, false]);
});

test('a changed file has another id, an unchanged one the same', async () => {
  await using given = await environment();
  writeFileSync(given.at('a'), 'one');
  writeFileSync(given.at('b'), 'one');
  const before = await given.open();
  const [a, b] = [await before.find('a'), await before.find('b')];
  writeFileSync(given.at('a'), 'longer');
  const after = await given.open();
  expect(await after.find('a')).not.toBe(a);
  expect(await after.find('b')).toBe(b);
  expect(after.commit).toBe(before.commit);
});

test('what was a file when it was listed is not followed as a link, and what is gone is told', async () => {
  await using given = await environment();
  writeFileSync(given.at('a'), 'a');
  writeFileSync(given.at('b'), 'b');
  const { find, port } = await given.open();
  const [a, b] = [await find('a'), await find('b')];
  symlinkSync('/etc/passwd', given.at('new'));
  renameSync(given.at('new'), given.at('a'));
  renameSync(given.at('b'), given.at('c'));
  await expect(port.blob(REMOTE, a)).rejects.toMatchObject({ code: 'git.failed', kind: 'user' });
  await expect(port.blob(REMOTE, b)).rejects.toMatchObject({ code: 'git.failed', kind: 'user' });
});

test('other commits and objects are not there', async () => {
  await using given = await environment();
  const { port, commit } = await given.open();
  const none = '0'.repeat(40);
  const missing = { code: 'git.missing-object' };
  await expect(port.fetch(REMOTE, none)).rejects.toMatchObject(missing);
  await expect(port.commit(REMOTE, none)).rejects.toMatchObject(missing);
  await expect(port.tree(REMOTE, none)).rejects.toMatchObject(missing);
  await expect(port.blob(REMOTE, none)).rejects.toMatchObject(missing);
  expect(await port.resolveShort(REMOTE, commit.slice(0, 8))).toBeUndefined();
  expect((await port.listRefs(REMOTE)).refs).toEqual(new Map([['HEAD', commit]]));
});
