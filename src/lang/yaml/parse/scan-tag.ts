/** Tags, anchors and directives, as libyaml's scanner reads them. */
import { type Cursor, isBlankCode, isBlankOrEnd, isBreakCode, type Mark } from './cursor.ts';
import { YamlSyntaxFault } from './syntax-fault.ts';
import { mark, type Token } from './token.ts';

const WORD = /[0-9A-Za-z_-]*/y;
const URI = /(?:[0-9A-Za-z_\-;/?:@&=+$,.!~*'()[\]]+|%[0-9A-Fa-f]{2})*/y;

function take(cursor: Cursor, pattern: RegExp): string {
  pattern.lastIndex = cursor.position;
  const found = pattern.exec(cursor.text)?.[0] ?? '';
  return cursor.skipTo(cursor.position + found.length);
}

function failure(cursor: Cursor, context: Mark): (problem: string) => YamlSyntaxFault {
  return (problem) => YamlSyntaxFault.scanning({ problem, at: cursor, context });
}

/** `&name` or `*name`. */
export function scanAnchor(cursor: Cursor): Token {
  const start = cursor.mark();
  const kind = cursor.code() === 38 ? 'anchor' : 'alias';
  cursor.skip();
  const value = take(cursor, WORD);
  const isFollowed = isBlankOrEnd(cursor.code()) || '?:,]}%@`'.includes(String.fromCharCode(cursor.code()));
  if (value === '' || !isFollowed)
    throw failure(cursor, start)('did not find expected alphabetic or numeric character');
  return { ...mark(kind, start), value };
}

/** `!`, `!local`, `!!int`, `!handle!name`, `!<whole>`. */
export function scanTag(cursor: Cursor): Token {
  const start = cursor.mark();
  const fail = failure(cursor, start);
  const token = cursor.code(1) === 60 ? scanVerbatim(cursor, start) : scanShort(cursor, start);
  if (!isBlankOrEnd(cursor.code())) throw fail('did not find expected whitespace or line break');
  return token;
}

function scanVerbatim(cursor: Cursor, start: Mark): Token {
  cursor.skip();
  cursor.skip();
  const suffix = scanUri(cursor, start, '');
  if (cursor.code() !== 62) throw failure(cursor, start)("did not find the expected '>'");
  cursor.skip();
  return { ...mark('tag', start), suffix };
}

function scanShort(cursor: Cursor, start: Mark): Token {
  const handle = scanHandle(cursor, start, 'tag');
  if (handle.length > 1 && handle.endsWith('!')) {
    return { ...mark('tag', start), value: handle, suffix: scanUri(cursor, start, '') };
  }
  const suffix = scanUri(cursor, start, handle);
  // An exclamation mark alone is the tag itself.
  return suffix === '' ? { ...mark('tag', start), suffix: '!' } : { ...mark('tag', start), value: '!', suffix };
}

function scanHandle(cursor: Cursor, start: Mark, within: 'tag' | 'directive'): string {
  const fail = failure(cursor, start);
  if (cursor.code() !== 33) throw fail("did not find expected '!'");
  cursor.skip();
  const word = take(cursor, WORD);
  if (cursor.code() === 33) {
    cursor.skip();
    return `!${word}!`;
  }
  if (within === 'directive' && word !== '') throw fail("did not find expected '!'");
  return `!${word}`;
}

/** `head` is what was already read of it, behind its first character. */
function scanUri(cursor: Cursor, start: Mark, head: string): string {
  const fail = failure(cursor, start);
  const piece = take(cursor, URI);
  if (cursor.code() === 37) throw fail('did not find URI escaped octet');
  if (head === '' && piece === '') throw fail('did not find expected tag URI');
  return head.slice(1) + (piece.includes('%') ? decodeUri(piece, fail) : piece);
}

function decodeUri(piece: string, fail: (problem: string) => YamlSyntaxFault): string {
  try {
    return decodeURIComponent(piece);
  } catch {
    throw fail('found an incorrect leading UTF-8 octet');
  }
}

/** `%YAML 1.1` or `%TAG !e! tag:example.com,2000:`. */
export function scanDirective(cursor: Cursor): Token {
  const start = cursor.mark();
  const fail = failure(cursor, start);
  cursor.skip();
  const name = take(cursor, WORD);
  if (name === '') throw fail('could not find expected directive name');
  if (!isBlankOrEnd(cursor.code())) throw fail('found unexpected non-alphabetical character');
  if (name !== 'YAML' && name !== 'TAG') throw fail('found unknown directive name');
  const token = name === 'YAML' ? scanVersion(cursor, start) : scanTagDirective(cursor, start);
  cursor.skipBlanks();
  if (cursor.code() === 35) cursor.skipLineContent();
  if (!isBreakCode(cursor.code()) && !cursor.isAtEnd) throw fail('did not find expected comment or line break');
  cursor.readBreak();
  return token;
}

function scanVersion(cursor: Cursor, start: Mark): Token {
  const fail = failure(cursor, start);
  const number = () => {
    const digits = take(cursor, /[0-9]*/y);
    if (digits.length > 2) throw fail('found extremely long version number');
    if (digits === '') throw fail('did not find expected version number');
    return Number(digits);
  };
  cursor.skipBlanks();
  const major = number();
  if (cursor.code() !== 46) throw fail("did not find expected digit or '.' character");
  cursor.skip();
  return { ...mark('version-directive', start), value: `${major}.${number()}` };
}

function scanTagDirective(cursor: Cursor, start: Mark): Token {
  const fail = failure(cursor, start);
  cursor.skipBlanks();
  const value = scanHandle(cursor, start, 'directive');
  if (!isBlankCode(cursor.code())) throw fail('did not find expected whitespace');
  cursor.skipBlanks();
  const suffix = scanUri(cursor, start, '');
  if (!isBlankOrEnd(cursor.code())) throw fail('did not find expected whitespace or line break');
  return { ...mark('tag-directive', start), value, suffix };
}
