import { describe, expect, test } from 'vitest';
import { Lexer, lineAt } from './lexer.ts';

const DELIMITERS = { left: '{{', right: '}}' };

interface Settings {
  readonly left?: string;
  readonly right?: string;
  readonly breakIsKeyword?: boolean;
}

/** Tokens as `kind text`; a `~` in front where space stands before it; `@place` for those that fail. */
function tokens(text: string, { breakIsKeyword = true, ...options }: Settings = {}): readonly string[] {
  const lexer = new Lexer(text, { ...DELIMITERS, ...options });
  lexer.breakIsKeyword = breakIsKeyword;
  const shown: string[] = [];
  for (let token = lexer.next(); token.kind !== 'eof'; token = lexer.next()) {
    const place = token.kind === 'error' ? ` @${token.at}` : '';
    shown.push(`${token.spaced ? '~' : ''}${token.kind} ${token.text}${place}`);
  }
  return shown;
}

const OPEN = 'left-delimiter {{';
const CLOSE = 'right-delimiter }}';

test.each([
  ['nothing', '', []],
  ['text alone', 'a}b', ['text a}b']],
  ['an action', 'a{{.b}}c', ['text a', OPEN, 'field .b', CLOSE, 'text c']],
  ['a left trim takes space of the text', 'a \n{{- 1}}', ['text a', OPEN, 'number 1', CLOSE]],
  ['a text of nothing but space goes away', ' \n{{- 1}}', [OPEN, 'number 1', CLOSE]],
  ['a right trim takes space of what follows', '{{1 -}}\n b', [OPEN, 'number 1', CLOSE, 'text b']],
  ['a minus without space is none of a trim', '{{-1}}', [OPEN, 'number -1', CLOSE]],
  ['space before a trim separates only where there is more of it', '{{1  -}}', [OPEN, 'number 1', `~${CLOSE}`]],
  ['space that trims is Go’s: no no-break space', 'a\u00a0{{- 1}}', ['text a\u00a0', OPEN, 'number 1', CLOSE]],
  ['a comment', 'a{{/* }} */}}b', ['text a', 'text b']],
  ['a comment that trims', 'a {{- /* x */ -}} b', ['text a', 'text b']],
  ['comments in a row', '{{/**/}}'.repeat(20_000), []],
])('outside: %s', (_reason, text, expected) => expect(tokens(text)).toEqual(expected));

function inside(text: string, settings: Settings = {}): readonly string[] {
  return tokens(`{{${text}}}`, settings).slice(1, -1);
}

test.each([
  ['words', 'a b1 _c é', ['identifier a', '~identifier b1', '~identifier _c', '~identifier é']],
  ['keywords', 'if else nil', ['if if', '~else else', '~nil nil']],
  ['booleans', 'true false truex', ['bool true', '~bool false', '~identifier truex']],
  ['fields in a row', '.a.b .c', ['field .a', 'field .b', '~field .c']],
  ['the dot', '. |.', ['dot .', '~pipe |', 'dot .']],
  ['variables', '$ $x.y', ['variable $', '~variable $x', 'field .y']],
  ['a declaration', '$x:=1', ['variable $x', 'declare :=', 'number 1']],
  ['an assignment', '$x = 1', ['variable $x', '~assign =', '~number 1']],
  ['two variables', '$i,$x', ['variable $i', 'char ,', 'variable $x']],
  ['parentheses', '(a).b', ['left-paren (', 'identifier a', 'right-paren )', 'field .b']],
  ['texts', '"a\\"}}" `b\n`', ['string "a\\"}}"', '~raw-string `b\n`']],
  ['characters', "'a' '\\''", ["char-constant 'a'", "~char-constant '\\''"]],
  [
    'numbers',
    '1_0 0x1F 1e3 -.5 0b1 1+2i',
    ['number 1_0', '~number 0x1F', '~number 1e3', '~number -.5', '~number 0b1', '~complex 1+2i'],
  ],
])('inside: %s', (_reason, text, expected) => expect(inside(text)).toEqual(expected));

test('a table with a break of its own makes it a name', () => {
  expect(inside('break', { breakIsKeyword: false })).toEqual(['identifier break']);
});

test('other delimiters, which may be of what names end with', () => {
  expect(tokens('a<%.b%>', { left: '<%', right: '%>' })).toEqual([
    'text a',
    'left-delimiter <%',
    'field .b',
    'right-delimiter %>',
  ]);
});

describe('what is wrong', () => {
  test.each([
    ['an action without end', '{{ a', ['~identifier a', 'error unclosed action @4']],
    ['a comment without end', '{{/* a', ['error unclosed comment @2']],
    ['a comment that is not all', '{{/* a */ b}}', ['error comment ends before closing delimiter @2']],
    ['a parenthesis without end', '{{(}}', ['left-paren (', 'error unclosed left paren @3']],
    ['a parenthesis too many', '{{)}}', ['error unexpected right paren @2']],
    ['a text without end', '{{"a\n"}}', ['error unterminated quoted string @2']],
    ['a text that ends with a backslash', '{{"a\\', ['error unterminated quoted string @2']],
    ['a raw text without end', '{{`a', ['error unterminated raw quoted string @2']],
    ['a character without end', "{{'a\n", ['error unterminated character constant @2']],
    ['a colon alone', '{{:}}', ['error expected := @2']],
    ['a bad number', '{{1x}}', ['error bad number syntax: "1x" @2']],
    ['a bad complex number', '{{1+2}}', ['error bad number syntax: "1+2" @2']],
    ['a bad character in a name', '{{a!}}', ["error bad character U+0021 '!' @2"]],
    ['a character that means nothing', '{{\u0001}}', ['error unrecognized character in action: U+0001 @2']],
    ['half a pair', '{{\ud83d}}', ["error unrecognized character in action: U+FFFD '\ufffd' @2"]],
    ['a character beyond the basic plane', '{{😀}}', ["error unrecognized character in action: U+1F600 '😀' @2"]],
    ['a dot at the very end', '{{.', ['number .', 'error unclosed action @3']],
  ])('%s', (_reason, text, expected) => {
    expect(tokens(text).filter((token) => token !== OPEN)).toEqual(expected);
  });
});

test('a lexer that starts inside a text', () => {
  const text = '{{define "a"}}b{{end}}';
  const lexer = new Lexer(text, DELIMITERS, text.indexOf('b'));
  expect(lexer.next()).toEqual({ kind: 'text', at: 14, text: 'b', spaced: false });
  expect(lexer.position).toBe(15);
});

test.each([
  ['the first line', 'a\nb', 1, 1],
  ['behind a break', 'a\nb', 2, 2],
  ['the end', 'a\nb\n', 4, 3],
])('the line of a place: %s', (_reason, text, at, line) => expect(lineAt(text, at)).toBe(line));
