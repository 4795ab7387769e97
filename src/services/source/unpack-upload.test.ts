/** Archives as people send them, and as attackers do (security row 35). */
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { unpackUpload } from './unpack-upload.ts';

const BLOCK = 512;

interface Entry {
  readonly name: string;
  readonly type?: string;
  readonly data?: string;
  readonly link?: string;
  /** What the header says, where it lies. */
  readonly size?: number;
}

function tar(entries: readonly Entry[]): Buffer {
  return Buffer.concat([...entries.flatMap(blocksOf), Buffer.alloc(2 * BLOCK)]);
}

function blocksOf({ name, type = '0', data = '', link = '', size = data.length }: Entry): Buffer[] {
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0, 100);
  header.write('0000644\0', 100);
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  header.fill(' ', 148, 156);
  header.write(type, 156);
  header.write(link, 157, 100);
  header.write('ustar\0' + '00', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const body = Buffer.alloc(Math.ceil(data.length / BLOCK) * BLOCK);
  body.write(data);
  return [header, body];
}

const unpack = (entries: readonly Entry[], limit = 10_000) => unpackUpload({ archive: gzipSync(tar(entries)) }, limit);

test('files and links become a tree, whatever is sent twice once', async () => {
  const tree = await unpack([
    { name: 'a/b.yaml', data: 'one' },
    { name: './a/c', type: '2', link: '../outside' },
    { name: 'a/b.yaml', data: 'two' },
    { name: 'empty/', type: '5' },
  ]);
  expect(tree.revision).toBe('streamed');
  const texts = [...tree.objects.values()].flatMap((one) =>
    one instanceof Uint8Array ? [Buffer.from(one).toString()] : [],
  );
  expect(texts).toContain('two');
});

const HOSTILE: readonly { readonly name: string; readonly entries: readonly Entry[]; readonly reason: string }[] = [
  { name: 'a path that leads out', entries: [{ name: '../x' }], reason: '"../x" leads out of it' },
  {
    name: 'a path that leads out in the middle',
    entries: [{ name: 'a/../../x' }],
    reason: '"a/../../x" leads out of it',
  },
  { name: 'an absolute path', entries: [{ name: '/etc/passwd' }], reason: '"/etc/passwd" leads out of it' },
  { name: 'a device', entries: [{ name: 'x', type: '3' }], reason: '"x" is neither a file nor a folder' },
  {
    name: 'a hard link',
    entries: [{ name: 'x', type: '1', link: '/etc/passwd' }],
    reason: '"x" is neither a file nor a folder',
  },
  {
    name: 'more than the limit together',
    entries: [
      { name: 'a', data: 'x'.repeat(6000) },
      { name: 'b', data: 'x'.repeat(6000) },
    ],
    reason: 'its files have more than 10000 bytes',
  },
  { name: 'a header that lies', entries: [{ name: 'x', size: 9000, data: 'short' }], reason: 'the archive is broken' },
  {
    name: 'a million of empty files',
    entries: Array.from({ length: 50_001 }, (_, at) => ({ name: `f${at}` })),
    reason: 'more than 50000 entries',
  },
];

test.each(HOSTILE)('refused: $name', async ({ entries, reason }) => {
  await expect(unpack(entries)).rejects.toMatchObject({
    code: 'source.upload-refused',
    message: `the files that were sent cannot be unpacked: ${reason}`,
  });
});

test('a bomb is given up at the limit', async () => {
  const archive = gzipSync(Buffer.alloc(200 * 1024 * 1024), { level: 9 });
  expect(archive.length).toBeLessThan(300_000);
  await expect(unpackUpload({ archive }, 1_000_000)).rejects.toMatchObject({
    message: 'the files that were sent cannot be unpacked: its files have more than 1000000 bytes',
  });
});

test('no archive at all', async () => {
  await expect(unpackUpload({ archive: Buffer.from('hello') }, 1000)).rejects.toMatchObject({
    message: 'the files that were sent cannot be unpacked: the compressed data are broken',
  });
});
