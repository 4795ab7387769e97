/** A place in the words of a program. */
import type { AppError } from '../../../base/errors.ts';
import { invalidProgram } from './fault.ts';
import type { Token } from './token.ts';

/** Nested deeper, a program is refused. */
const DEEPEST = 200;

export class Cursor {
  readonly source: string;
  private readonly tokens: readonly Token[];
  private next = 0;
  private depth = 0;

  constructor(source: string, tokens: readonly Token[]) {
    this.source = source;
    this.tokens = tokens;
  }

  peek(ahead = 0): Token {
    return this.tokens[this.next + ahead] ?? { kind: 'end', at: this.source.length };
  }

  take(): Token {
    const token = this.peek();
    this.next++;
    return token;
  }

  /** Before the token that was taken last. */
  back(): void {
    this.next--;
  }

  isSymbol(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'symbol' && token.text === text;
  }

  isWord(text: string): boolean {
    const token = this.peek();
    return token.kind === 'word' && token.text === text;
  }

  /** Takes a symbol where it stands here. */
  skip(symbol: string): boolean {
    const here = this.isSymbol(symbol);
    if (here) this.next++;
    return here;
  }

  skipWord(word: string): boolean {
    const here = this.isWord(word);
    if (here) this.next++;
    return here;
  }

  expect(symbol: string): void {
    if (!this.skip(symbol)) throw this.unexpected(`${symbol} is expected`);
  }

  expectWord(word: string): void {
    if (!this.skipWord(word)) throw this.unexpected(`${word} is expected`);
  }

  expectVariable(): string {
    const token = this.take();
    if (token.kind === 'variable') return token.text;
    this.next--;
    throw this.unexpected('a variable is expected');
  }

  /** The words inside a text, as a program of their own at the same depth. */
  inside(tokens: readonly Token[]): Cursor {
    const cursor = new Cursor(this.source, tokens);
    cursor.depth = this.depth;
    return cursor;
  }

  nested<T>(parse: () => T): T {
    if (++this.depth > DEEPEST) throw this.unexpected('it is nested too deep');
    const parsed = parse();
    this.depth--;
    return parsed;
  }

  unexpected(why: string): AppError {
    const token = this.peek();
    const what = token.kind === 'end' ? 'the end' : token.kind === 'text' ? 'a text' : JSON.stringify(token.text);
    return invalidProgram(this.source, token.at, `unexpected ${what}: ${why}`);
  }
}
