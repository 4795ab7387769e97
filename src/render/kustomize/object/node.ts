/** Objects while they are built: JSON that belongs to one build and is changed in place, with how its scalars are written. */
import { setOwn } from '../../../base/json/own.ts';
import type { Json } from '../../../base/json-value.ts';
import { type PlainValue, Written } from './written.ts';

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
  if (Array.isArray(value)) return value.map(copyOf);
  const copy: NodeMap = {};
  for (const [key, item] of Object.entries(value)) if (item !== undefined) put(copy, key, copyOf(item));
  const notes = knownNotes(value);
  if (notes !== undefined) {
    const { nulls, quoted } = notesOf(copy);
    for (const [key, text] of notes.nulls) nulls.set(key, text);
    for (const key of notes.quoted) quoted.add(key);
  }
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

const NOTES = Symbol('how fields are written');

interface Notes {
  /** Nulls that are written otherwise than `null`. */
  readonly nulls: Map<string, string>;
  /** Texts in quotes, or in lines of their own. */
  readonly quoted: Set<string>;
}

/** Remembers how the null of a field is written: not at all, or otherwise than `null`. */
export function noteNull(map: NodeMap, key: string, text: string): void {
  notesOf(map).nulls.set(key, text);
}

/** How the null of a field is written; empty where nothing stands behind the key. */
export function nullText(map: NodeMap, key: string): string {
  return knownNotes(map)?.nulls.get(key) ?? 'null';
}

/** The values of a map as texts, as they are written. */
export function textsOf(map: NodeMap): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const [key, value] of Object.entries(map))
    setOwn(texts, key, value === null ? nullText(map, key) : scalarText(value));
  return texts;
}

/** Whether nothing is written behind a key. */
export function isEmptyField(map: NodeMap, key: string): boolean {
  return map[key] === null && nullText(map, key) === '';
}

/** Remembers that a field is a text in quotes: what takes its place is then a text as well. */
export function noteQuoted(map: NodeMap, key: string): void {
  notesOf(map).quoted.add(key);
}

export function isQuoted(map: NodeMap, key: string): boolean {
  return knownNotes(map)?.quoted.has(key) ?? false;
}

function knownNotes(map: object): Notes | undefined {
  return Reflect.get(map, NOTES) as Notes | undefined;
}

function notesOf(map: NodeMap): Notes {
  const known = knownNotes(map);
  if (known !== undefined) return known;
  const notes: Notes = { nulls: new Map(), quoted: new Set() };
  Object.defineProperty(map, NOTES, { value: notes });
  return notes;
}

/** A copy of nothing but the values: an object that was JSON for a moment. */
export function rewritten(value: Node): PlainNode {
  if (value instanceof Written) return value.value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(rewritten);
  const copy: PlainMap = {};
  for (const [key, item] of Object.entries(value)) setOwn(copy, key, rewritten(item));
  return copy;
}

/** What only values are left of, for what reads nothing else. */
export type PlainNode = PlainValue | PlainNode[] | PlainMap;

export interface PlainMap {
  [key: string]: PlainNode;
}
