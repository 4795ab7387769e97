import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packRepository } from '../../testkit/pack-repository.ts';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { packIndex, writePack } from './pack-files.ts';
import { unpackSmall } from './small-pack.ts';

const LINES = 'a line of some length\n'.repeat(200);

test('pack and index are what git writes of the same, and git reads them', async () => {
  await using repository = await packRepository();
  await using place = await temporaryFolder();
  const first = await repository.commit({ files: { a: LINES, 'b/c': `${LINES}c` } });
  const second = await repository.commit({ files: { a: `${LINES}a`, 'b/c': `x${LINES}` } });
  repository.git(['init', '--quiet', '--bare', '--template=', place.path]);
  for (const [want, have] of [
    [first, []],
    [second, [first]],
  ] as const) {
    const pack = await unpackSmall(repository.pack(want, have), repository.known);
    if (pack === undefined) throw new Error('it is small');
    await writePack(place.path, pack);
    const checksum = pack.bytes.toString('hex', pack.bytes.length - 20);
    const path = join(place.path, 'objects', 'pack', `pack-${checksum}`);
    const index = await readFile(`${path}.idx`);
    expect(index.equals(packIndex(pack))).toBe(true);
    repository.git(['index-pack', '-o', join(place.path, 'of-git.idx'), `${path}.pack`]);
    expect(index.equals(await readFile(join(place.path, 'of-git.idx')))).toBe(true);
    await rm(join(place.path, 'of-git.idx'), { force: true });
  }
  repository.git(['--git-dir', place.path, 'fsck', '--strict', '--full', second]);
  expect(repository.git(['--git-dir', place.path, 'show', `${second}:b/c`]).toString()).toBe(`x${LINES}`);
  const names = await readdir(join(place.path, 'objects', 'pack'));
  expect(names.filter((name) => !name.startsWith('pack-'))).toEqual([]);
});

test('where it cannot be written nothing is left behind', async () => {
  await using repository = await packRepository();
  await using place = await temporaryFolder();
  const pack = await unpackSmall(repository.pack(await repository.commit({ files: { a: '1' } })), repository.known);
  if (pack === undefined) throw new Error('it is small');
  await expect(writePack(place.path, pack)).rejects.toThrow();
  const packs = join(place.path, 'objects', 'pack');
  const checksum = pack.bytes.toString('hex', pack.bytes.length - 20);
  await mkdir(join(packs, `pack-${checksum}.pack`), { recursive: true });
  await expect(writePack(place.path, pack)).rejects.toThrow();
  expect(await readdir(packs)).toEqual([`pack-${checksum}.pack`]);
});
