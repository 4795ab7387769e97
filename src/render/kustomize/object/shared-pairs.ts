/**
 * Pairs that one transformer put into several maps of an object: Kustomize puts the same node there, so that what changes one
 * of them later changes all. Only what writes the object anew takes them apart.
 */
import { isMap, isScalar, isSequence, type Node, type NodeMap, put } from './node.ts';

export interface SharedPair {
  readonly key: string;
  readonly maps: readonly NodeMap[];
}

interface Sharing {
  shared: readonly SharedPair[];
}

/** Does work on an object, and carries what it changes in one place over to all that share the pair. */
export function keepingShared<T>(resource: Sharing, work: () => T): T {
  if (resource.shared.length === 0) return work();
  const before = resource.shared.map(({ key, maps }) => maps.map((map) => map[key]));
  const result = work();
  resource.shared = resource.shared.flatMap((pair, at) => carriedOver(pair, before[at] ?? []));
  return result;
}

function carriedOver({ key, maps }: SharedPair, before: readonly (Node | undefined)[]): readonly SharedPair[] {
  const changed = maps.find((map, at) => Object.hasOwn(map, key) && map[key] !== before[at])?.[key];
  const left = maps.filter((map) => Object.hasOwn(map, key));
  if (isScalar(changed)) for (const map of left) put(map, key, changed);
  return left.length > 1 ? [{ key, maps: left }] : [];
}

/** The pairs of a copy of an object. */
export function copiedShared(shared: readonly SharedPair[], object: Node, copy: Node): readonly SharedPair[] {
  if (shared.length === 0) return shared;
  const copies = new Map<Node, NodeMap>();
  pairUp(object, copy, copies);
  return shared.map(({ key, maps }) => ({
    key,
    maps: maps.map((map) => copies.get(map)).filter((map) => map !== undefined),
  }));
}

function pairUp(object: Node, copy: Node, copies: Map<Node, NodeMap>): void {
  if (isMap(object) && isMap(copy)) {
    copies.set(object, copy);
    for (const [key, value] of Object.entries(object)) pairUp(value, copy[key] ?? null, copies);
  } else if (isSequence(object) && isSequence(copy)) {
    for (const [index, value] of object.entries()) pairUp(value, copy[index] ?? null, copies);
  }
}
