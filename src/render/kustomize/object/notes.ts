/** What is remembered of a map or list besides its values: how it, its fields and keys are written. */
import { setOwn } from '../../../base/json/own.ts';
import { type Node, type NodeMap, scalarText } from './node.ts';
import { plainValue } from './written.ts';

const NOTES = Symbol('how fields are written');

interface Noted {
  readonly [NOTES]?: Notes;
}

interface Notes {
  /** Nulls that are written otherwise than `null`. */
  readonly nulls: Map<string, string>;
  /** Texts in quotes, or in lines of their own. */
  readonly quoted: Set<string>;
  /** Keys that are no texts: written without quotes, like `true`. */
  readonly openKeys: Set<string>;
  /** In braces or brackets. */
  isFlow: boolean;
}

/** Remembers how the null of a field or element is written: not at all, or otherwise than `null`. */
export function noteNull(map: NodeMap | Node[], key: string, text: string): void {
  notesOf(map).nulls.set(key, text);
}

/** How the null of a field or element is written; empty where nothing stands there. */
export function nullText(map: object, key: string): string {
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

/** Remembers whether a map or list is written in braces or brackets. */
export function noteFlow(holder: NodeMap | Node[], isFlow: boolean): void {
  if (isFlow || knownNotes(holder) !== undefined) notesOf(holder).isFlow = isFlow;
}

export function isFlow(holder: object): boolean {
  return knownNotes(holder)?.isFlow === true;
}

/** Keys that are no texts, and may not stand in the map any more. */
export function openKeys(map: object): ReadonlySet<string> {
  return knownNotes(map)?.openKeys ?? NONE;
}

const NONE: ReadonlySet<string> = new Set();

/** Makes one map or list remember what another one does. */
export function copyNotes(from: object, to: NodeMap | Node[]): void {
  const notes = knownNotes(from);
  if (notes === undefined) return;
  const copy = notesOf(to);
  const { nulls, quoted, openKeys: open } = copy;
  copy.isFlow = notes.isFlow;
  for (const [key, text] of notes.nulls) nulls.set(key, text);
  for (const key of notes.quoted) quoted.add(key);
  for (const key of notes.openKeys) open.add(key);
}

function knownNotes(map: object): Notes | undefined {
  return (map as Noted)[NOTES];
}

function notesOf(map: NodeMap | Node[]): Notes {
  const known = knownNotes(map);
  if (known !== undefined) return known;
  const notes: Notes = { nulls: new Map(), quoted: new Set(), openKeys: new Set(), isFlow: false };
  Object.defineProperty(map, NOTES, { value: notes });
  return notes;
}
