import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { declaredBlob } from '../../testkit/hostile-git.ts';
import { type PackRepository, packRepository, signedPack } from '../../testkit/pack-repository.ts';
import { SMALL, unpackSmall } from './small-pack.ts';

let repository: PackRepository;
beforeEach(async () => {
  repository = await packRepository();
});
afterEach(async () => {
  await repository[Symbol.asyncDispose]();
});

const LINES = 'a line of some length\n'.repeat(200);
const asText = (one: { readonly oid: string; readonly type: string; readonly content: Buffer }) =>
  `${one.oid} ${one.type} ${one.content.toString('base64')}`;

async function contentsOf(range: readonly string[]): Promise<readonly string[]> {
  const listed = repository
    .git(['rev-list', '--objects', ...range])
    .toString()
    .trim()
    .split('\n');
  const objects = await Promise.all(listed.map((line) => repository.known(line.slice(0, 40))));
  return objects.flatMap((object) => (object === undefined ? [] : [asText(object)])).sort();
}

test.each<[string, readonly string[]]>([
  ['bases that are not in it, by id', ['--thin']],
  ['bases by distance', ['--thin', '--delta-base-offset']],
  ['no bases', ['--window=0']],
])('what a commit brings, with %s', async (_reason, options) => {
  const first = await repository.commit({ files: { a: LINES, 'b/c': `${LINES}c`, 'b/d': `${LINES}d`, empty: '' } });
  const second = await repository.commit({ files: { a: `${LINES}a`, 'b/c': `x${LINES}`, e: '', f: { link: 'a' } } });
  const whole = await unpackSmall(repository.pack(first, [], options), repository.known);
  expect(whole?.objects.map(asText).sort()).toEqual(await contentsOf([first]));
  expect(whole?.bases.size).toBe(0);
  const more = await unpackSmall(repository.pack(second, [first], options), repository.known);
  const fresh = more?.objects.filter(({ oid }) => !more.bases.has(oid));
  expect(fresh?.map(asText).sort()).toEqual(await contentsOf([second, `^${first}`]));
});

test('too large, of too many objects, or with a tag: not ours', async () => {
  const large = await repository.commit({ files: { a: randomBytes(SMALL.packed) } });
  const swollen = await repository.commit({ files: { b: Buffer.alloc(SMALL.unpacked) }, branch: 'swollen' });
  const many = Object.fromEntries(Array.from({ length: SMALL.objects }, (_, index) => [`f${index}`, `${index}`]));
  const numerous = await repository.commit({ files: many, branch: 'numerous' });
  const tagged = await repository.commit({ files: { a: '1' }, branch: 'tagged' });
  await repository.tag('v1', tagged, { annotated: true });
  const tag = repository.git(['rev-parse', 'v1']).toString().trim();
  for (const oid of [large, swollen, numerous, tag]) {
    expect(await unpackSmall(repository.pack(oid), repository.known)).toBeUndefined();
  }
});

test('a base that is not here: not ours', async () => {
  const first = await repository.commit({ files: { a: LINES } });
  const second = await repository.commit({ files: { a: `${LINES}a` } });
  expect(await unpackSmall(repository.pack(second, [first]), async () => undefined)).toBeUndefined();
});

test('an object twice: not ours', async () => {
  const pack = repository.packOf([repository.write('blob', 'a')]);
  const entry = pack.subarray(12, pack.length - 20);
  const head = Buffer.from(pack.subarray(0, 12));
  head.writeUInt32BE(2, 8);
  expect(await unpackSmall(signedPack(Buffer.concat([head, entry, entry])), repository.known)).toBeUndefined();
});

test.each([
  ['says that it is of 5 GB', 5 * 1024 ** 3, 100],
  ['says that it is of as much as is permitted, and is of less', SMALL.unpacked, 100],
  ['is larger than it says', 9, 10],
  ['says that it is of a few bytes, and is of 50 MB', 9, 50 * 1024 ** 2],
])('a blob that %s: not ours', async (_reason, declared, zeros) => {
  const pack = declaredBlob(declared, zeros);
  const before = process.memoryUsage();
  expect(await unpackSmall(pack, repository.known)).toBeUndefined();
  const after = process.memoryUsage();
  expect(after.external + after.arrayBuffers - before.external - before.arrayBuffers).toBeLessThan(8 * 1024 ** 2);
  expect(await repository.takes(pack)).toBe(false);
});

test('a blob that is what it says', async () => {
  const small = await unpackSmall(declaredBlob(1000, 1000), repository.known);
  expect(small?.objects.map(({ content }) => content)).toEqual([Buffer.alloc(1000)]);
});

test.each<[string, (pack: Buffer) => Buffer]>([
  ['nothing', () => Buffer.alloc(0)],
  ['a wrong checksum', (pack) => Buffer.concat([pack.subarray(0, -1), Buffer.from([1 ^ (pack.at(-1) ?? 0)])])],
  ['cut short', (pack) => signedPack(pack.subarray(0, -30))],
  ['something behind the last object', (pack) => signedPack(Buffer.concat([pack.subarray(0, -20), Buffer.from('x')]))],
  [
    'another version',
    (pack) => signedPack(Buffer.concat([pack.subarray(0, 7), Buffer.from([3]), pack.subarray(8, -20)])),
  ],
  [
    'fewer objects than it says',
    (pack) => signedPack(Buffer.concat([pack.subarray(0, 11), Buffer.from([9]), pack.subarray(12, -20)])),
  ],
])('%s: not ours', async (_reason, damaged) => {
  const first = await repository.commit({ files: { a: '1', b: '2' } });
  expect(await unpackSmall(damaged(repository.pack(first)), repository.known)).toBeUndefined();
});
