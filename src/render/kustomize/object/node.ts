/** Objects while they are built: JSON that belongs to one build and is changed in place, with how its scalars are written. */
import { setOwn } from '../../../base/json/own.ts';
import type { Json } from '../../../base/json-value.ts';
import { copyNotes } from './notes.ts';
import { Written } from './written.ts';

export type Node = null | Scalar | Node[] | NodeMap;

export type Scalar = boolean | number | bigint | string | Written;

export interface NodeMap {
  [key: string]: Node;
}

export function isMap(value: Node | undefined): value is NodeMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Written);
}

export function isSequence(value: Node | undefined): value is Node[] {
  return Array.isArray(value);
}

/** Neither a map nor a list, and not null. */
export function isScalar(value: Node | undefined): value is Scalar {
  return value !== undefined && value !== null && (typeof value !== 'object' || value instanceof Written);
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
export function copyOf(value: Json | Node): Node {
  if (typeof value !== 'object' || value === null || value instanceof Written) return value;
  if (Array.isArray(value)) {
    const list = value.map(copyOf);
    copyNotes(value, list);
    return list;
  }
  const copy: NodeMap = {};
  for (const [key, item] of Object.entries(value)) if (item !== undefined) put(copy, key, copyOf(item));
  copyNotes(value, copy);
  return copy;
}

/** A text as it is, numbers and booleans as they are written. */
export function scalarText(value: Node | undefined): string {
  if (value instanceof Written) return value.text;
  return isScalar(value) ? String(value) : '';
}

/** Nothing in it: null, or a map or list without entries. */
export function isEmpty(value: Node | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
