/** Template text → tokens, one at a time: the parser decides whether `break` and `continue` are keywords. */
import { quote } from '../../go-value/text/quote.ts';
import { characterAt, isSpace, unicodeName, wordEnd } from './characters.ts';
import { scanNumber } from './scan-number.ts';
import { KEYWORDS, type Token, type TokenKind } from './token.ts';

/** A trim marker and the space that must be beside it. */
const MARKER = 2;

const NEWLINE = 10;
const QUOTE = 34;
const APOSTROPHE = 39;
const PLUS = 43;
const MINUS = 45;
const DOT = 46;
const EQUALS = 61;
const BACKSLASH = 92;

export interface LexerOptions {
  readonly left: string;
  readonly right: string;
}

/**
 * Scans a text; after an error token only `eof` follows. Positions and words of errors are those of Go's lexer. Works on
 * units of the text, since all marks are ASCII; only names and what is wrong are looked at by character.
 */
export class Lexer {
  #input: string;
  readonly #left: string;
  readonly #right: string;
  readonly #rightUnit: number;
  #at: number;
  #start: number;
  #parens = 0;
  #inside = false;
  #spaced = false;
  breakIsKeyword = true;
  continueIsKeyword = true;

  /** Starts outside of actions, at any place of the text. */
  constructor(input: string, options: LexerOptions, at = 0) {
    this.#input = input;
    this.#left = options.left;
    this.#right = options.right;
    this.#rightUnit = options.right.charCodeAt(0);
    this.#at = at;
    this.#start = at;
  }

  /** Where the next token is looked for. */
  get position(): number {
    return this.#at;
  }

  next(): Token {
    return this.#inside ? this.#insideAction() : this.#outside();
  }

  #token(kind: TokenKind): Token {
    return this.#fixed(kind, this.#input.slice(this.#start, this.#at));
  }

  /** A token whose text is known. */
  #fixed(kind: TokenKind, text: string): Token {
    const token: Token = { kind, at: this.#start, text, spaced: this.#spaced };
    this.#start = this.#at;
    return token;
  }

  #error(text: string): Token {
    const token: Token = { kind: 'error', at: this.#start, text, spaced: this.#spaced };
    this.#start = 0;
    this.#at = 0;
    this.#input = '';
    this.#inside = false;
    return token;
  }

  #outside(): Token {
    this.#spaced = false;
    for (;;) {
      const found = this.#input.indexOf(this.#left, this.#at);
      if (found < 0) {
        this.#at = this.#input.length;
        return this.#at === this.#start ? this.#fixed('eof', '') : this.#token('text');
      }
      const text = found > this.#at ? this.#textBefore(found) : undefined;
      if (text) return text;
      const token = this.#leftDelimiter();
      if (token) return token;
    }
  }

  /** Undefined where nothing is left of it. */
  #textBefore(delimiter: number): Token | undefined {
    let end = delimiter;
    if (this.#isLeftMarker(delimiter + this.#left.length)) {
      while (end > this.#start && isSpace(this.#input.charCodeAt(end - 1))) end -= 1;
    }
    this.#at = end;
    const token = end > this.#start ? this.#token('text') : undefined;
    this.#at = delimiter;
    this.#start = delimiter;
    return token;
  }

  #isLeftMarker(at: number): boolean {
    return this.#input.charCodeAt(at) === MINUS && isSpace(this.#input.charCodeAt(at + 1));
  }

  #isTrimmingEnd(at: number): boolean {
    const isMarker = isSpace(this.#input.charCodeAt(at)) && this.#input.charCodeAt(at + 1) === MINUS;
    return isMarker && this.#input.startsWith(this.#right, at + MARKER);
  }

  #isEnd(): boolean {
    const unit = this.#input.charCodeAt(this.#at);
    if (unit === this.#rightUnit && this.#input.startsWith(this.#right, this.#at)) return true;
    return isSpace(unit) && this.#isTrimmingEnd(this.#at);
  }

  /** Undefined for a comment: what follows it is outside again. */
  #leftDelimiter(): Token | undefined {
    this.#at += this.#left.length;
    const marker = this.#isLeftMarker(this.#at) ? MARKER : 0;
    if (this.#input.startsWith('/*', this.#at + marker)) {
      this.#at += marker;
      this.#start = this.#at;
      return this.#comment();
    }
    const token = this.#fixed('left-delimiter', this.#left);
    this.#inside = true;
    this.#at += marker;
    this.#start = this.#at;
    this.#parens = 0;
    return token;
  }

  #comment(): Token | undefined {
    const end = this.#input.indexOf('*/', this.#at + 2);
    if (end < 0) return this.#error('unclosed comment');
    this.#at = end + 2;
    if (!this.#isEnd()) return this.#error('comment ends before closing delimiter');
    const trims = this.#isTrimmingEnd(this.#at);
    this.#at += this.#right.length + (trims ? MARKER : 0);
    if (trims) this.#skipSpaces();
    this.#start = this.#at;
    return undefined;
  }

  #skipSpaces(): void {
    while (isSpace(this.#input.charCodeAt(this.#at))) this.#at += 1;
  }

  #rightDelimiter(): Token {
    const trims = this.#isTrimmingEnd(this.#at);
    if (trims) {
      this.#at += MARKER;
      this.#start = this.#at;
    }
    this.#at += this.#right.length;
    const token = this.#fixed('right-delimiter', this.#right);
    if (trims) {
      this.#skipSpaces();
      this.#start = this.#at;
    }
    this.#inside = false;
    return token;
  }

  #insideAction(): Token {
    this.#spaced = false;
    if (!this.#isEnd() && isSpace(this.#input.charCodeAt(this.#at))) this.#passSpaces();
    if (this.#isEnd()) return this.#parens === 0 ? this.#rightDelimiter() : this.#error('unclosed left paren');
    const unit = this.#input.charCodeAt(this.#at);
    if (Number.isNaN(unit)) return this.#error('unclosed action');
    if (this.#isNumberStart(unit)) return this.#number();
    const end = wordEnd(this.#input, this.#at);
    if (end > this.#at) return this.#identifier(end);
    return this.#mark(unit);
  }

  /** The last space before a trim marker belongs to the delimiter. */
  #passSpaces(): void {
    this.#skipSpaces();
    if (this.#isTrimmingEnd(this.#at - 1)) this.#at -= 1;
    this.#start = this.#at;
    this.#spaced = true;
  }

  #isNumberStart(unit: number): boolean {
    if (unit !== DOT) return unit === PLUS || unit === MINUS || (unit >= 48 && unit <= 57);
    // A dot at the very end counts as a number too, a wrong one.
    const next = this.#input.charCodeAt(this.#at + 1);
    return Number.isNaN(next) || (next >= 48 && next <= 57);
  }

  #mark(unit: number): Token {
    const code = characterAt(this.#input, this.#at);
    this.#at += code > 0xffff ? 2 : 1;
    switch (unit) {
      case DOT:
        return this.#fieldOrVariable('field', 'dot');
      case 36:
        return this.#fieldOrVariable('variable', 'variable');
      case QUOTE:
        return this.#quoted(QUOTE, 'string', 'unterminated quoted string');
      case APOSTROPHE:
        return this.#quoted(APOSTROPHE, 'char-constant', 'unterminated character constant');
      case 96:
        return this.#rawQuoted();
      case 124:
        return this.#fixed('pipe', '|');
      case 40:
        this.#parens += 1;
        return this.#fixed('left-paren', '(');
      case 41:
        this.#parens -= 1;
        return this.#parens < 0 ? this.#error('unexpected right paren') : this.#fixed('right-paren', ')');
      case EQUALS:
        return this.#fixed('assign', '=');
      case 58:
        if (this.#input.charCodeAt(this.#at) !== EQUALS) return this.#error('expected :=');
        this.#at += 1;
        return this.#fixed('declare', ':=');
      default:
        if (code > 32 && code < 127) return this.#token('char');
        return this.#error(`unrecognized character in action: ${unicodeName(code)}`);
    }
  }

  #identifier(end: number): Token {
    this.#at = end;
    if (!this.#isTerminated()) return this.#badCharacter();
    const word = this.#input.slice(this.#start, end);
    if (word === 'true' || word === 'false') return this.#fixed('bool', word);
    const keyword = KEYWORDS.get(word);
    const isName =
      keyword === undefined ||
      (keyword === 'break' && !this.breakIsKeyword) ||
      (keyword === 'continue' && !this.continueIsKeyword);
    return this.#fixed(isName ? 'identifier' : keyword, word);
  }

  #badCharacter(): Token {
    return this.#error(`bad character ${unicodeName(characterAt(this.#input, this.#at))}`);
  }

  #fieldOrVariable(kind: 'field' | 'variable', alone: 'dot' | 'variable'): Token {
    if (this.#isTerminated()) return this.#token(alone);
    this.#at = wordEnd(this.#input, this.#at);
    return this.#isTerminated() ? this.#token(kind) : this.#badCharacter();
  }

  /** True before what may follow a name. */
  #isTerminated(): boolean {
    const unit = this.#input.charCodeAt(this.#at);
    // Space, `.,|:()` or the end of the text.
    if (isSpace(unit) || unit === DOT || unit === 41 || unit === 40) return true;
    if (unit === 44 || unit === 124 || unit === 58 || Number.isNaN(unit)) return true;
    return unit === this.#rightUnit && this.#input.startsWith(this.#right, this.#at);
  }

  #quoted(mark: number, kind: TokenKind, unterminated: string): Token {
    for (;;) {
      let unit = this.#input.charCodeAt(this.#at);
      if (unit === BACKSLASH) {
        this.#at += 1;
        unit = this.#input.charCodeAt(this.#at) === mark ? BACKSLASH : this.#input.charCodeAt(this.#at);
      }
      if (unit === NEWLINE || Number.isNaN(unit)) return this.#error(unterminated);
      this.#at += 1;
      if (unit === mark) return this.#token(kind);
    }
  }

  #rawQuoted(): Token {
    const end = this.#input.indexOf('`', this.#at);
    if (end < 0) return this.#error('unterminated raw quoted string');
    this.#at = end + 1;
    return this.#token('raw-string');
  }

  #number(): Token {
    const { kind, end } = scanNumber(this.#input, this.#at);
    this.#at = end;
    if (kind === 'bad') return this.#error(`bad number syntax: ${quote(this.#input.slice(this.#start, end))}`);
    return this.#token(kind);
  }
}

/** The line of a place, the first is 1. */
export function lineAt(text: string, at: number): number {
  let line = 1;
  for (let next = text.indexOf('\n'); next >= 0 && next < at; next = text.indexOf('\n', next + 1)) line += 1;
  return line;
}
