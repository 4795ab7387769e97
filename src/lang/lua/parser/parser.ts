/** The tokens of a program one by one, with one token seen ahead, and the function being read. */
import type { AppError } from '../../../base/errors.ts';
import { END, Lexer, type Token } from './lexer.ts';
import { Scope } from './scope.ts';
import type { Local } from './syntax.ts';
import { meaningFault, syntaxFault } from './syntax-fault.ts';

/** Deeper programs would end the reading for want of stack. */
const MAX_NESTING = 200;

export class Parser {
  token: Token;
  /** Of the token that was taken last. */
  lastLine = 1;
  scope: Scope;
  readonly #lexer: Lexer;
  #ahead: Token | undefined = undefined;
  #nesting = 0;
  #deferred: AppError | undefined = undefined;

  constructor(source: string) {
    this.#lexer = new Lexer(source);
    this.token = this.#lexer.next();
    this.scope = new Scope(undefined, { varargs: true });
  }

  is(type: string): boolean {
    return this.token.type === type;
  }

  /** The token here; the next one comes up. */
  take(): Token {
    const token = this.token;
    this.lastLine = token.line;
    this.token = this.#ahead ?? this.#lexer.next();
    this.#ahead = undefined;
    return token;
  }

  /** The token after this one. */
  ahead(): Token {
    this.#ahead ??= this.#lexer.next();
    return this.#ahead;
  }

  /** Passes a token over where it is of this type. */
  skip(type: string): boolean {
    if (!this.is(type)) return false;
    this.take();
    return true;
  }

  /** Throws where the token is of another type. */
  expect(type: string): Token {
    if (!this.is(type)) throw this.fault();
    return this.take();
  }

  fault(message?: string) {
    const { type, line, column, text } = this.token;
    return syntaxFault(type === END ? undefined : { line, column }, text, message);
  }

  /** Notes a fault that is told only of a program that reads well to its end. */
  deferFault(fault: AppError): void {
    this.#deferred ??= fault;
  }

  /** Throws what was noted first. */
  checkDeferred(): void {
    if (this.#deferred !== undefined) throw this.#deferred;
  }

  declare(name: string): Local {
    const local = this.scope.declare(name);
    if (local === undefined) throw meaningFault(this.token.line, 'too many local variables');
    return local;
  }

  /** Reads something that may hold others of its kind. */
  nested<T>(read: () => T): T {
    if (++this.#nesting > MAX_NESTING) throw meaningFault(this.token.line, 'the program is nested too deeply');
    const result = read();
    this.#nesting--;
    return result;
  }
}
