/** What operators work on: paths, literals, calls, and everything in brackets. */
import { numberFrom } from '../value/number-text.ts';
import type { ObjectEntry, Pattern, Query } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseText } from './parse-text.ts';

export interface Parsers {
  readonly query: (cursor: Cursor) => Query;
  /** An operation without pipe and comma. */
  readonly value: (cursor: Cursor) => Query;
  readonly pattern: (cursor: Cursor, query: (cursor: Cursor) => Query) => Pattern;
}

/** A term with all its suffixes. */
export function parseTerm(cursor: Cursor, parsers: Parsers): Query {
  return cursor.nested(() => withSuffixes(cursor, parseHead(cursor, parsers), parsers));
}

function parseHead(cursor: Cursor, parsers: Parsers): Query {
  const token = cursor.take();
  if (token.kind === 'number') return { kind: 'literal', value: numberFrom(token.text) };
  if (token.kind === 'field') {
    return { kind: 'index', target: { kind: 'identity' }, key: { kind: 'literal', value: token.text } };
  }
  if (token.kind === 'variable') return { kind: 'variable', name: token.text };
  if (token.kind === 'format') {
    return cursor.peek().kind === 'text'
      ? parseText(cursor, token.text, parsers.query)
      : { kind: 'format', name: token.text };
  }
  if (token.kind === 'word') return parseWord(token.text, cursor, parsers);
  if (token.kind === 'symbol') return parseSymbol(token.text, cursor, parsers);
  cursor.back();
  if (token.kind === 'text') return parseText(cursor, '@text', parsers.query);
  throw cursor.unexpected('an expression is expected');
}

function parseSymbol(symbol: string, cursor: Cursor, parsers: Parsers): Query {
  if (symbol === '..') return { kind: 'descend' };
  if (symbol === '.') return parseDot(cursor, parsers);
  if (symbol === '-') return { kind: 'negate', operand: parseTerm(cursor, parsers) };
  if (symbol === '(') {
    const query = parsers.query(cursor);
    cursor.expect(')');
    return query;
  }
  if (symbol === '[') {
    if (cursor.skip(']')) return { kind: 'array', content: undefined };
    const content = parsers.query(cursor);
    cursor.expect(']');
    return { kind: 'array', content };
  }
  if (symbol === '{') return { kind: 'object', entries: parseEntries(cursor, parsers) };
  cursor.back();
  throw cursor.unexpected('an expression is expected');
}

function parseDot(cursor: Cursor, parsers: Parsers): Query {
  const identity: Query = { kind: 'identity' };
  if (cursor.peek().kind !== 'text') return identity;
  return { kind: 'index', target: identity, key: parseText(cursor, '@text', parsers.query) };
}

function parseWord(word: string, cursor: Cursor, parsers: Parsers): Query {
  switch (word) {
    case 'if':
      return parseIf(cursor, parsers);
    case 'try':
      return parseTry(cursor, parsers);
    case 'reduce':
    case 'foreach':
      return parseFold(word, cursor, parsers);
    case 'break':
      return { kind: 'break', name: cursor.expectVariable(), body: { kind: 'identity' } };
    case 'null':
      return { kind: 'literal', value: null };
    case 'true':
    case 'false':
      return { kind: 'literal', value: word === 'true' };
    default:
  }
  if (KEYWORDS.has(word)) {
    cursor.back();
    throw cursor.unexpected('an expression is expected');
  }
  return { kind: 'call', name: word, args: cursor.skip('(') ? parseArguments(cursor, parsers) : [] };
}

const KEYWORDS = new Set(
  'or and module import include def as label then elif else end reduce foreach try catch if break __loc__'.split(' '),
);

function parseArguments(cursor: Cursor, parsers: Parsers): readonly Query[] {
  const args = [parsers.query(cursor)];
  while (cursor.skip(';')) args.push(parsers.query(cursor));
  cursor.expect(')');
  return args;
}

function parseIf(cursor: Cursor, parsers: Parsers): Query {
  const condition = parsers.query(cursor);
  cursor.expectWord('then');
  const yes = parsers.query(cursor);
  if (cursor.skipWord('elif')) return { kind: 'if', condition, yes, no: cursor.nested(() => parseIf(cursor, parsers)) };
  const no = cursor.skipWord('else') ? parsers.query(cursor) : undefined;
  cursor.expectWord('end');
  return { kind: 'if', condition, yes, no };
}

function parseTry(cursor: Cursor, parsers: Parsers): Query {
  const body = parseTerm(cursor, parsers);
  const handler = cursor.skipWord('catch') ? parseTerm(cursor, parsers) : undefined;
  return { kind: 'try', body, handler };
}

function parseFold(kind: 'reduce' | 'foreach', cursor: Cursor, parsers: Parsers): Query {
  const source = parseTerm(cursor, parsers);
  cursor.expectWord('as');
  const pattern = parsers.pattern(cursor, parsers.query);
  cursor.expect('(');
  const init = parsers.query(cursor);
  cursor.expect(';');
  const update = parsers.query(cursor);
  const extract = kind === 'foreach' && cursor.skip(';') ? parsers.query(cursor) : undefined;
  cursor.expect(')');
  return kind === 'reduce' ? { kind, source, pattern, init, update } : { kind, source, pattern, init, update, extract };
}

function parseEntries(cursor: Cursor, parsers: Parsers): readonly ObjectEntry[] {
  const entries: ObjectEntry[] = [];
  while (!cursor.skip('}')) {
    entries.push(parseEntry(cursor, parsers));
    if (!cursor.isSymbol('}')) cursor.expect(',');
  }
  return entries;
}

function parseEntry(cursor: Cursor, parsers: Parsers): ObjectEntry {
  const token = cursor.peek();
  const key = parseEntryKey(cursor, parsers);
  if (cursor.skip(':')) return { key, value: parseEntryValue(cursor, parsers) };
  if (token.kind === 'variable') return { key, value: { kind: 'variable', name: token.text } };
  if (token.kind === 'symbol') throw cursor.unexpected(': is expected');
  return { key, value: { kind: 'index', target: { kind: 'identity' }, key } };
}

function parseEntryKey(cursor: Cursor, parsers: Parsers): Query {
  const token = cursor.take();
  if (token.kind === 'word' || token.kind === 'variable') return { kind: 'literal', value: token.text };
  if (token.kind === 'symbol' && token.text === '(') {
    const key = parsers.query(cursor);
    cursor.expect(')');
    return key;
  }
  cursor.back();
  if (token.kind !== 'text') throw cursor.unexpected('a key is expected');
  return parseText(cursor, '@text', parsers.query);
}

function parseEntryValue(cursor: Cursor, parsers: Parsers): Query {
  const left = parsers.value(cursor);
  return cursor.skip('|') ? { kind: 'pipe', left, right: parseEntryValue(cursor, parsers) } : left;
}

function withSuffixes(cursor: Cursor, head: Query, parsers: Parsers): Query {
  let term = head;
  for (;;) {
    const token = cursor.peek();
    if (token.kind === 'field') {
      cursor.take();
      term = { kind: 'index', target: term, key: { kind: 'literal', value: token.text } };
    } else if (cursor.isSymbol('.') && cursor.peek(1).kind === 'text') {
      cursor.take();
      term = { kind: 'index', target: term, key: parseText(cursor, '@text', parsers.query) };
    } else if (cursor.isSymbol('.') && cursor.isSymbol('[', 1)) cursor.take();
    else if (cursor.skip('?')) term = term === head ? tried(term) : lastStepTried(term);
    else if (cursor.skip('[')) term = parseBracket(cursor, term, parsers);
    else return term;
  }
}

function tried(body: Query): Query {
  return { kind: 'try', body, handler: undefined };
}

/** gojq's `?` catches what goes wrong in the step before it only, and asks for that step's key where the step begins. */
function lastStepTried(term: Query): Query {
  if (term.kind !== 'index' && term.kind !== 'slice' && term.kind !== 'each') return tried(term);
  return { kind: 'pipe', left: term.target, right: tried({ ...term, target: { kind: 'identity' } }) };
}

function parseBracket(cursor: Cursor, target: Query, { query }: Parsers): Query {
  if (cursor.skip(']')) return { kind: 'each', target };
  if (cursor.skip(':')) {
    const to = query(cursor);
    cursor.expect(']');
    return { kind: 'slice', target, from: undefined, to };
  }
  const first = query(cursor);
  if (!cursor.skip(':')) {
    cursor.expect(']');
    return { kind: 'index', target, key: first };
  }
  if (cursor.skip(']')) return { kind: 'slice', target, from: first, to: undefined };
  const to = query(cursor);
  cursor.expect(']');
  return { kind: 'slice', target, from: first, to };
}
