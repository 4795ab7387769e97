/** What is remembered of a map besides its values: how its fields and keys are written. */
import { setOwn } from '../../../base/json/own.ts';
import { type NodeMap, scalarText } from './node.ts';
import { plainValue } from './written.ts';

const NOTES = Symbol('how fields are written');

interface Notes {
  /** Nulls that are written otherwise than `null`. */
  readonly nulls: Map<string, string>;
  /** Texts in quotes, or in lines of their own. */
  readonly quoted: Set<string>;
  /** Keys that are no texts: written without quotes, like `true`. */
  readonly openKeys: Set<string>;
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

/** Remembers that a key was written by its text alone: `true` is then a flag, which no object can have for a key. */
export function noteOpenKey(map: NodeMap, key: string): void {
  if (plainValue(key) !== key) notesOf(map).openKeys.add(key);
}

/** Keys that are no texts, and may not stand in the map any more. */
export function openKeys(map: object): ReadonlySet<string> {
  return knownNotes(map)?.openKeys ?? NONE;
}

const NONE: ReadonlySet<string> = new Set();

/** Makes one map remember what another one does. */
export function copyNotes(from: object, to: NodeMap): void {
  const notes = knownNotes(from);
  if (notes === undefined) return;
  const { nulls, quoted, openKeys: open } = notesOf(to);
  for (const [key, text] of notes.nulls) nulls.set(key, text);
  for (const key of notes.quoted) quoted.add(key);
  for (const key of notes.openKeys) open.add(key);
}

function knownNotes(map: object): Notes | undefined {
  return Reflect.get(map, NOTES) as Notes | undefined;
}

function notesOf(map: NodeMap): Notes {
  const known = knownNotes(map);
  if (known !== undefined) return known;
  const notes: Notes = { nulls: new Map(), quoted: new Set(), openKeys: new Set() };
  Object.defineProperty(map, NOTES, { value: notes });
  return notes;
}
