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

const EMPTY = Symbol('fields without a value');

/** Remembers that nothing is written behind a key; a null that is written is something. */
export function markEmpty(map: NodeMap, key: string): void {
  const marked = Reflect.get(map, EMPTY) as Set<string> | undefined;
  if (marked === undefined) Object.defineProperty(map, EMPTY, { value: new Set([key]) });
  else marked.add(key);
}

/** Whether nothing is written behind a key. */
export function isEmptyField(map: NodeMap, key: string): boolean {
  const marked = Reflect.get(map, EMPTY) as Set<string> | undefined;
  return map[key] === null && marked !== undefined && marked.has(key);
}
