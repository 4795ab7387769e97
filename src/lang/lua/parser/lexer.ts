/** Bytes of a program to tokens, one at a time. */
import { readEscape } from './escape.ts';
import { syntaxFault } from './syntax-fault.ts';

export interface Token {
  /** `name`, `number`, `string`, `end of text`, or the word or sign itself. */
  readonly type: string;
  /** The name, the digits or the bytes of the string; the sign itself. */
  readonly text: string;
  readonly line: number;
  /** Where the token ends. */
  readonly column: number;
  /** Whether a line break comes before it. */
  readonly afterBreak: boolean;
}

export const END = 'end of text';

const WORDS: ReadonlySet<string> = new Set(
  'and break do else elseif end false for function if in local nil not or repeat return then true until while goto'.split(
    ' ',
  ),
);
const SIGNS = /\.\.\.|\.\.|==|~=|<=|>=|::|[-+*/%^#<>=(){}[\];:,.]/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /0[xX][0-9a-fA-F]*|\d*\.?\d*(?:[eE][+-]?[\s\S]?\d*)?/y;
const LONG_START = /\[(=*)\[/y;

export class Lexer {
  readonly #source: string;
  #at = 0;
  #line = 1;
  #lineStart = 0;
  #afterBreak = false;

  constructor(source: string) {
    this.#source = source;
  }

  /** The next token. Throws `lua.syntax` (user). */
  next(): Token {
    this.#skipSpace();
    const char = this.#source[this.#at];
    if (char === undefined) return this.#token(END, '');
    const name = this.#take(NAME);
    if (name !== undefined) return this.#token(WORDS.has(name) ? name : 'name', name);
    if (/\d/.test(char) || (char === '.' && /\d/.test(this.#source[this.#at + 1] ?? ''))) return this.#number();
    if (char === '"' || char === "'") return this.#string(char);
    if (char === '[' && /[[=]/.test(this.#source[this.#at + 1] ?? '')) return this.#longString();
    const sign = this.#take(SIGNS);
    // A lone point has no text in messages.
    if (sign !== undefined) return this.#token(sign, sign === '.' ? '' : sign);
    this.#at++;
    throw this.#fault(char, char === '~' ? "Invalid '~' token" : 'Invalid token');
  }

  #token(type: string, text: string, line = this.#line): Token {
    return { type, text, line, column: this.#at - this.#lineStart, afterBreak: this.#afterBreak };
  }

  #fault(token: string, message: string, { ended = false } = {}) {
    const place = ended ? undefined : { line: this.#line, column: this.#at - this.#lineStart };
    return syntaxFault(place, token, message);
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #skipSpace(): void {
    this.#afterBreak = false;
    for (;;) {
      const char = this.#source[this.#at];
      if (char === ' ' || char === '\t') this.#at++;
      else if (char === '\n' || char === '\r') this.#newline();
      else if (char === '-' && this.#source[this.#at + 1] === '-') this.#comment();
      else return;
    }
  }

  /** `\r\n` and `\n\r` are one line break. */
  #newline(): void {
    const pair = this.#source.slice(this.#at, this.#at + 2);
    this.#at += pair === '\r\n' || pair === '\n\r' ? 2 : 1;
    this.#line++;
    this.#lineStart = this.#at;
    this.#afterBreak = true;
  }

  #comment(): void {
    this.#at += 2;
    LONG_START.lastIndex = this.#at;
    if (LONG_START.test(this.#source)) {
      this.#longText('invalid multiline comment');
      return;
    }
    while (this.#at < this.#source.length && !'\r\n'.includes(this.#source[this.#at] ?? '')) this.#at++;
  }

  #number(): Token {
    const text = this.#take(NUMBER) ?? '';
    if (/^0x$/i.test(text)) throw this.#fault(text, 'illegal hexadecimal number');
    // One leading zero is dropped; what then still begins with one is read as octal.
    return this.#token('number', text.replace(/^0(?=\d)/, ''));
  }

  #string(quote: string): Token {
    const line = this.#line;
    this.#at++;
    let text = '';
    for (;;) {
      const char = this.#source[this.#at];
      // The place told is behind the break.
      if (char === '\n' || char === '\r') this.#newline();
      if (char === undefined) throw this.#fault(text, 'unterminated string', { ended: true });
      if (char === '\n' || char === '\r') throw this.#fault(text, 'unterminated string');
      if (char === quote) break;
      if (char === '\\') text += this.#escape();
      else {
        text += char;
        this.#at++;
      }
    }
    this.#at++;
    return this.#token('string', text, line);
  }

  #escape(): string {
    this.#at++;
    const char = this.#source[this.#at];
    if (char === '\n' || char === '\r') {
      this.#newline();
      return '\n';
    }
    const { text, length } = readEscape(this.#source, this.#at);
    this.#at += length;
    return text;
  }

  #longString(): Token {
    const line = this.#line;
    return this.#token('string', this.#longText('unterminated multiline string'), line);
  }

  /** From `[==[` to `]==]`; line breaks are read as `\n`, one right at the start is dropped. */
  #longText(message: string): string {
    const start = this.#take(LONG_START);
    if (start === undefined) {
      this.#at++;
      throw this.#fault('[', 'invalid multiline string');
    }
    const close = start.replaceAll('[', ']');
    const end = this.#source.indexOf(close, this.#at);
    if (end < 0) {
      this.#at = this.#source.length;
      throw this.#fault('', message, { ended: true });
    }
    let text = '';
    let first = true;
    while (this.#at < end) {
      const char = this.#source[this.#at] ?? '';
      if (char === '\n' || char === '\r') {
        this.#newline();
        if (!first) text += '\n';
      } else {
        text += char;
        this.#at++;
      }
      first = false;
    }
    this.#at = end + close.length;
    return text;
  }
}
