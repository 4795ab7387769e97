import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GatheredBytes } from './gathered-bytes.ts';

function gathered(pieces: readonly Uint8Array[]): GatheredBytes {
  const bytes = new GatheredBytes();
  for (const piece of pieces) bytes.add(piece);
  return bytes;
}

test.each<[string, readonly number[]]>([
  ['nothing', []],
  ['nothing, in pieces', [0, 0]],
  ['small ones', [1, 2, 3]],
  ['one that is kept as it is', [16 * 1024]],
  ['small ones around large ones', [5, 20_000, 7, 70_000, 1]],
  ['small ones of more than a block', Array.from({ length: 10 }, () => 16_000)],
])('%s', (_reason, sizes) => {
  const pieces = sizes.map((size, index) => new Uint8Array(size).fill(index + 1));
  const bytes = gathered(pieces);
  expect([bytes.size, bytes.bytes().equals(Buffer.concat(pieces))]).toEqual([sizes.reduce((a, b) => a + b, 0), true]);
});

test('whatever the pieces, they are what they were one after the other', () => {
  const piece = fc.tuple(fc.constantFrom(0, 1, 3, 100, 16_383, 16_384, 50_000, 65_536), fc.nat(255));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (sketch) => {
      const pieces = sketch.map(([size, value]) => new Uint8Array(size).fill(value));
      expect(gathered(pieces).bytes().equals(Buffer.concat(pieces))).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test('text in pieces that cut its characters', () => {
  const pieces = [...Buffer.from('größe 😀')].map((byte) => Buffer.from([byte]));
  expect(gathered(pieces).text()).toBe('größe 😀');
});

test('what was given is not changed, and what was taken back is gone', () => {
  const bytes = gathered([Buffer.from('a'), Buffer.from('b')]);
  bytes.clear();
  bytes.add(Buffer.from('c'));
  expect([bytes.size, bytes.text()]).toEqual([1, 'c']);
});

test('a million pieces of one byte take about as many bytes of memory', () => {
  const piece = (): Uint8Array => Buffer.alloc(64 * 1024).subarray(0, 1);
  const bytes = new GatheredBytes();
  const before = process.memoryUsage().arrayBuffers;
  for (let index = 0; index < 20_000; index += 1) bytes.add(piece());
  // Each of these pieces would hold on to 64 KiB: 1.3 GB together.
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(600_000_000);
  expect(bytes.size).toBe(20_000);
});
