/** Strategic merge as Kustomize does it: what the patch lists comes first, and null or `$patch: delete` takes away. */
import { sortedTexts } from '../../../base/json/byte-order.ts';
import type { MergeField, MergeSchema } from '../../../kube/merge-schema/merge-schema.ts';
import { kustomizeFault } from '../fault.ts';
import { at, copyOf, isMap, isSequence, type Node, type NodeMap, put, scalarText } from '../object/node.ts';
import { mergeElements } from './merge-elements.ts';

/** How a value merges; undefined: nothing is known of it. */
export interface Merging {
  readonly schema: MergeSchema | undefined;
  readonly field: MergeField | undefined;
}

/** The patched value; undefined where nothing is left of it. Neither side is used afterwards. */
export function merged(target: Node | undefined, patch: Node | undefined, merging: Merging): Node | undefined {
  const [first, second] = [target ?? undefined, patch ?? undefined];
  const shape = first ?? second;
  if (shape === undefined) return patch === undefined ? target : undefined;
  if (isMap(shape)) return mergedMap(target, patch, merging);
  if (isSequence(shape)) return mergedList(target, patch, merging);
  sameShape(patch, (value) => typeof value !== 'object', 'scalar');
  return patch === undefined ? target : (patch ?? undefined);
}

function sameShape(value: Node | undefined, fits: (value: Node) => boolean, wanted: string): void {
  if (value === undefined || value === null || fits(value)) return;
  const found = isMap(value) ? 'MappingNode' : isSequence(value) ? 'SequenceNode' : 'ScalarNode';
  const names = { scalar: 'ScalarNode', map: 'MappingNode', list: 'SequenceNode' } as const;
  const expected = names[wanted as keyof typeof names];
  throw kustomizeFault(
    `wrong node kind: expected ${expected} but was ${found}: node contents:\n${JSON.stringify(value)}`,
  );
}

function mergedMap(target: Node | undefined, patch: Node | undefined, merging: Merging): Node | undefined {
  sameShape(target, isMap, 'map');
  sameShape(patch, isMap, 'map');
  if (patch === null) return undefined;
  const directive = isMap(patch) ? directiveOf(patch) : 'merge';
  if (directive === 'delete') return undefined;
  if (!isMap(target)) return isMap(patch) ? throughItself(patch, merging) : undefined;
  if (!isMap(patch)) return target;
  if (directive === 'replace') return throughItself(patch, merging);
  mergeMembers(target, patch, merging);
  return target;
}

/** What a patch adds is merged with itself: directives and nulls in it take effect. */
function throughItself(patch: NodeMap, merging: Merging): NodeMap {
  mergeMembers(patch, copyOf(patch as Node) as NodeMap, merging);
  return patch;
}

function mergeMembers(target: NodeMap, patch: NodeMap, { schema }: Merging): void {
  const keys = sortedTexts(new Set([...Object.keys(target), ...Object.keys(patch)]));
  for (const key of keys) {
    if (!Object.hasOwn(patch, key)) continue;
    const field = schema?.field(key);
    const value = merged(at(target, key), at(patch, key), { schema: field?.schema, field });
    if (value === undefined) delete target[key];
    else put(target, key, value);
  }
}

function mergedList(target: Node | undefined, patch: Node | undefined, merging: Merging): Node | undefined {
  sameShape(target, isSequence, 'list');
  sameShape(patch, isSequence, 'list');
  const merges = merging.field?.strategies.includes('merge') ?? false;
  if (!merges) return patch === undefined ? target : (patch ?? undefined);
  if (patch === null) return undefined;
  if (!isSequence(patch)) return target;
  const directive = listDirectiveOf(patch);
  if (directive === 'delete') return undefined;
  if (!isSequence(target) || directive === 'replace') return mergeElements(patch, copyOf(patch) as Node[], merging);
  return mergeElements(target, patch, merging);
}

type Directive = 'merge' | 'replace' | 'delete';

/** The directive of a map, which leaves it. */
function directiveOf(patch: NodeMap): Directive {
  const found = at(patch, '$patch');
  if (found === undefined) return 'merge';
  delete patch['$patch'];
  return directiveNamed(scalarText(found));
}

function directiveNamed(text: string): Directive {
  if (text === 'merge' || text === 'replace' || text === 'delete') return text;
  throw kustomizeFault(`unknown patch strategy '${text}'`);
}

/** The directive of a list is an element that holds nothing else. */
function listDirectiveOf(patch: Node[]): Directive {
  const index = patch.findIndex((item) => isMap(item) && Object.hasOwn(item, '$patch'));
  const found = patch[index];
  if (!isMap(found) || Object.keys(found).length !== 1) return 'merge';
  patch.splice(index, 1);
  return directiveNamed(scalarText(at(found, '$patch')));
}
