import { expect, test } from 'vitest';
import type { JsonObject } from '../../../base/json-value.ts';
import { type ChartValues, coalesceValues } from './coalesce.ts';
import { tableOf } from './table.ts';
import { toJson } from './to-json.ts';

function chart(name: string, values: JsonObject, ...dependencies: ChartValues[]): ChartValues {
  return { name, values: tableOf(values), dependencies };
}

function coalesced(of: ChartValues, given: JsonObject, helm: 3 | 4 = 4, nulls: 'remove' | 'keep' = 'remove') {
  const warnings: string[] = [];
  const values = coalesceValues(of, tableOf(given), { helm, nulls, warn: (text) => warnings.push(text) });
  return { values: toJson(values), warnings };
}

test('what is given wins, maps are merged, lists are replaced', () => {
  const { values } = coalesced(chart('c', { a: { b: 1, c: 2 }, l: [1, 2] }), { a: { b: 3 }, l: [4] });
  expect(values).toEqual({ a: { b: 3, c: 2 }, l: [4] });
});

test.each([
  ['a null given removes the default', { a: 1 }, { a: null }, {}, {}],
  ['a null inside removes it too', { a: { b: 1, c: 2 } }, { a: { b: null } }, { a: { c: 2 } }, { a: { c: 2 } }],
  ['a null default: Helm 4 drops it', { a: null, b: { c: null } }, {}, { b: {} }, { a: null, b: { c: null } }],
  ['a null without a default stays', { a: {} }, { a: { b: null } }, { a: { b: null } }, { a: { b: null } }],
] as const)('%s', (_reason, standard, given, four, three) => {
  expect(coalesced(chart('c', standard), given, 4).values).toEqual(four);
  expect(coalesced(chart('c', standard), given, 3).values).toEqual(three);
});

test('nulls can be kept for a later pass', () => {
  expect(coalesced(chart('c', { a: 1 }), { a: null }, 4, 'keep').values).toEqual({ a: null });
});

test('subcharts get their part and what is global; above wins', () => {
  const sub = chart('sub', { a: 1, global: { g: 'sub', own: true } });
  const { values } = coalesced(chart('c', { sub: { b: 2 }, global: { g: 'top' } }, sub), {});
  expect(values).toEqual({
    global: { g: 'top' },
    sub: { a: 1, b: 2, global: { g: 'top', own: true } },
  });
});

test('a map that a subchart adds deep inside global is seen above too', () => {
  const sub = chart('sub', { global: { g: { deep: { own: 1 } } } });
  const { values } = coalesced(chart('c', { global: { g: { deep: { top: 1 } } } }, sub), {
    sub: { global: { g: { deep: { given: 1 } } } },
  });
  expect(values).toMatchObject({ global: { g: { deep: { top: 1, given: 1 } } } });
});

test('what does not fit is told', () => {
  const { values, warnings } = coalesced(chart('c', { a: 1, b: { c: 1 } }), { a: { x: 1 }, b: 2 });
  expect(values).toEqual({ a: { x: 1 }, b: 2 });
  expect(warnings).toEqual(['warning: skipped value for c.a: Not a table.']);
});

test('the place of a subchart must be a map', () => {
  expect(() => coalesced(chart('c', {}, chart('sub', {})), { sub: 'x' })).toThrow(
    'type mismatch on sub: %!t(string=x)',
  );
});

test('inputs are not changed', () => {
  const given = tableOf({ a: { b: null } });
  const of = chart('c', { a: { b: 1 } });
  coalesceValues(of, given, { helm: 4, nulls: 'remove', warn: () => undefined });
  expect([toJson(given), toJson(of.values)]).toEqual([{ a: { b: null } }, { a: { b: 1 } }]);
});
