/** Strings as bytes, quoting, numbers in text. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  byteLength,
  compareBytes,
  decodeText,
  encodeText,
  floatText,
  formatFloat,
  joinedText,
  parseFloat64,
  parseInteger,
  quote,
  unquote,
} from './index.ts';

const bytes = fc.uint8Array({ maxLength: 24 });
const goText = fc.oneof(bytes.map(decodeText), fc.string({ unit: 'grapheme' }));

test('every row of bytes is a string and comes back', () => {
  fc.assert(
    fc.property(bytes, (row) => {
      expect(new Uint8Array(encodeText(decodeText(row)))).toEqual(row);
    }),
  );
});

test('length is that of the bytes', () => {
  fc.assert(
    fc.property(goText, (text) => {
      expect(byteLength(text)).toBe(encodeText(text).length);
    }),
  );
});

test('joined strings are the joined bytes', () => {
  fc.assert(
    fc.property(bytes, bytes, (left, right) => {
      const joined = joinedText(decodeText(left) + decodeText(right));
      expect(joined).toBe(decodeText(Buffer.concat([left, right])));
    }),
  );
});

test('the order is that of the bytes', () => {
  fc.assert(
    fc.property(goText, goText, (left, right) => {
      expect(Math.sign(compareBytes(left, right))).toBe(Buffer.compare(encodeText(left), encodeText(right)));
    }),
  );
});

test('what is quoted can be read again', () => {
  fc.assert(
    fc.property(goText, fc.boolean(), (text, ascii) => {
      expect(unquote(quote(text, { ascii }))).toBe(text);
    }),
  );
});

test.each([
  ['a letter of three bytes', decodeText(Uint8Array.of(0xe6, 0x97, 0xa5)), '"日"'],
  ['a byte that is no letter', decodeText(Uint8Array.of(0x61, 0xff)), '"a\\xff"'],
  ['an overlong zero', decodeText(Uint8Array.of(0xc0, 0x80)), '"\\xc0\\x80"'],
  ['a surrogate half', decodeText(Uint8Array.of(0xed, 0xa0, 0x80)), '"\\xed\\xa0\\x80"'],
  ['control characters', '\x07\b\f\n\r\t\v\x01\x7f', '"\\a\\b\\f\\n\\r\\t\\v\\x01\\x7f"'],
  ['invisible spaces', '\u00a0\u2028\u200b', '"\\u00a0\\u2028\\u200b"'],
  ['beyond the basic plane', '😀\u{e0001}', '"😀\\U000e0001"'],
])('quotes %s', (_reason, text, quoted) => {
  expect(quote(text)).toBe(quoted);
});

test.each([
  ['wrong letter', '"\\q"'],
  ['half a surrogate', '"\\ud800"'],
  ['too large', '"\\U00110000"'],
  ['octal beyond a byte', '"\\400"'],
  ['too short', '"\\x4"'],
  ['a mark inside', '"a"b"'],
  ['a line feed', '"a\nb"'],
  ['no end', '"a'],
])('refuses to unquote: %s', (_reason, literal) => {
  expect(unquote(literal)).toBeUndefined();
});

test('the shortest text of a float reads as the same float', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), fc.constantFrom('e', 'f', 'g', 'x', 'b'), (value, verb) => {
      const text = formatFloat(value, { verb, precision: -1, bits: 64 });
      if (verb === 'b' || !Number.isFinite(value)) return;
      expect(parseFloat64(text)).toBe(value);
    }),
  );
});

test('digits of a fixed precision are those of an exact division', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 1, max: 9 }), (whole, bits) => {
      const text = formatFloat(whole / 2 ** bits, { verb: 'f', precision: 12, bits: 64 });
      expect(BigInt(text.replace('.', '')) * 2n ** BigInt(bits)).toBe(BigInt(whole) * 10n ** 12n);
    }),
  );
});

test.each([
  ['a million has an exponent', 1e6, '1e+06'],
  ['one less has none', 999999, '999999'],
  ['small', 0.0001, '0.0001'],
  ['smaller', 0.00001, '1e-05'],
  ['negative zero', -0, '-0'],
  ['infinity', Number.NEGATIVE_INFINITY, '-Inf'],
  ['the largest', Number.MAX_VALUE, '1.7976931348623157e+308'],
])('prints a float: %s', (_reason, value, text) => {
  expect(floatText(value)).toBe(text);
});

test.each([
  ['half to even, down', 0.5, 0, '0'],
  ['half to even, up', 1.5, 0, '2'],
  ['the binary value decides', 1.005, 2, '1.00'],
  ['many digits', 0.1, 30, '0.100000000000000005551115123126'],
  ['a carry', 9.999, 2, '10.00'],
])('rounds %s', (_reason, value, precision, text) => {
  expect(formatFloat(value, { verb: 'f', precision, bits: 64 })).toBe(text);
});

test.each([
  ['0x1F', 31n],
  ['0b101', 5n],
  ['0o17', 15n],
  ['017', 15n],
  ['1_000', 1000n],
  ['0x_1', 1n],
  ['-5', -5n],
  ['08', undefined],
  ['1__0', undefined],
  ['1_', undefined],
  ['0x', undefined],
  ['', undefined],
])('reads the integer %s', (text, value) => {
  expect(parseInteger(text)).toBe(value);
});

test.each([
  ['0x1p-2', 0.25],
  ['0x1.8p1', 3],
  ['0x.8p0', 0.5],
  ['0x1.00000000000008p0', 1],
  ['0x1.00000000000018p0', 1 + 2 ** -51],
  ['0x1p-1074', 5e-324],
  ['0x1p-1075', 0],
  ['1_0.5', 10.5],
  ['1e400', undefined],
  ['0x1p2000', undefined],
  ['0x1.8', undefined],
  ['1e', undefined],
  ['+Inf', Number.POSITIVE_INFINITY],
])('reads the float %s', (text, value) => {
  expect(parseFloat64(text)).toBe(value);
});
