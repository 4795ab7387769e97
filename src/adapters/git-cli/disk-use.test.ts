import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { mirrorSize, removeUnfinished, watchGrowth } from './disk-use.ts';

async function mirror() {
  const folder = await temporaryFolder();
  const packs = join(folder.path, 'objects', 'pack');
  await mkdir(packs, { recursive: true });
  await mkdir(join(folder.path, 'lfs'));
  return { folder, packs };
}

test('packs and large files count, other things are small', async () => {
  const { folder, packs } = await mirror();
  await using _ = folder;
  await writeFile(join(packs, 'pack-1.pack'), 'x'.repeat(100));
  await writeFile(join(folder.path, 'lfs', 'a'), 'x'.repeat(10));
  await writeFile(join(folder.path, 'HEAD'), 'x'.repeat(1000));
  expect([await mirrorSize(folder.path), await mirrorSize(join(folder.path, 'none'))]).toEqual([110, 0]);
});

test('what a transfer that was ended left behind goes, and nothing else; also where there is no folder', async () => {
  const { folder, packs } = await mirror();
  await using _ = folder;
  for (const name of ['tmp_pack_1', 'tmp_idx_1', 'pack-1.pack']) await writeFile(join(packs, name), '');
  await removeUnfinished(folder.path);
  await removeUnfinished(join(folder.path, 'none'));
  expect(await readdir(packs)).toEqual(['pack-1.pack']);
});

test('a mirror that grows beyond its limit ends what makes it grow', async () => {
  const { folder, packs } = await mirror();
  await using _ = folder;
  using growth = watchGrowth({ folder: folder.path, limit: 50, url: 'https://example.com/a' });
  const ended = new Promise((resolve) => growth.signal.addEventListener('abort', resolve));
  expect(growth.signal.aborted).toBe(false);
  await writeFile(join(packs, 'tmp_pack_1'), 'x'.repeat(51));
  await ended;
  expect(growth.signal.reason).toMatchObject({ code: 'git.too-large', message: expect.stringContaining('50 bytes') });
});
