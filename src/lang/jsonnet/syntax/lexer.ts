/** A program's tokens, as go-jsonnet cuts them; comments and blanks are dropped. */
import { numberEnd, quotedAt } from './lex-number.ts';
import { lexTextBlock } from './lex-text-block.ts';
import type { Source } from './source.ts';
import { StaticFault } from './static-fault.ts';
import { keywordOf, type Token, type TokenKind } from './token.ts';

const SINGLE = new Set<string>(['{', '}', '[', ']', ',', '.', '(', ')', ';']);
const IDENTIFIER = /[A-Za-z_][A-Za-z_0-9]*/y;
const OPERATOR = /[!$:~+\-&|^=<>*/%]/;
/** An operator of several characters does not end with one of these: it is cut down to its first character. */
const NEVER_LAST = /[+\-~!$]/;

/** All tokens, the last of kind `end of file`. Throws StaticFault. */
export function lex(source: Source): readonly Token[] {
  const { text } = source;
  const tokens: Token[] = [];
  const run = { end: 0 };
  let at = 0;
  for (;;) {
    at = skipBlank(source, at);
    if (at >= text.length) break;
    const token = nextToken(source, at, run);
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: 'end of file', data: '', start: text.length, end: text.length });
  return tokens;
}

/** Operator characters without anything between: where they end, known to all operators cut from them. */
interface Run {
  end: number;
}

function nextToken(source: Source, start: number, run: Run): Token {
  const { text } = source;
  const character = text.charAt(start);
  if (SINGLE.has(character)) return { kind: character as TokenKind, data: character, start, end: start + 1 };
  if (character === '"' || character === "'") return quoted(source, start);
  if (character === '@') return verbatim(source, start);
  if (character >= '0' && character <= '9') {
    const end = numberEnd(source, start);
    return { kind: 'NUMBER', data: text.slice(start, end).replaceAll('_', ''), start, end };
  }
  IDENTIFIER.lastIndex = start;
  const word = IDENTIFIER.exec(text)?.[0];
  if (word !== undefined) return { kind: keywordOf(word) ?? 'IDENTIFIER', data: word, start, end: start + word.length };
  if (text.startsWith('|||', start)) return lexTextBlock(source, start);
  if (OPERATOR.test(character)) return operator(text, start, run);
  const place = { start, end: start };
  throw new StaticFault(`Could not lex the character ${quotedAt(text, start)}`, source, place);
}

/** Offset of the next character that is neither blank nor comment. */
function skipBlank(source: Source, start: number): number {
  const { text } = source;
  let at = start;
  for (;;) {
    const character = text.charAt(at);
    if (character === ' ' || character === '\t' || character === '\r' || character === '\n') at += 1;
    else if (character === '#' || text.startsWith('//', at)) at = lineEnd(text, at);
    else if (text.startsWith('/*', at)) at = commentEnd(source, at);
    else return at;
  }
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function commentEnd(source: Source, start: number): number {
  const end = source.text.indexOf('*/', start + 2);
  if (end >= 0) return end + 2;
  throw new StaticFault('Multi-line comment has no terminating */', source, { start, end: start });
}

function operator(text: string, start: number, run: Run): Token {
  if (run.end <= start) {
    run.end = start + 1;
    while (run.end < text.length && OPERATOR.test(text.charAt(run.end)) && !startsOther(text, run.end)) run.end += 1;
  }
  const end = NEVER_LAST.test(text.charAt(run.end - 1)) ? start + 1 : run.end;
  const data = text.slice(start, end);
  return { kind: data === '$' ? '$' : 'OPERATOR', data, start, end };
}

/** Where a comment or a text block could begin; go-jsonnet takes a slash or two bars for that already. */
function startsOther(text: string, at: number): boolean {
  return text.startsWith('/', at) || text.startsWith('||', at);
}

/** Escapes are left for later; here a backslash only keeps the next character from ending the string. */
function quoted(source: Source, start: number): Token {
  const { text } = source;
  const mark = text.charAt(start);
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\\') at += 1;
    else if (character === mark) {
      const kind = mark === '"' ? 'STRING_DOUBLE' : 'STRING_SINGLE';
      return { kind, data: text.slice(start + 1, at), start, end: at + 1 };
    }
  }
  throw unterminated(source, start);
}

function verbatim(source: Source, start: number): Token {
  const { text } = source;
  const mark = text.charAt(start + 1);
  if (mark !== '"' && mark !== "'") {
    const code = text.codePointAt(start + 1) ?? -1;
    const message = `Couldn't lex verbatim string, junk after '@': ${code}`;
    throw new StaticFault(message, source, { start, end: start });
  }
  for (let at = text.indexOf(mark, start + 2); at >= 0; at = text.indexOf(mark, at + 2)) {
    if (text.charAt(at + 1) === mark) continue;
    const kind = mark === '"' ? 'VERBATIM_STRING_DOUBLE' : 'VERBATIM_STRING_SINGLE';
    return { kind, data: text.slice(start + 2, at).replaceAll(mark + mark, mark), start, end: at + 1 };
  }
  throw unterminated(source, start);
}

function unterminated(source: Source, start: number): StaticFault {
  return new StaticFault('Unterminated String', source, { start, end: start });
}
