/** A cursor over tokens, with the messages that go-jsonnet's parser has where another token was expected. */
import type { Range, Source } from './source.ts';
import { StaticFault } from './static-fault.ts';
import { kindText, type Token, type TokenKind, tokenText } from './token.ts';

export class TokenStream {
  readonly source: Source;
  private readonly tokens: readonly Token[];
  private at = 0;
  /** How many objects the parser is inside of. */
  objectDepth = 0;
  /** Whether there is a `$` outside of any object: told when the rest of the program is in order. */
  hasStrayDollar = false;

  constructor(source: Source, tokens: readonly Token[]) {
    this.source = source;
    this.tokens = tokens;
  }

  peek(ahead = 0): Token {
    const token = this.tokens[Math.min(this.at + ahead, this.tokens.length - 1)];
    if (token === undefined) throw new Error('no tokens');
    return token;
  }

  next(): Token {
    const token = this.peek();
    this.at += 1;
    return token;
  }

  /** The next token, if it is of this kind. */
  take(kind: TokenKind): Token | undefined {
    return this.peek().kind === kind ? this.next() : undefined;
  }

  isOperator(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'OPERATOR' && token.data === text;
  }

  expect(kind: TokenKind, whileParsing = ''): Token {
    const token = this.next();
    if (token.kind === kind) return token;
    const context = whileParsing === '' ? '' : ` while ${whileParsing}`;
    throw this.fault(`Expected token ${kindText(kind)} but got ${tokenText(token)}${context}`, token);
  }

  expectOperator(text: string): Token {
    const token = this.next();
    if (token.kind === 'OPERATOR' && token.data === text) return token;
    throw this.fault(`Expected operator ${text} but got ${tokenText(token)}`, token);
  }

  fault(message: string, range: Range): StaticFault {
    return new StaticFault(message, this.source, { start: range.start, end: range.end });
  }
}
