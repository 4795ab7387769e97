/** `ValueAddTransformer`: a value written to a field, or put into a path that stands there. */

import { isList, isObject, type Json, type JsonObject, member, textAt } from '../../../base/json-value.ts';
import { readYaml } from '../../../lang/yaml/read.ts';
import { splitPath } from '../configuration/field-spec.ts';
import { kustomizeFault } from '../fault.ts';
import type { Folder } from '../files/folder.ts';
import { at, isMap, mapAt, type Node, type NodeMap, put, scalarText } from '../object/node.ts';
import { isQuoted } from '../object/notes.ts';
import type { Resource } from '../object/resource.ts';
import type { ResourceSet } from '../object/resource-set.ts';
import { setScalar } from '../object/set-scalar.ts';
import { wrongShape } from '../object/wrong-shape.ts';
import { type Selector, selected } from '../patch/selector.ts';
import { changeOne } from './namespace.ts';

interface Place {
  readonly selector: Selector | undefined;
  readonly fieldPath: string;
  /** Counted from 1 in the parts of a path; 0: the value takes the place of all. */
  readonly position: number;
}

/** Reads where the value goes. Throws for places that are none; an empty value is the name of the folder. */
export function preparedAddition(folder: Folder, config: JsonObject): (into: { readonly set: ResourceSet }) => void {
  const value = (textAt(config, 'value') ?? '').trim() || (folder.path.split('/').at(-1) ?? '');
  const path = textAt(config, 'targetFilePath') ?? '';
  const further = path === '' ? null : readYaml(Buffer.from(folder.read(path)).toString('utf8'));
  const places = [...placesIn(config), ...placesIn(further)];
  if (places.length === 0) throw kustomizeFault('must specify at least one target');
  return ({ set }) => {
    for (const place of places) addValue(set, place, value);
  };
}

function placesIn(config: Json): readonly Place[] {
  const targets = member(config, 'targets');
  return (isList(targets) ? targets : []).map((target) => {
    const selector = member(target, 'selector');
    const fieldPath = textAt(target, 'fieldPath') ?? '';
    const position = Number(member(target, 'filePathPosition') ?? 0);
    if (fieldPath === '') throw kustomizeFault('fieldPath cannot be empty');
    if (position < 0) throw kustomizeFault(`value of FilePathPosition (${position}) cannot be negative`);
    return { selector: isObject(selector) ? (selector as Selector) : undefined, fieldPath, position };
  });
}

function addValue(set: ResourceSet, { selector, fieldPath, position }: Place, value: string): void {
  const resources = selector === undefined ? set.resources : selected(set.resources, selector);
  for (const resource of resources) {
    if (fieldPath === 'metadata/namespace') changeOne(resource, { namespace: value, specs: [] });
    else addAt(resource, { keys: splitPath(fieldPath), position }, value);
  }
  set.changed();
}

interface Field {
  readonly keys: readonly string[];
  readonly position: number;
}

/** Maps on the way are made where there are none. */
function addAt({ object }: Resource, { keys, position }: Field, value: string): void {
  let map: NodeMap = object;
  for (const key of keys.slice(0, -1)) {
    const inner: Node | undefined = at(map, key);
    if (inner !== undefined && inner !== null && !isMap(inner)) throw wrongShape('MappingNode', inner);
    map = mapAt(map, key);
  }
  const key = keys.at(-1) ?? '';
  const old = at(map, key) ?? null;
  const owner = map;
  const place = { value: old, set: (made: Node) => put(owner, key, made), isQuoted: isQuoted(owner, key) };
  setScalar(place, position === 0 ? value : insertPart(scalarText(old), position - 1, value));
}

/** In a path from the root parts count from behind the first slash. */
function insertPart(path: string, position: number, part: string): string {
  const isAbsolute = path.startsWith('/');
  const parts = path.split('/').filter((each) => each !== '');
  parts.splice(Math.min(position, parts.length), 0, part);
  return (isAbsolute ? '/' : '') + parts.join('/');
}
