import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { mirrorSize, removeLeftovers, removeLfsFiles, removeUnfinished, tooLarge, tooMuch } from './disk-use.ts';

/** A mirror with these files; paths from its folder. */
async function mirror(...files: readonly string[]) {
  const folder = await temporaryFolder();
  const packs = join(folder.path, 'objects', 'pack');
  const large = join(folder.path, 'lfs');
  for (const one of [packs, large]) await mkdir(one, { recursive: true });
  for (const file of files) await writeFile(join(folder.path, file), 'x'.repeat(100));
  return { folder, left: async () => [...(await readdir(packs)), ...(await readdir(large))].sort() };
}

test('packs and large files count, other things are small; nothing where there is no mirror', async () => {
  const { folder } = await mirror('objects/pack/pack-1.pack', 'lfs/a', 'HEAD');
  await using _ = folder;
  expect([await mirrorSize(folder.path), await mirrorSize(join(folder.path, 'none'))]).toEqual([200, 0]);
});

const FILES = [
  'objects/pack/tmp_pack_1',
  'objects/pack/.tmp-1-pack',
  'objects/pack/pack-1.pack',
  'lfs/a',
  'lfs/b.part',
];

test.each([
  ['what a transfer that was ended left behind', removeUnfinished, ['.tmp-1-pack', 'a', 'b.part', 'pack-1.pack']],
  ['what a process that was killed left behind', removeLeftovers, ['a', 'pack-1.pack']],
  ['files of Git LFS that are wholly there', removeLfsFiles, ['.tmp-1-pack', 'b.part', 'pack-1.pack', 'tmp_pack_1']],
])('%s goes, and nothing else; also where there is no folder', async (_reason, remove, expected) => {
  const { folder, left } = await mirror(...FILES);
  await using _ = folder;
  await remove(folder.path);
  await remove(join(folder.path, 'none'));
  expect(await left()).toEqual(expected);
});

test('what is too much for all may pass, what is too large for one does not', () => {
  expect([tooLarge('u', 5), tooMuch('u', 5)]).toMatchObject([
    { code: 'git.too-large', message: expect.stringContaining('5 bytes that one may take') },
    { code: 'git.too-large', kind: 'transient' },
  ]);
});
