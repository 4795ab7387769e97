/** Tokens with up to three steps back, for one tree of a text. */
import { quote } from '../../go-value/text/quote.ts';
import { TemplateError } from '../template-error.ts';
import type { Lexer } from './lexer.ts';
import { isKeyword, type Token, type TokenKind } from './token.ts';

const NONE: Token = { kind: 'eof', at: 0, text: '', line: 0 };

/** A definition inside a text has a stream of its own over the same lexer: errors speak of the line it read last. */
export class TokenStream {
  readonly lexer: Lexer;
  readonly #name: string;
  readonly #tokens: [Token, Token, Token] = [NONE, NONE, NONE];
  #ahead = 0;
  /** Line of the delimiter of the action that is being parsed, 0 between actions. */
  actionLine = 0;

  constructor(lexer: Lexer, name: string) {
    this.lexer = lexer;
    this.#name = name;
  }

  next(): Token {
    if (this.#ahead > 0) this.#ahead -= 1;
    else this.#tokens[0] = this.lexer.next();
    return this.#tokens[this.#ahead] ?? NONE;
  }

  peek(): Token {
    if (this.#ahead > 0) return this.#tokens[this.#ahead - 1] ?? NONE;
    this.#ahead = 1;
    this.#tokens[0] = this.lexer.next();
    return this.#tokens[0];
  }

  nextNonSpace(): Token {
    for (;;) {
      const token = this.next();
      if (token.kind !== 'space') return token;
    }
  }

  peekNonSpace(): Token {
    const token = this.nextNonSpace();
    this.#ahead += 1;
    return token;
  }

  /** Gives back the token read last, and before it the given ones: the first of them comes first. */
  back(...before: readonly Token[]): void {
    const [first, second] = before;
    if (second && first) {
      this.#tokens[1] = second;
      this.#tokens[2] = first;
      this.#ahead = 3;
    } else if (first) {
      this.#tokens[1] = first;
      this.#ahead = 2;
    } else this.#ahead += 1;
  }

  expect(context: string, ...kinds: readonly TokenKind[]): Token {
    const token = this.nextNonSpace();
    if (!kinds.includes(token.kind)) this.refuse(token, context);
    return token;
  }

  refuse(token: Token, context: string): never {
    if (token.kind !== 'error') this.fail(`unexpected ${tokenText(token)} in ${context}`);
    this.fail(token.text + this.#whereActionStarted(token));
  }

  #whereActionStarted(token: Token): string {
    if (this.actionLine === 0 || this.actionLine === token.line) return '';
    const start = `started at ${this.#name}:${this.actionLine}`;
    return token.text.endsWith(' action') ? ` ${start}` : ` in action ${start}`;
  }

  /** Throws Go's error for this place. */
  fail(message: string): never {
    const { line } = this.#tokens[0];
    throw new TemplateError('template.invalid', `template: ${this.#name}:${line}: ${message}`, {
      place: { template: this.#name, line },
    });
  }
}

function tokenText(token: Token): string {
  if (token.kind === 'eof') return 'EOF';
  if (isKeyword(token.kind)) return `<${token.text}>`;
  // Ten bytes decide whether there is an ellipsis, ten characters stay.
  if (Buffer.byteLength(token.text) <= 10) return quote(token.text);
  return `${quote([...token.text].slice(0, 10).join(''))}...`;
}
