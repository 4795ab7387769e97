/**
 * Pairs that one transformer put into several maps of an object: Kustomize puts the same node there, so that what changes one
 * of them later changes all. Only what writes the object anew takes them apart.
 */
import { isScalar, type Node, type NodeMap, put } from './node.ts';

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
