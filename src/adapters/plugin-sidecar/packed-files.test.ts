import { expect, test } from 'vitest';
import { workingFiles } from '../../testkit/working-files.ts';
import { PackedArchives } from './packed-files.ts';

async function packed(limit: number, files: Parameters<typeof workingFiles>[0]): Promise<unknown> {
  const archives = new PackedArchives(limit);
  try {
    await using archive = await archives.open(workingFiles(files));
    return archive.size > 0 ? 'packed' : 'empty';
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return [code, message];
  } finally {
    await archives.close();
  }
}

test.each<[string, Parameters<typeof workingFiles>[0], unknown]>([
  ['exactly as many bytes', { a: 'x'.repeat(60), b: 'y'.repeat(40) }, 'packed'],
  [
    'one more in all, though each file is small',
    { a: 'x'.repeat(60), b: 'y'.repeat(41) },
    ['plugin.too-large', 'the files of the source are more than 100 bytes'],
  ],
  ['one large file', { a: 'x'.repeat(101) }, ['plugin.too-large', 'the files of the source are more than 100 bytes']],
  ['no file', { link: { link: 'a' } }, ['plugin.failed', 'no files to send']],
])('a source of at most a hundred bytes: %s', async (_reason, files, expected) => {
  expect(await packed(100, files)).toEqual(expected);
});

test('those that want the same at the same time share one archive, and one that failed is tried again', async () => {
  const archives = new PackedArchives(100);
  await using one = await archives.open(workingFiles({ a: 'x' }));
  await using other = await archives.open(workingFiles({ a: 'x' }));
  expect(other.checksum).toBe(one.checksum);
  const large = workingFiles({ a: 'x'.repeat(101) });
  await expect(archives.open(large)).rejects.toMatchObject({ code: 'plugin.too-large' });
  await expect(archives.open({ ...workingFiles({ a: 'x' }), key: large.key })).resolves.toMatchObject({
    size: one.size,
  });
  await archives.close();
});
