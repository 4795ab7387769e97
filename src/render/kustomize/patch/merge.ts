/**
 * Strategic merge as Kustomize does it: what the patch lists comes first, and null or `$patch: delete` takes away. What a
 * patch adds is merged with itself, so that directives and nulls in it take effect; both sides belong to the merge.
 */

import { kustomizeFault } from '../fault.ts';
import { at, isEmpty, isMap, isScalar, isSequence, type Node, type NodeMap, put, scalarText } from '../object/node.ts';
import { isEmptyField, isFlow, isQuoted, noteFlow } from '../object/notes.ts';
import { wrongShape } from '../object/wrong-shape.ts';
import { mergeElements } from './merge-elements.ts';
import type { PatchSchema, SchemasOfKinds } from './patch-schema.ts';

/** What is known of the value that is merged. */
export interface Merging {
  readonly schema: PatchSchema | undefined;
  /** A map that says its apiVersion and kind has a schema of its own where none is known for its place. */
  readonly schemas: SchemasOfKinds;
}

/** The patched value; undefined where nothing is left of it. Neither side is used afterwards. */
export function merged(target: Node | undefined, patch: Node | undefined, merging: Merging): Node | undefined {
  const shape = target ?? patch ?? undefined;
  if (isSequence(shape)) {
    sameShape([target, patch], isSequence, 'SequenceNode');
    return mergedList(target, patch, merging);
  }
  if (shape === undefined || isMap(shape)) {
    sameShape([target, patch], isMap, 'MappingNode');
    return mergedMap(target, patch, merging);
  }
  sameShape([target, patch], isScalar, 'ScalarNode');
  return patch === undefined ? target : (patch ?? undefined);
}

function sameShape(values: readonly (Node | undefined)[], fits: (value: Node) => boolean, wanted: string): void {
  for (const value of values)
    if (value !== undefined && value !== null && !fits(value)) throw wrongShape(wanted, value);
}

function mergedMap(target: Node | undefined, patch: Node | undefined, merging: Merging): Node | undefined {
  const map = destination(target, patch);
  if (!isMap(map)) return map;
  const inner = { ...merging, schema: merging.schema ?? ownSchema([target, patch], merging.schemas) };
  const keys = new Set([...Object.keys(map), ...Object.keys(isMap(patch) ? patch : {})]);
  for (const key of keys) mergeMember(map, patch, { key, merging: inner });
  return map;
}

/** The map that the result is written to: null where null was written and stays, undefined where nothing is left. */
function destination(target: Node | undefined, patch: Node | undefined): Node | undefined {
  if (target === undefined || target === null) {
    if (patch === undefined) return target;
    return isMap(patch) && takeDirective(patch) === 'delete' ? undefined : (patch ?? undefined);
  }
  if (patch === null) return undefined;
  takeStyle(target, patch);
  const directive = isMap(patch) ? known(takeDirective(patch)) : 'merge';
  if (directive === 'delete') return undefined;
  return directive === 'replace' ? patch : target;
}

/** What is empty takes on the style of what comes into it. */
function takeStyle(target: Node, patch: Node | undefined): void {
  if (!isEmpty(target) || !(isMap(target) || isSequence(target))) return;
  if (isMap(patch) || isSequence(patch)) noteFlow(target, isFlow(patch));
}

interface Member {
  readonly key: string;
  readonly merging: Merging;
}

function mergeMember(map: NodeMap, patch: Node | undefined, { key, merging }: Member): void {
  if (isEmptyField(map, key) && !(isMap(patch) && Object.hasOwn(patch, key))) {
    delete map[key];
    return;
  }
  const value = merged(at(map, key), at(patch, key), { ...merging, schema: merging.schema?.field(key) });
  if (value === undefined) delete map[key];
  else put(map, key, isTextBefore(map, key) && isScalar(value) ? scalarText(value) : value);
}

/** The quotes of a text stay, whatever takes its place. */
function isTextBefore(map: NodeMap, key: string): boolean {
  return typeof at(map, key) === 'string' && isQuoted(map, key);
}

function ownSchema(sides: readonly (Node | undefined)[], schemas: SchemasOfKinds): PatchSchema | undefined {
  for (const side of sides) {
    const [apiVersion, kind] = [scalarText(at(side, 'apiVersion')), scalarText(at(side, 'kind'))];
    const schema = apiVersion === '' || kind === '' ? undefined : schemas.schemaOf(apiVersion, kind);
    if (schema !== undefined) return schema;
  }
  return undefined;
}

function mergedList(target: Node | undefined, patch: Node | undefined, merging: Merging): Node | undefined {
  if (isSequence(target)) takeStyle(target, patch);
  if (!merging.schema?.merges) return patch === undefined ? target : (patch ?? undefined);
  if (!isSequence(target)) return isSequence(patch) ? mergeElements(patch, patch, merging) : undefined;
  if (patch === null) return undefined;
  if (!isSequence(patch)) return mergeElements(target, undefined, merging);
  const directive = known(takeListDirective(patch));
  if (directive === 'delete') return undefined;
  return mergeElements(directive === 'replace' ? patch : target, patch, merging);
}

const DIRECTIVES: readonly string[] = ['merge', 'replace', 'delete'];

/** The directive of a map, which leaves it; one that is unknown stays. */
function takeDirective(patch: NodeMap): string {
  if (!Object.hasOwn(patch, '$patch')) return 'merge';
  const directive = scalarText(at(patch, '$patch'));
  if (DIRECTIVES.includes(directive)) delete patch['$patch'];
  return directive;
}

/** The directive of a list is an element that holds nothing else. */
function takeListDirective(patch: Node[]): string {
  const found = patch.find((item) => isMap(item) && Object.hasOwn(item, '$patch'));
  if (!isMap(found) || Object.keys(found).length !== 1) return 'merge';
  const directive = scalarText(at(found, '$patch'));
  const rest = patch.filter((item) => scalarText(at(item, '$patch')) !== directive);
  patch.splice(0, patch.length, ...rest);
  return directive;
}

function known(directive: string): string {
  if (DIRECTIVES.includes(directive)) return directive;
  throw kustomizeFault(`unknown patch strategy '${directive}'`);
}
