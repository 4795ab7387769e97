/** Tokens with up to two steps back, for one tree of a text. */
import { quote } from '../../go-value/text/quote.ts';
import { TemplateError } from '../template-error.ts';
import { type Lexer, lineAt } from './lexer.ts';
import type { Source } from './node.ts';
import { isKeyword, type Token, type TokenKind } from './token.ts';

const NONE: Token = { kind: 'eof', at: 0, text: '', spaced: false };

/** A definition inside a text has a stream of its own over the same lexer: errors speak of the line it read last. */
export class TokenStream {
  readonly lexer: Lexer;
  readonly #source: Source;
  /** The token that was read last, and the one before it where that was given back. */
  #last = NONE;
  #before = NONE;
  #ahead = 0;
  /** Where the action that is being parsed began; undefined between actions. */
  actionAt: number | undefined;

  constructor(lexer: Lexer, source: Source) {
    this.lexer = lexer;
    this.#source = source;
  }

  next(): Token {
    if (this.#ahead === 0) {
      this.#last = this.lexer.next();
      return this.#last;
    }
    this.#ahead -= 1;
    return this.#ahead === 0 ? this.#last : this.#before;
  }

  peek(): Token {
    if (this.#ahead === 0) {
      this.#last = this.lexer.next();
      this.#ahead = 1;
    }
    return this.#ahead === 1 ? this.#last : this.#before;
  }

  /** Gives back the token that was read last. */
  back(): void {
    this.#ahead += 1;
  }

  /** Gives back two tokens: the one that was read last, or looked at, and this one before it. */
  backTwo(before: Token): void {
    this.#before = before;
    this.#ahead = 2;
  }

  expect(context: string, ...kinds: readonly TokenKind[]): Token {
    const token = this.next();
    if (!kinds.includes(token.kind)) this.refuse(token, context);
    return token;
  }

  refuse(token: Token, context: string): never {
    if (token.kind !== 'error') this.fail(`unexpected ${tokenText(token)} in ${context}`);
    this.fail(token.text + this.#whereActionStarted(token));
  }

  #whereActionStarted(token: Token): string {
    if (this.actionAt === undefined) return '';
    const line = this.#lineAt(this.actionAt);
    if (line === this.#lineAt(token.at)) return '';
    const start = `started at ${this.#source.name}:${line}`;
    return token.text.endsWith(' action') ? ` ${start}` : ` in action ${start}`;
  }

  #lineAt(at: number): number {
    return lineAt(this.#source.text, at);
  }

  /** Throws Go's error for this place. */
  fail(message: string): never {
    throw parseError(this.#source, this.line, message);
  }

  /** Of the token that was read last; 0 before the first. */
  get line(): number {
    return this.#last === NONE ? 0 : this.#lineAt(this.#last.at);
  }
}

/** Go's error for a line of a text. */
export function parseError({ name }: Source, line: number, message: string): TemplateError {
  return new TemplateError('template.invalid', `template: ${name}:${line}: ${message}`, {
    place: { template: name, line },
  });
}

function tokenText(token: Token): string {
  if (token.kind === 'eof') return 'EOF';
  if (isKeyword(token.kind)) return `<${token.text}>`;
  // Ten bytes decide whether there is an ellipsis, ten characters stay.
  if (Buffer.byteLength(token.text) <= 10) return quote(token.text);
  return `${quote([...token.text].slice(0, 10).join(''))}...`;
}
