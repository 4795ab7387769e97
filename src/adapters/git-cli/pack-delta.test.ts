import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyDelta, sizeAt } from './pack-delta.ts';

const base = Buffer.from('0123456789');
const delta = (...bytes: readonly (number | string)[]): Buffer =>
  Buffer.concat(bytes.map((one) => (typeof one === 'number' ? Buffer.from([one]) : Buffer.from(one))));

test.each<[string, readonly (number | string)[], string]>([
  ['a piece of the base', [10, 3, 0x91, 2, 3], '234'],
  ['its begin: an offset of 0 is not written', [10, 3, 0x90, 3], '012'],
  ['bytes of its own', [10, 3, 3, 'abc'], 'abc'],
  ['both, in turn', [10, 5, 2, 'ab', 0x91, 7, 2, 1, 'c'], 'ab78c'],
  ['nothing at all', [10, 0], ''],
])('%s', (_reason, bytes, wanted) => {
  expect(applyDelta(base, delta(...bytes), 100)?.toString()).toBe(wanted);
});

test('a length of 0 means 64 KiB; offsets and lengths of several bytes', () => {
  const large = Buffer.alloc(0x20000, 'x');
  const whole = applyDelta(large, delta(0x80, 0x80, 0x08, 0x80, 0x80, 0x04, 0x80), 0x10000);
  expect(whole?.equals(large.subarray(0, 0x10000))).toBe(true);
  const far = applyDelta(large, delta(0x80, 0x80, 0x08, 0x81, 0x02, 0xb7, 0x34, 0x12, 0x01, 0x01, 0x01), 0x10000);
  expect(far?.length).toBe(0x101);
});

test.each<[string, readonly (number | string)[]]>([
  ['made for another base', [9, 3, 0x90, 3]],
  ['beyond the end of the base', [10, 3, 0x91, 8, 3]],
  ['more than it says', [10, 2, 0x90, 3]],
  ['less than it says', [10, 4, 0x90, 3]],
  ['the reserved step', [10, 1, 0]],
  ['breaks off in a step', [10, 3, 0x91, 2]],
  ['breaks off in its own bytes', [10, 3, 3, 'ab']],
  ['breaks off in its sizes', [10, 0x80]],
  ['more than is permitted', [10, 101, 0x90, 101]],
  ['empty', []],
])('%s: nothing', (_reason, bytes) => {
  expect(applyDelta(base, delta(...bytes), 100)).toBeUndefined();
});

test('whatever the bytes are: nothing, or what they say', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 30 }), (bytes) => {
      const made = applyDelta(base, Buffer.from(bytes), 100);
      if (made !== undefined)
        expect(made.length).toBe(sizeAt(Buffer.from(bytes), sizeAt(Buffer.from(bytes), 0)?.end ?? 0)?.value);
    }),
  );
});

test('a size that would not end is none', () => {
  expect(sizeAt(Buffer.alloc(20, 0xff), 0)).toBeUndefined();
  expect(sizeAt(Buffer.from([0x95, 0x0a]), 0)).toEqual({ value: 0x15 + 0x0a * 128, end: 2 });
});
