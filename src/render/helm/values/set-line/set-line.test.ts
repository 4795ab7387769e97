import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../base/json-value.ts';
import { tableOf } from '../table.ts';
import { toJson } from '../to-json.ts';
import { applySetLine, type SetStyle } from './set-line.ts';

function set(
  text: string,
  kind: 'typed' | 'string' | 'json' | 'literal' = 'typed',
  base: JsonObject = {},
  helm: 3 | 4 = 4,
) {
  const values = tableOf(base);
  applySetLine(text, values, { style: { kind } as SetStyle, helm });
  return toJson(values);
}

test.each([
  ['types', 'a=1,b=true,c=null,d=x,e=0,f=012,g=1.5', { a: 1n, b: true, c: null, d: 'x', e: 0n, f: '012', g: '1.5' }],
  ['nesting', 'a.b.c=1', { a: { b: { c: 1n } } }],
  ['lists by index', 'a[0]=x,a[2]=y', { a: ['x', null, 'y'] }],
  ['lists of maps', 'a[0].b=1,a[0].c=2', { a: [{ b: 1n, c: 2n }] }],
  ['lists of lists', 'a[0][1]=x', { a: [[null, 'x']] }],
  ['lists in braces', 'a={x,1},b=y', { a: ['x', 1n], b: 'y' }],
  ['escapes', 'a\\.b=c\\,d,e=f\\=g', { 'a.b': 'c,d', e: 'f=g' }],
  ['an empty value', 'a=,b=', { a: '', b: '' }],
  [
    'int64 has its end',
    'a=9223372036854775807,b=9223372036854775808',
    { a: 9223372036854775807n, b: '9223372036854775808' },
  ],
])('%s', (_reason, text, expected) => {
  expect(set(text)).toEqual(expected);
});

test('texts are added to what is there', () => {
  expect(set('a.c=2,l[1]=y', 'string', { a: { b: 1 }, l: ['x'] })).toEqual({ a: { b: 1, c: '2' }, l: ['x', 'y'] });
});

test('JSON values, several in one text', () => {
  expect(set('a={"b":[1,2]} ,c=null,d=,e="x,y"', 'json')).toEqual({ a: { b: [1, 2] }, c: null, d: null, e: 'x,y' });
});

test('literally: nothing means anything behind the first equals sign', () => {
  expect(set('a.b=c,d={e}\\f', 'literal')).toEqual({ a: { b: 'c,d={e}\\f' } });
});

test('contents of files', () => {
  const values = tableOf({});
  applySetLine('a=x.txt,b=y', values, { style: { kind: 'file', read: (path) => `<${path}>` }, helm: 4 });
  expect(toJson(values)).toEqual({ a: '<x.txt>', b: '<y>' });
});

describe('refused', () => {
  test.each([
    ['a', 'key "a" has no value'],
    ['a,b=1', 'key "a" has no value (cannot end with ,)'],
    ['a={b', "list must terminate with '}'"],
    ['a[x]=1', 'error parsing index: strconv.Atoi: parsing "x": invalid syntax'],
    ['a[-1]=1', 'negative -1 index not allowed'],
    ['a[70000]=1', 'index of 70000 is greater than maximum supported index of 65536'],
    ['a[0]b=1', "unexpected data at end of array index: ['b']"],
    ['a=1,a[0]=2', 'unable to parse key: interface conversion: interface {} is int64, not []interface {}'],
    ['a=1,a.b=2', 'unable to parse key: interface conversion: interface {} is int64, not map[string]interface {}'],
    [`${'a.'.repeat(31)}b=1`, 'value name nested level is greater than maximum supported nested level of 30'],
  ])('%s', (text, message) => {
    expect(() => set(text)).toThrow(message);
  });

  test('an open bracket at the end: by Helm 3 only', () => {
    expect(set('a[0')).toEqual({});
    expect(() => set('a[0', 'typed', {}, 3)).toThrow('error parsing index: EOF');
  });
});
