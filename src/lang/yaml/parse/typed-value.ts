/** Values that know the types of their keys, as Go's `map[interface{}]interface{}`: for messages and for strict reading. */
import type { ValueMaker } from './decode.ts';
import { goSyntax } from './go-syntax.ts';
import type { Resolved } from './resolve.ts';

export type TypedValue = TypedLeaf | TypedList | TypedMap;

export interface TypedLeaf {
  readonly kind: 'leaf';
  readonly value: Resolved;
}

export interface TypedList {
  readonly kind: 'list';
  readonly items: readonly TypedValue[];
}

export interface TypedMap {
  readonly kind: 'map';
  /** By the key as Go writes it: the number 1 and the text "1" are two keys. */
  readonly entries: Map<string, { readonly key: Resolved; readonly value: TypedValue }>;
}

function nameOf(key: Resolved): string {
  return goSyntax({ kind: 'leaf', value: key });
}

export const TYPED_VALUES: ValueMaker<TypedValue, TypedMap> = {
  scalar: (value) => ({ kind: 'leaf', value }),
  list: (items) => ({ kind: 'list', items }),
  map: () => ({ kind: 'map', entries: new Map() }),
  put: (map, key, value) => map.entries.set(nameOf(key), { key, value }),
  has: (map, key) => map.entries.has(nameOf(key)),
};
