/**
 * Characters → tokens, as libyaml does it. What may become a key is known only when its colon comes: until then its
 * tokens wait, and the token of the key goes in front of them.
 */
import { Cursor, isBlankCode, isBlankOrEnd, isBreakCode, type Mark } from './cursor.ts';
import { scanBlock } from './scan-block.ts';
import { scanPlain, scanQuoted } from './scan-scalar.ts';
import { scanAnchor, scanDirective, scanTag } from './scan-tag.ts';
import { YamlSyntaxFault } from './syntax-fault.ts';
import { mark, type Token, type TokenKind } from './token.ts';

/** A place where a key may have begun. */
interface KeyCandidate {
  isPossible: boolean;
  /** A block mapping cannot go on without it. */
  isRequired: boolean;
  /** Number of its first token, counted over the whole text. */
  token: number;
  /** Whether that token waits for it. An empty flow collection that closes makes it not wait, as in the library. */
  holds: boolean;
  at: Mark;
}

/** A key and its colon are on one line and not farther apart than this. */
const LONGEST_KEY = 1024;
const NOWHERE: Mark = { line: 0, column: 0, index: 0 };

const FLOW_MARKS: Readonly<Record<string, TokenKind>> = {
  '[': 'flow-sequence-start',
  '{': 'flow-mapping-start',
  ']': 'flow-sequence-end',
  '}': 'flow-mapping-end',
};
const NO_PLAIN_START = new Set([...'-?:,[]{}#&*!|>\'"%@`'].map((character) => character.charCodeAt(0)));

export class Scanner {
  readonly cursor: Cursor;
  readonly #beginsWithMark: boolean;
  readonly #tokens: Token[] = [];
  /** Index of the next token in the queue, and how many were handed out before. */
  #head = 0;
  #taken = 0;
  #hasEnded = false;
  /** Whether the next token is known to be the next one. */
  #isReady = false;
  #keyAllowed = true;
  #indent = -1;
  readonly #indents: number[] = [];
  /** One for each open flow collection, and one for what is outside. */
  readonly #keys: KeyCandidate[] = [{ isPossible: false, isRequired: false, token: 0, holds: false, at: NOWHERE }];

  constructor(text: string) {
    this.cursor = new Cursor(text);
    this.#beginsWithMark = text.startsWith('\ufeff');
  }

  /** The next token, which stays. */
  peek(): Token {
    if (!this.#isReady) {
      while (this.#head === this.#tokens.length || this.#mayBecomeKey()) this.#fetch();
      this.#isReady = true;
    }
    const token = this.#tokens[this.#head];
    if (token === undefined) throw this.#fail('unknown problem parsing YAML content');
    return token;
  }

  /** Hands out the token that was peeked at. */
  skip(): void {
    this.#isReady = false;
    this.#head += 1;
    this.#taken += 1;
    if (this.#head < 64) return;
    this.#tokens.splice(0, this.#head);
    this.#head = 0;
  }

  get #inFlow(): boolean {
    return this.#keys.length > 1;
  }

  get #key(): KeyCandidate {
    const key = this.#keys.at(-1);
    if (key === undefined) throw this.#fail('unknown problem parsing YAML content');
    return key;
  }

  #fail(problem: string, context?: Mark): YamlSyntaxFault {
    return YamlSyntaxFault.scanning({ problem, at: this.cursor, ...(context && { context }) });
  }

  /** Whether a key token may still have to go in front of the next token. */
  #mayBecomeKey(): boolean {
    for (const key of this.#keys) if (key.holds && key.token === this.#taken) return this.#isValid(key);
    return false;
  }

  /** Number that the next token in the queue's end will have. */
  get #nextToken(): number {
    return this.#taken + this.#tokens.length - this.#head;
  }

  /** Puts a token in front of another one; where that is gone already it goes to the end. */
  #insert(token: Token, before: number): void {
    if (before < this.#taken) this.#tokens.push(token);
    else this.#tokens.splice(this.#head + before - this.#taken, 0, token);
  }

  #isValid(key: KeyCandidate): boolean {
    if (!key.isPossible) return false;
    const isNear = key.at.line === this.cursor.line && key.at.index + LONGEST_KEY >= this.cursor.index;
    if (isNear) return true;
    if (key.isRequired) throw this.#fail("could not find expected ':'", key.at);
    key.isPossible = false;
    return false;
  }

  #saveKey(): void {
    if (!this.#keyAllowed) return;
    const isRequired = !this.#inFlow && this.#indent === this.cursor.column;
    this.#dropKey();
    const token = this.#nextToken;
    const last = this.#keys.length - 1;
    this.#keys[last] = { isPossible: true, isRequired, token, holds: true, at: this.cursor.mark() };
  }

  #dropKey(): void {
    const key = this.#key;
    if (!key.isPossible) return;
    if (key.isRequired) throw this.#fail("could not find expected ':'", key.at);
    this.#forget(key);
  }

  #forget(key: KeyCandidate): void {
    key.isPossible = false;
    for (const other of this.#keys) if (other.token === key.token) other.holds = false;
  }

  /** Begins a block collection where the column is farther right than that of the last one. */
  #roll(kind: TokenKind, at: Mark, before?: number): void {
    if (this.#inFlow || this.#indent >= at.column) return;
    this.#indents.push(this.#indent);
    this.#indent = at.column;
    if (before === undefined) this.#tokens.push(mark(kind, at));
    else this.#insert(mark(kind, at), before);
  }

  #unroll(column: number): void {
    if (this.#inFlow) return;
    while (this.#indent > column) {
      this.#tokens.push(mark('block-end', this.cursor.mark()));
      this.#indent = this.#indents.pop() ?? -1;
    }
  }

  #fetch(): void {
    const { cursor } = this;
    if (this.#hasEnded) throw this.#fail('attempted to go past the end of stream; corrupted value?');
    this.#skipToToken();
    this.#unroll(cursor.column);
    const character = cursor.text.charAt(cursor.position);
    if (cursor.isAtEnd) this.#fetchEnd();
    else if (character === '%' && cursor.column === 0) this.#fetchDirective();
    else if (cursor.isAtDocumentMark()) this.#fetchDocumentMark();
    else if (!this.#fetchIndicator(character)) this.#fetchNode(character);
  }

  /** True where it was one. */
  #fetchIndicator(character: string): boolean {
    const flowMark = FLOW_MARKS[character];
    const isFree = this.#inFlow || isBlankOrEnd(this.cursor.code(1));
    if (flowMark !== undefined) {
      if (flowMark.endsWith('start')) this.#openFlow(flowMark);
      else this.#closeFlow(flowMark);
    } else if (character === ',') this.#fetchFlowEntry();
    else if (character === '-' && isBlankOrEnd(this.cursor.code(1))) this.#fetchBlockEntry();
    else if (character === '?' && isFree) this.#fetchKey();
    else if (character === ':' && isFree) this.#fetchValue();
    else return false;
    return true;
  }

  #fetchNode(character: string): void {
    const { cursor } = this;
    if (character === '*' || character === '&') this.#fetchWith(() => scanAnchor(cursor));
    else if (character === '!') this.#fetchWith(() => scanTag(cursor));
    else if ((character === '|' || character === '>') && !this.#inFlow) this.#fetchBlock();
    else if (character === '"' || character === "'") {
      this.#fetchWith((at) => scalar(at, scanQuoted(cursor, character)));
    } else this.#fetchPlain();
  }

  #fetchPlain(): void {
    const { cursor } = this;
    if (!this.#canBeginPlain()) throw this.#fail('found character that cannot start any token', cursor.mark());
    this.#fetchWith((at) => {
      const { value, endsLine } = scanPlain(cursor, { inFlow: this.#inFlow, indent: this.#indent + 1 });
      if (endsLine) this.#keyAllowed = true;
      return { ...scalar(at, value), isPlain: true };
    });
  }

  #canBeginPlain(): boolean {
    const code = this.cursor.code();
    const next = this.cursor.code(1);
    if (!isBlankOrEnd(code) && !NO_PLAIN_START.has(code)) return true;
    if (code === 45) return !isBlankCode(next);
    return !this.#inFlow && (code === 63 || code === 58) && !isBlankOrEnd(next);
  }

  /** Blanks, comments and line breaks; tabs only where no key may begin. */
  #skipToToken(): void {
    const { cursor } = this;
    for (;;) {
      // The library looks for a byte order mark in front of the text even when it is at a later line.
      if (this.#beginsWithMark && cursor.column === 0 && !cursor.isAtEnd) cursor.skip();
      while (cursor.code() === 32 || ((this.#inFlow || !this.#keyAllowed) && cursor.code() === 9)) cursor.position += 1;
      if (cursor.code() === 35) cursor.skipLineContent();
      if (!isBreakCode(cursor.code())) return;
      cursor.readBreak();
      if (!this.#inFlow) this.#keyAllowed = true;
    }
  }

  #fetchEnd(): void {
    this.cursor.endLine();
    this.#unroll(-1);
    this.#dropKey();
    this.#keyAllowed = false;
    this.#hasEnded = true;
    this.#tokens.push(mark('stream-end', this.cursor.mark()));
  }

  #fetchDirective(): void {
    this.#unroll(-1);
    this.#dropKey();
    this.#keyAllowed = false;
    this.#tokens.push(scanDirective(this.cursor));
  }

  #fetchDocumentMark(): void {
    this.#unroll(-1);
    this.#dropKey();
    this.#keyAllowed = false;
    const kind = this.cursor.code() === 45 ? 'document-start' : 'document-end';
    this.#tokens.push(mark(kind, this.cursor.mark()));
    this.cursor.skipTo(this.cursor.position + 3);
  }

  #openFlow(kind: TokenKind): void {
    this.#saveKey();
    this.#keys.push({
      isPossible: false,
      isRequired: false,
      token: this.#nextToken,
      holds: false,
      at: this.cursor.mark(),
    });
    this.#keyAllowed = true;
    this.#pushMark(kind);
  }

  #closeFlow(kind: TokenKind): void {
    this.#dropKey();
    if (this.#inFlow) {
      this.#forget(this.#key);
      this.#keys.pop();
    }
    this.#keyAllowed = false;
    this.#pushMark(kind);
  }

  #fetchFlowEntry(): void {
    this.#dropKey();
    this.#keyAllowed = true;
    this.#pushMark('flow-entry');
  }

  #fetchBlockEntry(): void {
    if (!this.#inFlow) {
      if (!this.#keyAllowed)
        throw this.#fail('block sequence entries are not allowed in this context', this.cursor.mark());
      this.#roll('block-sequence-start', this.cursor.mark());
    }
    this.#dropKey();
    this.#keyAllowed = true;
    this.#pushMark('block-entry');
  }

  #fetchKey(): void {
    if (!this.#inFlow) {
      if (!this.#keyAllowed) throw this.#fail('mapping keys are not allowed in this context', this.cursor.mark());
      this.#roll('block-mapping-start', this.cursor.mark());
    }
    this.#dropKey();
    this.#keyAllowed = !this.#inFlow;
    this.#pushMark('key');
  }

  #fetchValue(): void {
    const key = this.#key;
    if (this.#isValid(key)) {
      this.#insert(mark('key', key.at), key.token);
      this.#roll('block-mapping-start', key.at, key.token);
      this.#forget(key);
      this.#keyAllowed = false;
    } else {
      if (!this.#inFlow) {
        if (!this.#keyAllowed) throw this.#fail('mapping values are not allowed in this context', this.cursor.mark());
        this.#roll('block-mapping-start', this.cursor.mark());
      }
      this.#keyAllowed = !this.#inFlow;
    }
    this.#pushMark('value');
  }

  #fetchBlock(): void {
    this.#dropKey();
    this.#keyAllowed = true;
    const at = this.cursor.mark();
    this.#tokens.push(scalar(at, scanBlock(this.cursor, this.#indent)));
  }

  #fetchWith(scan: (at: Mark) => Token): void {
    this.#saveKey();
    this.#keyAllowed = false;
    this.#tokens.push(scan(this.cursor.mark()));
  }

  #pushMark(kind: TokenKind): void {
    this.#tokens.push(mark(kind, this.cursor.mark()));
    this.cursor.skip();
  }
}

function scalar(start: Mark, value: string): Token {
  return { kind: 'scalar', start, value, suffix: '', isPlain: false };
}
