/** The order of a merged list: patch items as the patch orders them, others as they stood, both woven together. */
import { jsonEqual } from '../../../base/json-equal.ts';
import { isObject, type Json } from '../../../base/json-value.ts';
import { noMergeKey } from './directives.ts';

export interface Ordering {
  readonly merged: readonly Json[];
  /** The order asked for: a `$setElementOrder` list, or the patch list itself. */
  readonly patchOrder: readonly Json[];
  /** The list before the patch. */
  readonly serverOrder: readonly Json[];
  /** Empty for lists of scalars. */
  readonly mergeKey: string;
}

/** The elements of `merged` in their final order. */
export function orderElements({ merged, patchOrder, serverOrder, mergeKey }: Ordering): readonly Json[] {
  const wanted = patchOrder.map((item) => identity(item, mergeKey));
  const stood = serverOrder.map((item) => identity(item, mergeKey));
  const tagged = merged.map((item) => {
    const id = identity(item, mergeKey);
    return { item, wantedAt: indexOf(wanted, id), stoodAt: indexOf(stood, id) };
  });
  const fromPatch = tagged.filter(({ wantedAt }) => wantedAt >= 0).toSorted((a, b) => a.wantedAt - b.wantedAt);
  const others = tagged.filter(({ wantedAt }) => wantedAt < 0).toSorted((a, b) => a.stoodAt - b.stoodAt);
  return weave(others, fromPatch).map(({ item }) => item);
}

interface Placed {
  readonly item: Json;
  readonly stoodAt: number;
}

/** One of the others comes first only where both stood in the list before, and it stood in front. */
function weave(others: readonly Placed[], fromPatch: readonly Placed[]): readonly Placed[] {
  const woven: Placed[] = [];
  let next = 0;
  for (const placed of fromPatch) {
    while (next < others.length) {
      const other = others[next] as Placed;
      if (other.stoodAt < 0 || placed.stoodAt < 0 || other.stoodAt > placed.stoodAt) break;
      woven.push(other);
      next++;
    }
    woven.push(placed);
  }
  return [...woven, ...others.slice(next)];
}

function identity(item: Json, mergeKey: string): Json {
  if (mergeKey === '') return item;
  const value = isObject(item) ? item[mergeKey] : undefined;
  if (value === undefined) throw noMergeKey(item, mergeKey);
  return value;
}

function indexOf(list: readonly Json[], value: Json): number {
  const direct = list.indexOf(value);
  return direct >= 0 || typeof value === 'string' ? direct : list.findIndex((item) => jsonEqual(item, value));
}
