/** Objects while they are built: plain JSON that belongs to one build and is changed in place. */
import { setOwn } from '../../../base/json/own.ts';
import type { Json } from '../../../base/json-value.ts';

export type Node = null | boolean | number | bigint | string | Node[] | NodeMap;

export interface NodeMap {
  [key: string]: Node;
}

export function isMap(value: Node | undefined): value is NodeMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isSequence(value: Node | undefined): value is Node[] {
  return Array.isArray(value);
}

/** Neither a map nor a list, and not null. */
export function isScalar(value: Node | undefined): value is boolean | number | bigint | string {
  return value !== undefined && value !== null && typeof value !== 'object';
}

/** The own member of a map. */
export function at(value: Node | undefined, key: string): Node | undefined {
  return isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Follows keys. */
export function lookUp(value: Node | undefined, ...keys: readonly string[]): Node | undefined {
  return keys.reduce<Node | undefined>(at, value);
}

export function put(map: NodeMap, key: string, value: Node): void {
  setOwn(map, key, value);
}

/** The map under a key, made where there is none or null. */
export function mapAt(map: NodeMap, key: string): NodeMap {
  const found = at(map, key);
  if (isMap(found)) return found;
  const made: NodeMap = {};
  put(map, key, made);
  return made;
}

/** A copy that shares nothing. */
export function copyOf(value: Json): Node {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf);
  const copy: NodeMap = {};
  for (const [key, item] of Object.entries(value)) if (item !== undefined) put(copy, key, copyOf(item as Json));
  for (const [key, text] of nullsOf(value) ?? []) noteNull(copy, key, text);
  return copy;
}

/** A text as it is, numbers and booleans as YAML writes them. */
export function scalarText(value: Node | undefined): string {
  return isScalar(value) ? String(value) : '';
}

/** Nothing in it: null, or a map or list without entries. */
export function isEmpty(value: Node | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

const NULLS = Symbol('how null is written');

/** Remembers how the null of a field is written: not at all, or otherwise than `null`. */
export function noteNull(map: NodeMap, key: string, text: string): void {
  const noted = nullsOf(map);
  if (noted === undefined) Object.defineProperty(map, NULLS, { value: new Map([[key, text]]) });
  else noted.set(key, text);
}

/** How the null of a field is written; empty where nothing stands behind the key. */
export function nullText(map: NodeMap, key: string): string {
  return nullsOf(map)?.get(key) ?? 'null';
}

/** Whether nothing is written behind a key. */
export function isEmptyField(map: NodeMap, key: string): boolean {
  return map[key] === null && nullText(map, key) === '';
}

function nullsOf(map: object): Map<string, string> | undefined {
  return Reflect.get(map, NULLS) as Map<string, string> | undefined;
}
