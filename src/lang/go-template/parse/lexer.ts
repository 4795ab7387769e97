/** Template text → tokens, one at a time: the parser decides whether `break` and `continue` are keywords. */
import { quote } from '../../go-value/text/quote.ts';
import { END, isAlphanumeric, isSpace, unicodeName } from './characters.ts';
import { KEYWORDS, type Token, type TokenKind } from './token.ts';

const SPACES_AT_END = /[ \t\r\n]*$/;
const SPACES_AT_START = /[ \t\r\n]*/y;
/** A trim marker and the space that must be beside it. */
const MARKER = 2;

export interface LexerOptions {
  readonly left: string;
  readonly right: string;
}

/** Scans a text; after an error token only `eof` follows. Positions, lines and words of errors are those of Go's lexer. */
export class Lexer {
  #input: string;
  readonly #left: string;
  readonly #right: string;
  #at = 0;
  #start = 0;
  #line = 1;
  #startLine = 1;
  #parens = 0;
  #inside = false;
  breakIsKeyword = true;
  continueIsKeyword = true;

  constructor(input: string, options: LexerOptions) {
    this.#input = input;
    this.#left = options.left;
    this.#right = options.right;
  }

  next(): Token {
    return this.#inside ? this.#insideAction() : this.#outside();
  }

  #token(kind: TokenKind): Token {
    const token = { kind, at: this.#start, text: this.#input.slice(this.#start, this.#at), line: this.#startLine };
    this.#start = this.#at;
    this.#startLine = this.#line;
    return token;
  }

  #error(text: string): Token {
    const token: Token = { kind: 'error', at: this.#start, text, line: this.#startLine };
    this.#start = 0;
    this.#at = 0;
    this.#input = '';
    this.#inside = false;
    return token;
  }

  /** Skips what was passed without reading it character by character. */
  #ignore(): void {
    this.#countLines();
    this.#start = this.#at;
    this.#startLine = this.#line;
  }

  #countLines(): void {
    for (let at = this.#input.indexOf('\n', this.#start); at >= 0 && at < this.#at; ) {
      this.#line += 1;
      at = this.#input.indexOf('\n', at + 1);
    }
  }

  #read(): number {
    const code = this.#peek();
    if (code === END) return END;
    this.#at += code > 0xffff ? 2 : 1;
    if (code === 10) this.#line += 1;
    return code;
  }

  #peek(): number {
    const code = this.#input.codePointAt(this.#at);
    if (code === undefined) return END;
    return code >= 0xd800 && code < 0xe000 ? 0xfffd : code;
  }

  #accept(characters: string): boolean {
    const code = this.#peek();
    if (code === END || !characters.includes(String.fromCodePoint(code))) return false;
    this.#read();
    return true;
  }

  #acceptAll(characters: string): void {
    while (this.#accept(characters));
  }

  #outside(): Token {
    const found = this.#input.indexOf(this.#left, this.#at);
    if (found < 0) {
      this.#at = this.#input.length;
      if (this.#at === this.#start) return this.#token('eof');
      this.#countLines();
      return this.#token('text');
    }
    if (found > this.#at) {
      const text = this.#textBefore(found);
      if (text.text !== '') return text;
    }
    return this.#leftDelimiter();
  }

  #textBefore(delimiter: number): Token {
    const trims = this.#isLeftMarker(delimiter + this.#left.length);
    const text = this.#input.slice(this.#start, delimiter);
    const trimmed = trims ? text.replace(SPACES_AT_END, '').length : text.length;
    this.#at = this.#start + trimmed;
    this.#countLines();
    const token = this.#token('text');
    this.#at = delimiter;
    this.#ignore();
    return token;
  }

  #isLeftMarker(at: number): boolean {
    return this.#input[at] === '-' && isSpace(this.#input.charCodeAt(at + 1));
  }

  #isRightMarker(at: number): boolean {
    return isSpace(this.#input.charCodeAt(at)) && this.#input[at + 1] === '-';
  }

  #isTrimmingEnd(at: number): boolean {
    return this.#isRightMarker(at) && this.#input.startsWith(this.#right, at + MARKER);
  }

  #isEnd(): boolean {
    return this.#isTrimmingEnd(this.#at) || this.#input.startsWith(this.#right, this.#at);
  }

  #leftDelimiter(): Token {
    this.#at += this.#left.length;
    const marker = this.#isLeftMarker(this.#at) ? MARKER : 0;
    if (this.#input.startsWith('/*', this.#at + marker)) {
      this.#at += marker;
      this.#ignore();
      return this.#comment();
    }
    const token = this.#token('left-delimiter');
    this.#inside = true;
    this.#at += marker;
    this.#ignore();
    this.#parens = 0;
    return token;
  }

  #comment(): Token {
    const end = this.#input.indexOf('*/', this.#at + 2);
    if (end < 0) return this.#error('unclosed comment');
    this.#at = end + 2;
    if (!this.#isEnd()) return this.#error('comment ends before closing delimiter');
    const trims = this.#isTrimmingEnd(this.#at);
    this.#at += this.#right.length + (trims ? MARKER : 0);
    if (trims) this.#skipSpaces();
    this.#ignore();
    return this.#outside();
  }

  #skipSpaces(): void {
    SPACES_AT_START.lastIndex = this.#at;
    SPACES_AT_START.test(this.#input);
    this.#at = SPACES_AT_START.lastIndex;
  }

  #rightDelimiter(): Token {
    const trims = this.#isTrimmingEnd(this.#at);
    if (trims) {
      this.#at += MARKER;
      this.#ignore();
    }
    this.#at += this.#right.length;
    const token = this.#token('right-delimiter');
    if (trims) {
      this.#skipSpaces();
      this.#ignore();
    }
    this.#inside = false;
    return token;
  }

  #insideAction(): Token {
    if (this.#isEnd()) return this.#parens === 0 ? this.#rightDelimiter() : this.#error('unclosed left paren');
    const code = this.#peek();
    if (code === END) return this.#error('unclosed action');
    if (isSpace(code)) return this.#spaces();
    const character = String.fromCodePoint(code);
    if (isNumberStart(character, this.#input.charCodeAt(this.#at + 1))) return this.#number();
    if (isAlphanumeric(code)) return this.#identifier();
    this.#read();
    return this.#mark(character, code);
  }

  #mark(character: string, code: number): Token {
    switch (character) {
      case '=':
        return this.#token('assign');
      case ':':
        return this.#read() === 61 ? this.#token('declare') : this.#error('expected :=');
      case '|':
        return this.#token('pipe');
      case '"':
        return this.#quoted('"', 'string', 'unterminated quoted string');
      case '`':
        return this.#rawQuoted();
      case '$':
        return this.#fieldOrVariable('variable', 'variable');
      case "'":
        return this.#quoted("'", 'char-constant', 'unterminated character constant');
      case '.':
        return this.#fieldOrVariable('field', 'dot');
      case '(':
        this.#parens += 1;
        return this.#token('left-paren');
      case ')':
        this.#parens -= 1;
        return this.#parens < 0 ? this.#error('unexpected right paren') : this.#token('right-paren');
      default:
        if (code > 32 && code < 127) return this.#token('char');
        return this.#error(`unrecognized character in action: ${unicodeName(code)}`);
    }
  }

  #spaces(): Token {
    let count = 0;
    for (; isSpace(this.#peek()); count++) this.#read();
    const last = this.#at - 1;
    if (this.#isTrimmingEnd(last)) {
      // The space beside the marker belongs to the delimiter.
      this.#at = last;
      if (this.#input[last] === '\n') this.#line -= 1;
      if (count === 1) return this.#rightDelimiter();
    }
    return this.#token('space');
  }

  #identifier(): Token {
    while (isAlphanumeric(this.#peek())) this.#read();
    const word = this.#input.slice(this.#start, this.#at);
    if (!this.#isTerminated()) return this.#error(`bad character ${unicodeName(this.#peek())}`);
    if (word === 'true' || word === 'false') return this.#token('bool');
    const keyword = KEYWORDS.get(word);
    const isName =
      keyword === undefined ||
      (keyword === 'break' && !this.breakIsKeyword) ||
      (keyword === 'continue' && !this.continueIsKeyword);
    return this.#token(isName ? 'identifier' : keyword);
  }

  #fieldOrVariable(kind: 'field' | 'variable', alone: 'dot' | 'variable'): Token {
    if (this.#isTerminated()) return this.#token(alone);
    while (isAlphanumeric(this.#peek())) this.#read();
    if (!this.#isTerminated()) return this.#error(`bad character ${unicodeName(this.#peek())}`);
    return this.#token(kind);
  }

  /** True before what may follow a name. */
  #isTerminated(): boolean {
    const code = this.#peek();
    if (code === END || isSpace(code) || '.,|:)('.includes(String.fromCodePoint(code))) return true;
    return this.#input.startsWith(this.#right, this.#at);
  }

  #quoted(mark: string, kind: TokenKind, unterminated: string): Token {
    for (;;) {
      const code = this.#read();
      if (code === END || code === 10) return this.#error(unterminated);
      if (code === mark.charCodeAt(0)) return this.#token(kind);
      if (code !== 92) continue;
      const next = this.#read();
      if (next === END || next === 10) return this.#error(unterminated);
    }
  }

  #rawQuoted(): Token {
    for (;;) {
      const code = this.#read();
      if (code === END) return this.#error('unterminated raw quoted string');
      if (code === 96) return this.#token('raw-string');
    }
  }

  #number(): Token {
    if (!this.#scanNumber()) return this.#badNumber();
    const code = this.#peek();
    if (code !== 43 && code !== 45) return this.#token('number');
    if (!this.#scanNumber() || this.#input[this.#at - 1] !== 'i') return this.#badNumber();
    return this.#token('complex');
  }

  #badNumber(): Token {
    return this.#error(`bad number syntax: ${quote(this.#input.slice(this.#start, this.#at))}`);
  }

  /** Not exact: what is wrong here is found when the number is converted. */
  #scanNumber(): boolean {
    this.#accept('+-');
    let digits = '0123456789_';
    if (this.#accept('0')) {
      if (this.#accept('xX')) digits = '0123456789abcdefABCDEF_';
      else if (this.#accept('oO')) digits = '01234567_';
      else if (this.#accept('bB')) digits = '01_';
    }
    this.#acceptAll(digits);
    if (this.#accept('.')) this.#acceptAll(digits);
    const exponent = { 11: 'eE', 23: 'pP' }[digits.length];
    if (exponent !== undefined && this.#accept(exponent)) {
      this.#accept('+-');
      this.#acceptAll('0123456789_');
    }
    this.#accept('i');
    if (!isAlphanumeric(this.#peek())) return true;
    this.#read();
    return false;
  }
}

function isNumberStart(character: string, next: number): boolean {
  // A dot at the very end counts as a number too, a wrong one.
  if (character === '.') return Number.isNaN(next) || (next >= 48 && next <= 57);
  return character === '+' || character === '-' || (character >= '0' && character <= '9');
}
