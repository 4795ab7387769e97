import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DELIMITER, FLUSH, packet, readPackets } from './pkt-line.ts';

test.each([
  ['a line counts its own length', 'a\n', '0006a\n'],
  ['in bytes, not characters', 'ä', '0006ä'],
  ['an empty one is its length alone', '', '0004'],
])('%s', (_reason, text, expected) => {
  expect(packet(text)).toBe(expected);
});

test('lines lose their ends; what only marks a place is told as that', () => {
  const content = Buffer.from([packet('one\n'), DELIMITER, packet('two'), packet('\n'), FLUSH].join(''));
  expect(readPackets(content)).toEqual([
    { kind: 'line', text: 'one' },
    { kind: 'delimiter' },
    { kind: 'line', text: 'two' },
    { kind: 'line', text: '' },
    { kind: 'flush' },
  ]);
});

test.each([
  ['a page of the web', '<html>'],
  ['a length that is none', '0003'],
  ['a line that breaks off', '0009abc'],
  ['a length that breaks off', '000'],
])('%s is not in the protocol', (_reason, text) => {
  expect(() => readPackets(Buffer.from(text))).toThrow('the answer is not in the Git protocol');
});

test('what was packed is read again', () => {
  const line = fc.string().map((text) => text.replace(/\n+$/, ''));
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const content = Buffer.from(lines.map((text) => packet(`${text}\n`)).join(''));
      expect(readPackets(content)).toEqual(lines.map((text) => ({ kind: 'line', text: Buffer.from(text).toString() })));
    }),
  );
});
