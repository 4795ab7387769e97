import type { Query } from './ast.ts';
import type { Cursor } from './cursor.ts';

/** A text, with what stands in `\( )` written by a format. */
export function parseText(cursor: Cursor, format: string, query: (cursor: Cursor) => Query): Query {
  const token = cursor.take();
  if (token.kind !== 'text') throw cursor.unexpected('a text is expected');
  const [only] = token.parts;
  if (token.parts.length === 1 && typeof only === 'string') return { kind: 'literal', value: only };
  const parts = token.parts.map((part) => {
    if (typeof part === 'string') return part;
    const inner = cursor.inside(part);
    const parsed = query(inner);
    if (inner.peek().kind !== 'end') throw inner.unexpected('the text goes on here');
    return parsed;
  });
  return { kind: 'text', format, parts };
}
