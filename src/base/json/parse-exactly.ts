/** The slow path of `parseJson`: for text that `JSON.parse` has already accepted, with big integers as bigint. */
import type { Json } from '../json-value.ts';
import { isBigInteger } from './big-integers.ts';
import { setOwn } from './own.ts';
import { stringEnd } from './string-end.ts';

const SPACE = /[ \t\n\r]*/y;
const SCALAR = /[^\s,\]}]+/y;

interface Cursor {
  readonly text: string;
  at: number;
}

/** The value of valid JSON text. */
export function parseExactly(text: string): Json {
  return readValue({ text, at: 0 });
}

function readValue(cursor: Cursor): Json {
  take(cursor, SPACE);
  const first = cursor.text[cursor.at];
  if (first === '{') return readObject(cursor);
  if (first === '[') return readList(cursor);
  if (first === '"') return readString(cursor);
  const word = take(cursor, SCALAR);
  return isBigInteger(word) ? BigInt(word) : JSON.parse(word);
}

function readString(cursor: Cursor): string {
  const end = stringEnd(cursor.text, cursor.at) + 1;
  const text = cursor.text.slice(cursor.at, end);
  cursor.at = end;
  return JSON.parse(text);
}

function readObject(cursor: Cursor): Json {
  const object: Record<string, Json> = {};
  cursor.at++;
  while (!closes(cursor, '}')) {
    const key = readString(cursor);
    take(cursor, SPACE);
    cursor.at++;
    setOwn(object, key, readValue(cursor));
  }
  return object;
}

function readList(cursor: Cursor): Json {
  const items: Json[] = [];
  cursor.at++;
  while (!closes(cursor, ']')) items.push(readValue(cursor));
  return items;
}

/** Steps over spaces and commas; true (and past it) where the bracket stands. */
function closes(cursor: Cursor, bracket: string): boolean {
  take(cursor, SPACE);
  if (cursor.text[cursor.at] === ',') {
    cursor.at++;
    take(cursor, SPACE);
  }
  if (cursor.text[cursor.at] !== bracket) return false;
  cursor.at++;
  return true;
}

function take(cursor: Cursor, pattern: RegExp): string {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0] ?? '';
  cursor.at += found.length;
  return found;
}
