import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../json-value.ts';
import { getAt, removeAt, setAt } from './at-pointer.ts';
import { compareBytes, sortedTexts } from './byte-order.ts';
import { parseJson, tryParseJson } from './parse.ts';
import { canonicalJson, goJson, stringifyJson } from './stringify.ts';

const value: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<Json>(null, true, false),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Number.isInteger(number)),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 70n }),
    fc.bigInt({ min: -(2n ** 70n), max: -(2n ** 53n) }),
    fc.string({ unit: 'binary' }),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.string({ unit: 'binary' }), fc.constant('__proto__')), tie('json'), { maxKeys: 4 }),
  ),
})).json;

describe('parse', () => {
  const cases: readonly (readonly [reason: string, text: string, value: Json])[] = [
    ['the largest safe integer stays a number', '9007199254740991', 9007199254740991],
    ['one more becomes a bigint', '9007199254740992', 9007199254740992n],
    ['negative', '[-9223372036854775808]', [-9223372036854775808n]],
    ['an exponent makes a float', '[20000000000000000000e1]', [2e20]],
    ['a fraction makes a float', '[1234567890123456789.0]', [1.2345678901234568e18]],
    ['digits inside a string are text', '{"a":"12345678901234567890"}', { a: '12345678901234567890' }],
    ['escaped quote before digits', '["\\"12345678901234567890",1]', ['"12345678901234567890', 1]],
    ['the last of two keys wins', '{"a":1,"a":12345678901234567890}', { a: 12345678901234567890n }],
    ['empty collections beside a bigint', '[{},[],12345678901234567890, "x"]', [{}, [], 12345678901234567890n, 'x']],
  ];
  test.each(cases)('%s', (_, text, expected) => expect(parseJson(text)).toEqual(expected));

  test('a key named __proto__ is a plain key on both paths', () => {
    expect(Object.keys(parseJson('{"__proto__":{"a":1}}') as object)).toEqual(['__proto__']);
    const slow = parseJson('{"__proto__":12345678901234567890}') as object;
    expect(Object.entries(slow)).toEqual([['__proto__', 12345678901234567890n]]);
  });

  test('what is wrong has a code', () => {
    expect(() => parseJson('{"a":}')).toThrow(expect.objectContaining({ code: 'json.invalid', kind: 'user' }));
    expect(() => parseJson('[1]', { maxLength: 2 })).toThrow(expect.objectContaining({ code: 'json.too-large' }));
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(() => parseJson(deep)).toThrow(expect.objectContaining({ code: 'json.too-deep' }));
    expect(tryParseJson('nope')).toBeUndefined();
  });

  test('brackets inside strings are not depth', () => {
    const text = JSON.stringify(['['.repeat(2000), '\\', '{']);
    expect(parseJson(text, { maxDepth: 1 })).toEqual(JSON.parse(text));
  });

  test('a string of many megabytes beside a bigint', () => {
    const text = `["${'x'.repeat(20_000_000)}",12345678901234567890]`;
    expect(parseJson(text)).toEqual(['x'.repeat(20_000_000), 12345678901234567890n]);
  });
});

describe('stringify', () => {
  test('what is written is read back', () => {
    fc.assert(
      fc.property(value, (json) => {
        expect(parseJson(stringifyJson(json))).toEqual(json);
        expect(parseJson(stringifyJson(json, { indent: 2 }))).toEqual(json);
        expect(parseJson(canonicalJson(json))).toEqual(json);
        expect(parseJson(goJson(json))).toEqual(json);
      }),
    );
  });

  test('equals JSON.stringify where both can', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(stringifyJson(json as Json, { sorted: false, indent: 2 })).toBe(JSON.stringify(json, null, 2));
      }),
    );
  });

  test('one canonical text, whatever the order of keys', () => {
    expect(canonicalJson({ b: 1, a: { d: 1n, c: undefined } })).toBe('{"a":{"d":1},"b":1}');
  });

  test('indented with a bigint as without', () => {
    expect(stringifyJson({ a: [1n, {}], b: [] }, { indent: 2 })).toBe(
      '{\n  "a": [\n    1,\n    {}\n  ],\n  "b": []\n}',
    );
  });

  test("Go's escapes", () => {
    expect(goJson({ '<a>': '&\u2028\u2029\u007f' })).toBe('{"\\u003ca\\u003e":"\\u0026\\u2028\\u2029\u007f"}');
  });
});

describe('byte order', () => {
  test('is the order of UTF-8 bytes', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareBytes(a, b))).toBe(Math.sign(Buffer.from(a).compare(Buffer.from(b))));
      }),
    );
  });

  test('an emoji stands behind the private use area, where UTF-16 puts it before', () => {
    expect(sortedTexts(['\u{1f600}', '\ue000', 'a'])).toEqual(['a', '\ue000', '\u{1f600}']);
  });
});

describe('pointers', () => {
  const cases: readonly (readonly [reason: string, result: Json | undefined, expected: Json | undefined])[] = [
    ['get through lists', getAt({ a: [{ b: 1 }] }, ['a', '0', 'b']), 1],
    ['get of an inherited name', getAt({}, ['constructor']), undefined],
    ['get with an index that is no index', getAt([1, 2], ['01']), undefined],
    ['set makes the way', setAt({}, ['a', 'b'], 1), { a: { b: 1 } }],
    ['set at the end of a list', setAt({ a: [1] }, ['a', '-'], 2), { a: [1, 2] }],
    ['set behind a scalar changes nothing', setAt({ a: 1 }, ['a', 'b'], 2), { a: 1 }],
    ['remove a key', removeAt({ a: { b: 1, c: 2 } }, ['a', 'b']), { a: { c: 2 } }],
    ['remove an item', removeAt({ a: [1, 2, 3] }, ['a', '1']), { a: [1, 3] }],
    ['remove what is not there', removeAt({ a: [1] }, ['a', '7']), { a: [1] }],
  ];
  test.each(cases)('%s', (_, result, expected) => expect(result).toEqual(expected));

  test('what is not on the way is shared, and nothing is mutated', () => {
    const before = Object.freeze({ a: Object.freeze({ b: 1 }), c: Object.freeze([1]) });
    const after = setAt(before, ['a', 'b'], 2);
    expect(getAt(after, ['c'])).toBe(before.c);
    expect(removeAt(before, ['x', 'y'])).toBe(before);
  });
});
