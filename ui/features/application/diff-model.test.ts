import { expect, test } from 'vitest';
import { fieldChanges, lineDiff, shown, statesOf, toYaml } from './diff-model.ts';

const changes: readonly { name: string; live: unknown; desired: unknown; paths: string[] }[] = [
  { name: 'equal', live: { a: 1 }, desired: { a: 1 }, paths: [] },
  { name: 'a scalar', live: { spec: { replicas: 3 } }, desired: { spec: { replicas: 1 } }, paths: ['spec.replicas'] },
  { name: 'inside a list', live: { c: [{ image: 'a' }] }, desired: { c: [{ image: 'b' }] }, paths: ['c[0].image'] },
  { name: 'a longer list as a whole', live: { c: [1] }, desired: { c: [1, 2] }, paths: ['c'] },
  { name: 'only in one', live: {}, desired: { data: { a: 'b' } }, paths: ['data'] },
  { name: 'another kind of value', live: { a: { b: 1 } }, desired: { a: 'b' }, paths: ['a'] },
];

test.each(changes)('$name', ({ live, desired, paths }) => {
  expect(fieldChanges(live, desired).map(({ path }) => path)).toEqual(paths);
});

test('long equal stretches are cut, with context around the change', () => {
  const live = [...'abcdefghij', 'x', ...'klm'].join('\n');
  const desired = [...'abcdefghij', 'y', ...'klm'].join('\n');
  expect(lineDiff(live, desired).map(({ kind, text }) => ({ kind, text }))).toEqual([
    { kind: 'skipped', text: '7 equal lines' },
    { kind: 'same', text: 'h' },
    { kind: 'same', text: 'i' },
    { kind: 'same', text: 'j' },
    { kind: 'removed', text: 'x' },
    { kind: 'added', text: 'y' },
    { kind: 'same', text: 'k' },
    { kind: 'same', text: 'l' },
    { kind: 'same', text: 'm' },
  ]);
});

test('an object that is not in the source has no desired state', () => {
  expect(statesOf({ targetState: 'null', liveState: '{"a":1}', normalizedLiveState: '{"a":1}' })).toEqual({
    live: { a: 1 },
    desired: undefined,
  });
});

test('YAML leaves the bookkeeping out', () => {
  expect(toYaml({ kind: 'X', metadata: { name: 'a', managedFields: [] } })).toBe('kind: X\nmetadata:\n  name: a\n');
});

test('long values are cut in sentences', () => {
  expect(shown('x'.repeat(100))).toHaveLength(78);
  expect(shown(undefined)).toBe('nothing');
  expect(shown(3)).toBe('3');
});
