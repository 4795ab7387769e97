/** Cuts an expression into tokens. What is no token is reported and left out, as ANTLR's lexers do. */
import type { Source, SourceError } from './source.ts';
import { PUNCTUATION, type Token, type TokenType } from './tokens.ts';

export interface Tokens {
  /** The last one is `<EOF>`. */
  readonly tokens: readonly Token[];
  readonly errors: readonly SourceError[];
  /** Code points that belong to no token, from … up to. */
  readonly junk: readonly (readonly [number, number])[];
}

export function tokenize({ points }: Source): Tokens {
  const tokens: Token[] = [];
  const errors: SourceError[] = [];
  const junk: [number, number][] = [];
  let at = 0;
  while (at < points.length) {
    const found = scan(points, at);
    if (found.kind === 'error') {
      const end = Math.min(found.end + 1, points.length);
      const text = points.slice(at, end).join('');
      errors.push({ at, message: `Syntax error: token recognition error at: '${text}'` });
      junk.push([at, end]);
      at = end;
      continue;
    }
    if (found.kind === 'token') {
      tokens.push({ type: found.type, text: points.slice(at, found.end).join(''), start: at, end: found.end });
    }
    at = found.end;
  }
  tokens.push({ type: '<EOF>', text: '<EOF>', start: points.length, end: points.length });
  return { tokens, errors, junk };
}

type Scanned =
  | { readonly kind: 'token'; readonly type: TokenType; readonly end: number }
  | { readonly kind: 'hidden'; readonly end: number }
  /** `end` is the code point that could not be. */
  | { readonly kind: 'error'; readonly end: number };

type Points = readonly string[];

function scan(points: Points, at: number): Scanned {
  const first = points[at] ?? '';
  if (isSpace(first)) return { kind: 'hidden', end: endWhile(points, at, isSpace) };
  if (first === '/' && points[at + 1] === '/') {
    return { kind: 'hidden', end: endWhile(points, at, (point) => point !== '\n') };
  }
  const text = scanText(points, at);
  if (text !== undefined) return text;
  if (isLetter(first)) return scanWord(points, at);
  if (isDigit(first) || (first === '.' && isDigit(points[at + 1]))) return scanNumber(points, at);
  if (first === '`') return scanEscaped(points, at);
  return scanPunctuation(points, at);
}

function scanWord(points: Points, at: number): Scanned {
  const end = endWhile(points, at, isNamePart);
  const word = points.slice(at, end).join('');
  const keyword = PUNCTUATION.find((each) => each === word);
  return { kind: 'token', type: keyword ?? 'IDENTIFIER', end };
}

function scanNumber(points: Points, at: number): Scanned {
  if (points[at] === '0' && points[at + 1] === 'x' && isHex(points[at + 2])) {
    const end = endWhile(points, at + 2, isHex);
    return unsigned(points, end) ?? { kind: 'token', type: 'NUM_INT', end };
  }
  const whole = endWhile(points, at, isDigit);
  const fraction = points[whole] === '.' && isDigit(points[whole + 1]) ? endWhile(points, whole + 1, isDigit) : whole;
  const end = exponentEnd(points, fraction);
  if (end > whole) return { kind: 'token', type: 'NUM_FLOAT', end };
  return unsigned(points, whole) ?? { kind: 'token', type: 'NUM_INT', end: whole };
}

function unsigned(points: Points, end: number): Scanned | undefined {
  const next = points[end];
  return next === 'u' || next === 'U' ? { kind: 'token', type: 'NUM_UINT', end: end + 1 } : undefined;
}

function exponentEnd(points: Points, at: number): number {
  const mark = points[at];
  if (mark !== 'e' && mark !== 'E') return at;
  const sign = points[at + 1] === '+' || points[at + 1] === '-' ? 1 : 0;
  return isDigit(points[at + 1 + sign]) ? endWhile(points, at + 1 + sign, isDigit) : at;
}

function scanEscaped(points: Points, at: number): Scanned {
  const end = endWhile(points, at + 1, (point) => isNamePart(point) || ['.', '-', '/', ' '].includes(point));
  if (points[end] === '`' && end > at + 1) return { kind: 'token', type: 'ESC_IDENTIFIER', end: end + 1 };
  return { kind: 'error', end };
}

function scanPunctuation(points: Points, at: number): Scanned {
  const two = `${points[at]}${points[at + 1] ?? ''}`;
  const one = points[at] ?? '';
  for (const text of [two, one]) {
    const type = PUNCTUATION.find((each) => each === text);
    if (type !== undefined) return { kind: 'token', type, end: at + [...text].length };
  }
  // After the first of a doubled sign, it is the second that could not be.
  return { kind: 'error', end: one === '=' || one === '&' || one === '|' ? at + 1 : at };
}

/** String and bytes literals, with their prefixes; undefined where none begins here. */
function scanText(points: Points, at: number): Scanned | undefined {
  let start = at;
  const bytes = /^[bB]$/.test(points[start] ?? '');
  if (bytes) start += 1;
  const raw = /^[rR]$/.test(points[start] ?? '');
  if (raw) start += 1;
  const quote = points[start];
  if (quote !== '"' && quote !== "'") return undefined;
  const type = bytes ? 'BYTES' : 'STRING';
  const triple = points[start + 1] === quote && points[start + 2] === quote;
  const scanned = triple
    ? endOfTriple(points, start + 3, { quote, raw })
    : endOfText(points, start + 1, { quote, raw });
  if (scanned.closed) return { kind: 'token', type, end: scanned.end };
  // `'''abc` is an empty text and then an open one.
  if (triple) return { kind: 'token', type, end: start + 2 };
  // An open `b'` is the name `b` and an open text.
  return start > at ? undefined : { kind: 'error', end: scanned.end };
}

interface Quoting {
  readonly quote: string;
  readonly raw: boolean;
}

interface Scan {
  readonly closed: boolean;
  readonly end: number;
}

function endOfText(points: Points, from: number, { quote, raw }: Quoting): Scan {
  let at = from;
  while (at < points.length) {
    const point = points[at];
    if (point === quote) return { closed: true, end: at + 1 };
    if (point === '\n' || point === '\r') return { closed: false, end: at };
    if (point !== '\\' || raw) {
      at += 1;
      continue;
    }
    const escaped = escapeEnd(points, at);
    if (!escaped.closed) return escaped;
    at = escaped.end;
  }
  return { closed: false, end: at };
}

function endOfTriple(points: Points, from: number, { quote, raw }: Quoting): Scan {
  let at = from;
  while (at < points.length) {
    if (points[at] === quote && points[at + 1] === quote && points[at + 2] === quote) {
      return { closed: true, end: at + 3 };
    }
    if (points[at] !== '\\' || raw) {
      at += 1;
      continue;
    }
    const escaped = escapeEnd(points, at);
    if (!escaped.closed) return escaped;
    at = escaped.end;
  }
  return { closed: false, end: at };
}

const PLAIN_ESCAPES = new Set(['a', 'b', 'f', 'n', 'r', 't', 'v', '"', "'", '\\', '?', '`']);
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, X: 2, u: 4, U: 8 };

function escapeEnd(points: Points, at: number): Scan {
  const mark = points[at + 1] ?? '';
  if (PLAIN_ESCAPES.has(mark)) return { closed: true, end: at + 2 };
  const hex = HEX_DIGITS[mark];
  if (hex !== undefined) return digitsEnd(points, at + 2, { count: hex, fits: isHex });
  if (/^[0-3]$/.test(mark))
    return digitsEnd(points, at + 2, { count: 2, fits: (point) => /^[0-7]$/.test(point ?? '') });
  return { closed: false, end: at + 1 };
}

function digitsEnd(
  points: Points,
  from: number,
  { count, fits }: { readonly count: number; readonly fits: (point: string | undefined) => boolean },
): Scan {
  for (let index = 0; index < count; index += 1) {
    if (!fits(points[from + index])) return { closed: false, end: from + index };
  }
  return { closed: true, end: from + count };
}

function endWhile(points: Points, from: number, fits: (point: string) => boolean): number {
  let at = from;
  while (at < points.length && fits(points[at] ?? '')) at += 1;
  return at;
}

function isSpace(point: string): boolean {
  return point === ' ' || point === '\t' || point === '\r' || point === '\n' || point === '\f';
}

function isLetter(point: string): boolean {
  return /^[A-Za-z_]$/.test(point);
}

function isNamePart(point: string): boolean {
  return /^[A-Za-z0-9_]$/.test(point);
}

function isDigit(point: string | undefined): boolean {
  return point !== undefined && point >= '0' && point <= '9' && point.length === 1;
}

function isHex(point: string | undefined): boolean {
  return /^[0-9A-Fa-f]$/.test(point ?? '');
}
