/** The words of a jq program. A text with `\( )` inside holds the words of what is inside. */
import { invalidProgram } from './fault.ts';

export type Token =
  | { readonly kind: 'word' | 'field' | 'variable' | 'format' | 'symbol'; readonly text: string; readonly at: number }
  | { readonly kind: 'number'; readonly text: string; readonly at: number }
  | { readonly kind: 'text'; readonly parts: readonly (string | readonly Token[])[]; readonly at: number }
  | { readonly kind: 'end'; readonly at: number };

const SYMBOLS = [
  '?//',
  '|=',
  '//=',
  '+=',
  '-=',
  '*=',
  '/=',
  '%=',
  '==',
  '!=',
  '<=',
  '>=',
  '//',
  '..',
  '|',
  ',',
  '=',
  '<',
  '>',
  '+',
  '-',
  '*',
  '/',
  '%',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ':',
  ';',
  '.',
  '?',
].sort((a, b) => b.length - a.length); // prettier-ignore

const SPACE = /(?:[ \t\r\n]+|#(?:[^\n\\]|\\[^\n]|\\\r?\n)*\n?)*/y;
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const WORD = /[a-zA-Z_][a-zA-Z0-9_]*(?:::[a-zA-Z_][a-zA-Z0-9_]*)*/y;
const FIELD = /\.([a-zA-Z_][a-zA-Z0-9_]*)/y;
const VARIABLE = /\$((?:[a-zA-Z_][a-zA-Z0-9_]*::)*[a-zA-Z_][a-zA-Z0-9_]*)/y;
const FORMAT = /@[a-zA-Z0-9_]+/y;

/** All words of a program, closed by one of kind `end`. Throws `jq.syntax` (user). */
export function tokensOf(source: string): readonly Token[] {
  const reader = new Reader(source);
  const tokens = reader.until(undefined);
  return [...tokens, { kind: 'end', at: source.length }];
}

class Reader {
  readonly source: string;
  at = 0;

  constructor(source: string) {
    this.source = source;
  }

  /** Words up to the end, or up to the parenthesis that closes what is inside a text. */
  until(closing: ')' | undefined): Token[] {
    const tokens: Token[] = [];
    for (let depth = 0; ; ) {
      this.match(SPACE);
      if (this.at >= this.source.length) {
        if (closing === undefined) return tokens;
        throw invalidProgram(this.source, this.at, 'a text is not closed');
      }
      if (closing !== undefined && depth === 0 && this.source[this.at] === ')') return tokens;
      const token = this.next();
      if (token.kind === 'symbol' && token.text === '(') depth++;
      if (token.kind === 'symbol' && token.text === ')') depth--;
      tokens.push(token);
    }
  }

  private next(): Token {
    const at = this.at;
    if (this.source[at] === '"') return { kind: 'text', parts: this.text(), at };
    const number = this.match(NUMBER);
    if (number !== undefined) return { kind: 'number', text: number[0], at };
    const field = this.match(FIELD);
    if (field !== undefined) return { kind: 'field', text: field[1] ?? '', at };
    const variable = this.match(VARIABLE);
    if (variable !== undefined) return { kind: 'variable', text: variable[1] ?? '', at };
    const format = this.match(FORMAT);
    if (format !== undefined) return { kind: 'format', text: format[0], at };
    const word = this.match(WORD);
    if (word !== undefined) return { kind: 'word', text: word[0], at };
    const symbol = SYMBOLS.find((each) => this.source.startsWith(each, at));
    if (symbol === undefined) {
      throw invalidProgram(this.source, at, `unexpected ${JSON.stringify(this.source[at] ?? '')}`);
    }
    this.at += symbol.length;
    return { kind: 'symbol', text: symbol, at };
  }

  private text(): readonly (string | readonly Token[])[] {
    const start = this.at++;
    const parts: (string | readonly Token[])[] = [];
    let plain = '';
    for (;;) {
      const character = this.source[this.at];
      if (character === undefined) throw invalidProgram(this.source, start, 'a text is not closed');
      this.at++;
      if (character === '"') return [...parts, plain];
      if (character !== '\\') plain += character;
      else if (this.source[this.at] === '(') {
        this.at++;
        parts.push(plain, this.until(')'));
        plain = '';
        this.at++;
      } else plain += this.escaped();
    }
  }

  private escaped(): string {
    const letter = this.source[this.at++] ?? '';
    const plain = ESCAPES[letter];
    if (plain !== undefined) return plain;
    const digits = this.source.slice(this.at, this.at + 4);
    if (letter !== 'u' || !/^[0-9a-fA-F]{4}$/.test(digits)) {
      throw invalidProgram(this.source, this.at, `invalid escape \\${letter} in a text`);
    }
    this.at += 4;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  private match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source) ?? undefined;
    if (found !== undefined) this.at += found[0].length;
    return found;
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
