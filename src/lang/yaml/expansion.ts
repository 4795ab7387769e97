/** What aliases expand to. js-yaml shares the aliased value, so a small text can stand for a huge tree, or for an endless one. */
import { isList, isObject, type Json } from '../../base/json-value.ts';

export type Expansion = { readonly kind: 'size'; readonly nodes: number } | { readonly kind: 'endless' };

/** Nodes of the tree with every alias written out, counted once per shared value: fast however large the answer. */
export function expansionOf(value: Json): Expansion {
  const sizes = new Map<object, number>();
  const open = new Set<object>();
  const nodes = measure(value, sizes, open);
  return Number.isNaN(nodes) ? { kind: 'endless' } : { kind: 'size', nodes };
}

/** NaN where a value contains itself. */
function measure(value: Json | undefined, sizes: Map<object, number>, open: Set<object>): number {
  // Long text counts for its length, or a few aliases of one would still fill the memory.
  if (typeof value === 'string') return 1 + Math.floor(value.length / 64);
  if (!isList(value) && !isObject(value)) return 1;
  const known = sizes.get(value);
  if (known !== undefined) return known;
  if (open.has(value)) return Number.NaN;
  open.add(value);
  let nodes = 1;
  for (const item of isList(value) ? value : Object.values(value)) nodes += measure(item, sizes, open);
  open.delete(value);
  sizes.set(value, nodes);
  return nodes;
}
