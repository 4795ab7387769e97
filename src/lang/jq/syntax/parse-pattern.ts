/** What stands behind `as`: `$name`, `[$first, $second]`, `{name: $name, $other}`. */
import type { Pattern, Query } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseText } from './parse-text.ts';

export type ParseQuery = (cursor: Cursor) => Query;

/** Alternatives, divided by `?//`. */
export function parsePatterns(cursor: Cursor, query: ParseQuery): readonly Pattern[] {
  const patterns = [parsePattern(cursor, query)];
  while (cursor.skip('?//')) patterns.push(parsePattern(cursor, query));
  return patterns;
}

export function parsePattern(cursor: Cursor, query: ParseQuery): Pattern {
  return cursor.nested(() => {
    if (cursor.skip('[')) return { kind: 'array', items: listed(cursor, ']', () => parsePattern(cursor, query)) };
    if (cursor.skip('{')) return { kind: 'object', entries: listed(cursor, '}', () => parseEntry(cursor, query)) };
    return { kind: 'variable', name: cursor.expectVariable() };
  });
}

function listed<T>(cursor: Cursor, closing: string, parse: () => T): readonly T[] {
  const items = [parse()];
  while (cursor.skip(',')) items.push(parse());
  cursor.expect(closing);
  return items;
}

type Entry = Extract<Pattern, { kind: 'object' }>['entries'][number];

function parseEntry(cursor: Cursor, query: ParseQuery): Entry {
  const token = cursor.peek();
  if (token.kind === 'variable') {
    cursor.take();
    const pattern = cursor.skip(':') ? parsePattern(cursor, query) : undefined;
    return { key: { kind: 'literal', value: token.text }, variable: token.text, pattern };
  }
  const key = parseKey(cursor, query);
  cursor.expect(':');
  return { key, variable: undefined, pattern: parsePattern(cursor, query) };
}

function parseKey(cursor: Cursor, query: ParseQuery): Query {
  const token = cursor.peek();
  if (token.kind === 'word') {
    cursor.take();
    return { kind: 'literal', value: token.text };
  }
  if (token.kind === 'text') return parseText(cursor, '@text', query);
  cursor.expect('(');
  const key = query(cursor);
  cursor.expect(')');
  return key;
}
