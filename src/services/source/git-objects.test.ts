import { expect, test } from 'vitest';
import { createMemoryGit } from '../../testkit/memory-git.ts';
import { GitObjects } from './git-objects.ts';

/** A repository of one folder and one file, and a port that counts what is read. */
async function counted() {
  const git = createMemoryGit();
  const repository = git.repository('app');
  const commit = await repository.commit({ files: { 'a.yaml': 'text' } });
  const remote = { url: repository.url };
  await git.port.fetch(remote, commit);
  const { tree } = await git.port.commit(remote, commit);
  const [file] = await git.port.tree(remote, tree);
  const read: string[] = [];
  const port: typeof git.port = {
    ...git.port,
    async tree(...asked) {
      read.push('tree');
      return await git.port.tree(...asked);
    },
    async blob(...asked) {
      read.push(`blob ${asked[2]}`);
      return await git.port.blob(...asked);
    },
  };
  return { port, remote, tree, file: file?.oid ?? '', read };
}

test('what many want at once is read once, and again where memory has forgotten it', async () => {
  const { port, remote, tree, read } = await counted();
  const seen = new GitObjects(1_000_000).seenFrom(remote);
  const all = await Promise.all([1, 2, 3].map(() => seen.fill(port, remote, { kind: 'tree', oid: tree })));
  expect([new Set(all).size, read, seen.get(tree) === all[0]]).toEqual([1, ['tree'], true]);
  const small = new GitObjects(0).seenFrom(remote);
  for (const _ of [1, 2]) await small.fill(port, remote, { kind: 'tree', oid: tree });
  expect(read).toEqual(['tree', 'tree', 'tree']);
});

test('a file under another limit, by another address or with large files is another question', async () => {
  const { port, remote, file, read } = await counted();
  const seen = new GitObjects(1_000_000).seenFrom(remote);
  const ask = (limit: number, more: object = {}) =>
    seen.fill(port, { ...remote, ...more }, { kind: 'blob', oid: file, limit });
  const [small, whole, same] = await Promise.all([ask(2), ask(100), ask(100), ask(100, { lfs: true })]);
  expect([small, Buffer.from(whole as Uint8Array).toString(), whole === same]).toEqual([
    { tooLargeFor: 2 },
    'text',
    true,
  ]);
  expect(read).toEqual(['blob 2', 'blob 100', 'blob 100']);
});

test('a fault is told to all who wait, and asked for anew by the next', async () => {
  const { port, remote, read } = await counted();
  const seen = new GitObjects(1_000_000).seenFrom(remote);
  const ask = () => seen.fill(port, remote, { kind: 'tree', oid: 'f'.repeat(40) });
  const answers = await Promise.allSettled([ask(), ask()]);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(ask()).rejects.toMatchObject({ code: 'git.missing-object' });
  expect(read).toEqual(['tree', 'tree']);
});
