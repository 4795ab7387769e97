import { expect, test } from 'vitest';
import type { ApplicationTree } from '../../../src/api/application/tree-fields.ts';
import { BOX, buildItems, draw, type TreeItem } from './tree-model.ts';

const NONE = new Set<string>();

function node(kind: string, name: string, more: object = {}) {
  return { group: '', version: 'v1', kind, namespace: 'n', name, uid: `${kind}-${name}`, ...more };
}

function sketch(items: readonly TreeItem[], depth = 0): string[] {
  return items.flatMap(({ kind, name, children }) => [
    `${' '.repeat(depth)}${kind} ${name}`,
    ...sketch(children, depth + 1),
  ]);
}

function tree(...nodes: object[]): ApplicationTree {
  return { nodes } as unknown as ApplicationTree;
}

test('children stand under their owners', () => {
  const owned = { parentRefs: [{ kind: 'ReplicaSet', name: 'r', uid: 'ReplicaSet-r' }] };
  const items = buildItems({ tree: tree(node('Pod', 'p', owned), node('ReplicaSet', 'r')), resources: [], open: NONE });
  expect(sketch(items)).toEqual(['ReplicaSet r', ' Pod p']);
});

test('a node whose owner is not in the tree is a root', () => {
  const owned = { parentRefs: [{ kind: 'X', name: 'x', uid: 'gone' }] };
  expect(sketch(buildItems({ tree: tree(node('Pod', 'p', owned)), resources: [], open: NONE }))).toEqual(['Pod p']);
});

test('four quiet siblings of a kind become one box, troubled ones stay', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const resources = names.map((name) => ({
    kind: 'ConfigMap',
    namespace: 'n',
    name,
    status: name === 'e' ? ('OutOfSync' as const) : ('Synced' as const),
  }));
  const input = { tree: tree(...names.map((name) => node('ConfigMap', name))), resources, open: NONE };
  expect(sketch(buildItems(input))).toEqual(['ConfigMap e', 'ConfigMap 4 × ConfigMap']);
  expect(sketch(buildItems({ ...input, open: new Set(['group::ConfigMap']) }))).toHaveLength(5);
});

test('a parent stands in the middle of its children', () => {
  const leaf = (name: string): TreeItem => ({
    id: name,
    kind: 'Pod',
    name,
    node: undefined,
    sync: '',
    health: '',
    healthMessage: '',
    requiresPruning: false,
    count: 1,
    children: [],
  });
  const { boxes, lines, width, height } = draw({ ...leaf('app'), children: [leaf('a'), leaf('b'), leaf('c')] });
  const step = BOX.height + BOX.gapY;
  expect(boxes.map(({ name, x, y }) => [name, x, y])).toEqual([
    ['a', BOX.width + BOX.gapX, 0],
    ['b', BOX.width + BOX.gapX, step],
    ['c', BOX.width + BOX.gapX, 2 * step],
    ['app', 0, step],
  ]);
  expect(lines).toHaveLength(3);
  expect([width, height]).toEqual([2 * BOX.width + BOX.gapX, 3 * step - BOX.gapY]);
});
