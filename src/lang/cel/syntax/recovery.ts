/**
 * Errors in the grammar, reported and survived exactly as parsers made by ANTLR 4 do (its default error strategy): a token
 * too many is dropped, one that lacks is made up, else everything up to what may follow is skipped. Users see these
 * messages, so what was expected is spelled out with its order.
 */
import type { Tokens } from './lexer.ts';
import type { Source, SourceError } from './source.ts';
import { showExpected, showText, type Token, type TokenType } from './tokens.ts';

/** What may come next at a place; `end` where the rule may also end there. */
export interface Expected {
  readonly types: ReadonlySet<TokenType>;
  readonly end: boolean;
}

export function expected(...types: readonly TokenType[]): Expected {
  return { types: new Set(types), end: false };
}

/** The same, or the end of the rule. */
export function orEnd(...types: readonly TokenType[]): Expected {
  return { types: new Set(types), end: true };
}

/** Leaves a rule that cannot go on. */
class Mismatch {
  readonly message: string;
  readonly at: number;

  constructor(message: string, at: number) {
    this.message = message;
    this.at = at;
  }
}

/** Ends parsing as a whole. */
export class ParsingEnds {}

const MOST_RECOVERIES = 30;
const MOST_SKIPPED = 256;
const MOST_ERRORS = 100;
const DEEPEST_RULE = 250;

export type RuleName =
  | 'start'
  | 'expr'
  | 'or'
  | 'and'
  | 'relation'
  | 'calc'
  | 'unary'
  | 'member'
  | 'primary'
  | 'list'
  | 'entries'
  | 'fields'
  | 'element'
  | 'arguments'
  | 'field'
  | 'name'
  | 'literal';

export class TokenReader {
  readonly errors: SourceError[] = [];
  readonly #source: Source;
  readonly #tokens: Tokens;
  /** What follows each rule being read, the innermost last. */
  readonly #follows: Expected[] = [];
  readonly #depths = new Map<RuleName, number>();
  #index = 0;
  #recovering = false;
  #lastError: { readonly index: number; readonly places: Set<string> } | undefined;
  #recoveries = 0;

  constructor(source: Source, tokens: Tokens) {
    this.#source = source;
    this.#tokens = tokens;
  }

  /** The token `ahead` places from here. */
  peek(ahead = 0): Token {
    const { tokens } = this.#tokens;
    const last = tokens.length - 1;
    // The reader is made of tokens that end with `<EOF>`.
    return tokens[Math.min(this.#index + ahead, last)] as Token;
  }

  get type(): TokenType {
    return this.peek().type;
  }

  /** Takes the token that is known to be right. */
  take(): Token {
    const token = this.peek();
    this.#recovering = false;
    this.#lastError = undefined;
    this.#consume();
    return token;
  }

  /** Takes a token of this type, after which comes `then`; drops or makes one up where that helps. */
  match(type: TokenType, then: Expected): Token {
    if (this.type === type) return this.take();
    this.#countRecovery();
    if (this.#dropOne(expected(type))) return this.take();
    const token = this.peek();
    if (this.#withFollows(then).has(token.type)) {
      this.#report(`missing ${showExpected([type])} at ${showText(token.text)}`, token.start);
      return { type, text: '', start: token.start, end: token.start };
    }
    throw this.mismatch(expected(type));
  }

  /** Before a choice: where nothing that may come is here, a token too many is dropped, else the rule ends in an error. */
  sync(next: Expected): void {
    if (this.#recovering || next.end || next.types.has(this.type)) return;
    if (this.#dropOne(next)) return;
    throw this.mismatch(next);
  }

  /** At the end of a turn of a loop of at least one: reports what cannot come and skips to what may. */
  syncLoop(next: Expected): void {
    if (this.#recovering || next.types.has(this.type)) return;
    this.#reportUnwanted(next);
    this.#skipTo(new Set([...this.#withFollows(next), ...this.#recoverySet()]));
  }

  /** The error of a choice none of whose ways fits the tokens from here to `ahead`. */
  noWay(ahead: number): Mismatch {
    const offending = this.peek(ahead);
    const { start } = this.peek();
    const text = this.#source.points
      .slice(start, offending.end)
      .filter((_, index) => !this.#tokens.junk.some(([from, to]) => from <= start + index && start + index < to))
      .join('');
    return new Mismatch(`no viable alternative at input ${showText(text)}`, offending.start);
  }

  mismatch(next: Expected): Mismatch {
    const token = this.peek();
    const wanted = showExpected(this.#withFollows(next));
    return new Mismatch(`mismatched input ${showText(token.text)} expecting ${wanted}`, token.start);
  }

  /** Reads a rule that `follow` comes after; its errors are reported, skipped over, and answered with `otherwise`. */
  rule<T>(
    name: RuleName,
    follow: Expected,
    { read, otherwise }: { readonly read: () => T; readonly otherwise: () => T },
  ): T {
    this.#follows.push(follow);
    const before = this.#depths.get(name) ?? 0;
    try {
      this.deepen(name);
      return read();
    } catch (fault) {
      if (!(fault instanceof Mismatch)) throw fault;
      this.#report(fault.message, fault.at);
      this.#recover(name);
      return otherwise();
    } finally {
      this.#depths.set(name, before);
      this.#follows.pop();
    }
  }

  /** One more level of a rule within itself; operators in a row count as well. */
  deepen(name: RuleName): void {
    const depth = (this.#depths.get(name) ?? 0) + 1;
    this.#depths.set(name, depth);
    if (depth <= DEEPEST_RULE) return;
    this.tooDeep();
    throw new ParsingEnds();
  }

  /** The stack of the language may end before that of the grammar does. */
  tooDeep(): void {
    this.errors.push({ at: -1, message: `expression recursion limit exceeded: ${DEEPEST_RULE}` });
  }

  #consume(): void {
    if (this.#index < this.#tokens.tokens.length - 1) this.#index += 1;
  }

  #dropOne(next: Expected): boolean {
    if (!this.#withFollows(next).has(this.peek(1).type) || this.type === '<EOF>') return false;
    this.#reportUnwanted(next);
    this.#consume();
    this.#recovering = false;
    this.#lastError = undefined;
    return true;
  }

  #reportUnwanted(next: Expected): void {
    const token = this.peek();
    const wanted = showExpected(this.#withFollows(next));
    this.#report(`extraneous input ${showText(token.text)} expecting ${wanted}`, token.start);
  }

  #report(message: string, at: number): void {
    if (this.#recovering) return;
    this.#recovering = true;
    if (this.errors.length >= MOST_ERRORS) {
      this.errors.push({ at, message: `Syntax error: More than ${MOST_ERRORS} syntax errors` });
      throw new ParsingEnds();
    }
    this.errors.push({ at, message: `Syntax error: ${message}` });
  }

  #recover(place: string): void {
    this.#countRecovery();
    if (this.#lastError?.index === this.#index && this.#lastError.places.has(place)) this.#consume();
    const places = this.#lastError?.places ?? new Set();
    this.#lastError = { index: this.#index, places: places.add(place) };
    this.#skipTo(this.#recoverySet());
  }

  #countRecovery(): void {
    this.#recoveries += 1;
    if (this.#recoveries <= MOST_RECOVERIES) return;
    const message = `Syntax error: error recovery attempt limit exceeded: ${MOST_RECOVERIES}`;
    this.errors.push({ at: this.peek().start, message });
    throw new ParsingEnds();
  }

  #skipTo(types: ReadonlySet<TokenType>): void {
    for (let skipped = 0; this.type !== '<EOF>' && !types.has(this.type); skipped += 1) {
      if (skipped >= MOST_SKIPPED) {
        this.errors.push({ at: -1, message: `error recovery token lookahead limit exceeded: ${MOST_SKIPPED}` });
        throw new ParsingEnds();
      }
      this.#consume();
    }
  }

  /** What may come, with what may come after the rules that may end here. */
  #withFollows(next: Expected): ReadonlySet<TokenType> {
    const types = new Set(next.types);
    let { end } = next;
    for (let index = this.#follows.length - 1; end && index >= 0; index -= 1) {
      const follow = this.#follows[index];
      if (follow === undefined) break;
      for (const type of follow.types) types.add(type);
      end = follow.end;
    }
    if (end) types.add('<EOF>');
    return types;
  }

  #recoverySet(): ReadonlySet<TokenType> {
    return new Set(this.#follows.flatMap(({ types }) => [...types]));
  }
}
