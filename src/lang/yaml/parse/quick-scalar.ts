/** Scalars of the quick reader: each is read to its end, and what follows on to the next content. */
import type { Json } from '../../../base/json-value.ts';
import { Cursor } from './cursor.ts';
import { keyText } from './go-syntax.ts';
import { breakOff, endLine, lineEnd, type QuickText, toContent } from './quick-text.ts';
import { type Resolved, resolveNode } from './resolve.ts';
import { scanQuoted } from './scan-scalar.ts';
import { YamlSyntaxFault } from './syntax-fault.ts';

const LONGEST_WORD = 5;
const NO_PLAIN_START = new Uint8Array(128);
for (const character of '\0\t\n ?,[]{}#&*!|>\'"%@`') NO_PLAIN_START[character.charCodeAt(0)] = 1;

/** Whether a plain scalar begins here. */
export function beginsPlain(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code >= 128) return true;
  if (code === 45 || code === 58) return text.charCodeAt(at + 1) > 32;
  return NO_PLAIN_START[code] === 0;
}

/** Letters with which a word begins that is no text: `true`, `no`, `~` and the like. */
const WORD_STARTS = new Uint8Array(128);
for (const character of 'yYnNtTfFoO~') WORD_STARTS[character.charCodeAt(0)] = 1;

/** Whether it can be seen at once that a plain text is neither a number nor another word of its own. */
function isText(text: string): boolean {
  const first = text.charCodeAt(0);
  if (first > 0x39) return text.length > LONGEST_WORD || WORD_STARTS[first] !== 1;
  if (first >= 0x30) return !endsNumber(text.charCodeAt(text.length - 1));
  if (first !== 0x2d) return first !== 0x2b && first !== 0x2e;
  const second = text.charCodeAt(1);
  return second === 0x2d || (second > 0x39 && second !== 0x5f);
}

/** What numbers and timestamps may end with: digits, those of base 16, a point, `_` and `Z`. */
function endsNumber(code: number): boolean {
  if (code <= 0x39) return code >= 0x30 || code === 0x2e;
  return (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66) || code === 0x5f || code === 0x5a;
}

/** The value of a plain text; undefined where JSON has none. */
export function plainValue(text: string): Json | undefined {
  if (isText(text)) return text;
  const first = text.charCodeAt(0);
  if (first >= 0x31 && first <= 0x39 && text.length < 15 && isDigits(text)) return Number(text);
  const resolved = resolvePlain(text);
  if (resolved.kind === 'null') return null;
  const { value } = resolved;
  return typeof value === 'number' && !Number.isFinite(value) ? undefined : value;
}

function isDigits(text: string): boolean {
  for (let at = 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x30 || code > 0x39) return false;
  }
  return true;
}

function resolvePlain(value: string): Resolved {
  return resolveNode({ kind: 'scalar', value, tag: '', isImplicit: true, line: 0 });
}

/** The name that a plain key has in JSON; undefined where it has none, or is none like others. */
export function plainName(text: string): string | undefined {
  if (text === '<<') return undefined;
  return isText(text) ? ownName(text) : keyText(resolvePlain(text));
}

/** Objects of JavaScript have a field of this name that is not like others. */
export function ownName(text: string): string | undefined {
  return text === '__proto__' ? undefined : text;
}

/** A plain scalar as a value, maybe of several lines. `parent` is the column of the collection around. */
export function readPlain(quick: QuickText, parent: number): Json {
  const { text } = quick;
  let { at } = quick;
  let value = '';
  for (;;) {
    const end = plainEnd(text, at);
    if (end < 0) return breakOff(quick);
    value += trimmed(text, at, end);
    at = end;
    const next = text.charCodeAt(end) === 10 ? continuation(text, end, parent) : -1;
    if (next < 0) break;
    value += foldOf(text, end, next);
    at = next;
  }
  quick.at = text.charCodeAt(at) === 10 ? at + 1 : lineEnd(text, at);
  toContent(quick);
  const json = plainValue(value);
  return json === undefined ? breakOff(quick) : json;
}

/** Where the plain text of this line ends; negative where something stands in it that is not plain. */
function plainEnd(text: string, from: number): number {
  for (let at = from; ; at++) {
    const code = text.charCodeAt(at);
    if (code > 58) continue;
    if (code === 58) {
      if (text.charCodeAt(at + 1) <= 32) return -1;
    } else if (code <= 32) {
      if (code === 10 || code === 0) return at;
      if (code === 9) return -1;
      if (text.charCodeAt(at + 1) === 35) return at;
    }
  }
}

function trimmed(text: string, from: number, end: number): string {
  let to = end;
  while (text.charCodeAt(to - 1) === 32) to -= 1;
  return text.slice(from, to);
}

/** Where a plain scalar goes on behind the line break at `end`; negative where it is over. A tab is left to what reads on. */
function continuation(text: string, end: number, parent: number): number {
  for (let start = end + 1, at = start; ; at++) {
    const code = text.charCodeAt(at);
    if (code === 10) start = at + 1;
    else if (code !== 32) return at - start > parent && code !== 35 && code !== 9 && code !== 0 ? at : -1;
  }
}

/** What line breaks inside a text stand for: one is a space, more of them are one less. */
function foldOf(text: string, from: number, to: number): string {
  let breaks = 0;
  for (let at = from; at < to; at++) if (text.charCodeAt(at) === 10) breaks += 1;
  return breaks === 1 ? ' ' : '\n'.repeat(breaks - 1);
}

/** Behind the closing quote; negative where there is none. */
export function quotedEnd(text: string, from: number): number {
  const quote = text.charCodeAt(from);
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 92 && quote === 34) at += 1;
    else if (code === quote) {
      if (quote === 34 || text.charCodeAt(at + 1) !== quote) return at + 1;
      at += 1;
    }
  }
  return -1;
}

/** The text between quotes; undefined where something is wrong with it. */
export function quotedText(text: string, from: number, end: number): string | undefined {
  const inside = text.slice(from + 1, end - 1);
  const quote = text[from] === '"' ? '"' : "'";
  if (!inside.includes(quote === '"' ? '\\' : quote) && !inside.includes('\n')) return inside;
  try {
    return scanQuoted(new Cursor(text.slice(from, end)), quote);
  } catch (error) {
    if (error instanceof YamlSyntaxFault) return undefined;
    throw error;
  }
}

export function readQuoted(quick: QuickText): Json {
  const end = quotedEnd(quick.text, quick.at);
  const value = end < 0 ? undefined : quotedText(quick.text, quick.at, end);
  if (value === undefined) return breakOff(quick);
  endLine(quick, end);
  return value;
}
