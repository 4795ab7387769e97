/** What aliases expand to. js-yaml shares the aliased value, so a small text can stand for a huge tree, or for an endless one. */
import { isList, isObject, type Json } from '../../base/json-value.ts';

export type Expansion =
  | {
      readonly kind: 'size';
      /** Nodes of the tree with every alias written out. */
      readonly nodes: number;
      /** Of these, what the text itself holds. */
      readonly own: number;
      /** Levels of lists and objects with every alias written out. */
      readonly depth: number;
    }
  | { readonly kind: 'endless' };

interface Size {
  readonly nodes: number;
  readonly depth: number;
}

interface Measuring {
  readonly sizes: Map<object, Size>;
  readonly open: Set<object>;
  own: number;
}

/** Measures each shared value once: fast however large the answer. */
export function expansionOf(value: Json): Expansion {
  const measuring: Measuring = { sizes: new Map(), open: new Set(), own: 0 };
  const size = measure(value, measuring);
  return size === undefined ? { kind: 'endless' } : { kind: 'size', ...size, own: measuring.own };
}

/** Undefined where a value contains itself. */
function measure(value: Json | undefined, measuring: Measuring): Size | undefined {
  if (!isList(value) && !isObject(value)) {
    const nodes = scalarNodes(value);
    measuring.own += nodes;
    return { nodes, depth: 0 };
  }
  const known = measuring.sizes.get(value);
  if (known !== undefined) return known;
  if (measuring.open.has(value)) return undefined;
  measuring.open.add(value);
  measuring.own += 1;
  let nodes = 1;
  let depth = 0;
  for (const item of isList(value) ? value : Object.values(value)) {
    const size = measure(item, measuring);
    if (size === undefined) return undefined;
    nodes += size.nodes;
    depth = Math.max(depth, size.depth);
  }
  measuring.open.delete(value);
  const size = { nodes, depth: depth + 1 };
  measuring.sizes.set(value, size);
  return size;
}

/** Long text counts for its length, or a few aliases of one would still fill the memory. */
function scalarNodes(value: Json | undefined): number {
  return typeof value === 'string' ? 1 + Math.floor(value.length / 64) : 1;
}
