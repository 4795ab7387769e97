/** From the text of an expression to its tree: the grammar of cel-spec with optionals, shaped like the one of cel-go. */
import type { Entry, Expr, StructField } from './ast.ts';
import { tokenize } from './lexer.ts';
import { literalOf } from './literals.ts';
import { expandMacro } from './macros.ts';
import { balanced } from './operators.ts';
import { type Expected, expected, orEnd, ParsingEnds, TokenReader } from './recovery.ts';
import { type Source, type SourceError, sourceOf } from './source.ts';
import type { Token, TokenType } from './tokens.ts';

const LONGEST = 100_000;
const LITERALS: readonly TokenType[] = ['true', 'false', 'null', 'NUM_FLOAT', 'NUM_INT', 'NUM_UINT', 'STRING', 'BYTES'];
const PRIMARY: readonly TokenType[] = ['[', '{', '(', '.', '-', 'IDENTIFIER', ...LITERALS];
const START: readonly TokenType[] = ['!', ...PRIMARY];
const RELATIONS: readonly TokenType[] = ['<', '<=', '>=', '>', '==', '!=', 'in'];
const CALCULATIONS: readonly TokenType[] = ['*', '/', '%', '+', '-'];
const RESERVED = new Set(
  'as break const continue else false for function if import in let loop package namespace null return true var void while'.split(
    ' ',
  ),
);

const STARTS = expected(...START);
const MEMBERS = orEnd('.', '[');
const END = orEnd();

export type Parsed =
  | { readonly kind: 'tree'; readonly tree: Expr; readonly source: Source }
  | { readonly kind: 'errors'; readonly errors: readonly SourceError[]; readonly source: Source };

/** Parses an expression and expands its macros; or all errors in it. Never throws. */
export function parse(text: string): Parsed {
  const source = sourceOf(text);
  if (source.points.length > LONGEST) {
    const message = `expression code point size exceeds limit: size: ${source.points.length}, limit ${LONGEST}`;
    return { kind: 'errors', errors: [{ at: -1, message }], source };
  }
  const tokens = tokenize(source);
  const reader = new TokenReader(source, tokens);
  const parser = new Parser(reader);
  const tree = parser.start();
  const errors = [...tokens.errors, ...reader.errors, ...parser.errors];
  return errors.length === 0 ? { kind: 'tree', tree, source } : { kind: 'errors', errors, source };
}

/** Stands where nothing could be read; a tree with it is never used. */
function missing(at: number): Expr {
  return { kind: 'literal', at, value: null };
}

class Parser {
  /** Of what the grammar allows and the language does not. */
  readonly errors: SourceError[] = [];
  readonly #reader: TokenReader;

  constructor(reader: TokenReader) {
    this.#reader = reader;
  }

  start(): Expr {
    const reader = this.#reader;
    const otherwise = () => missing(0);
    try {
      return reader.rule('start', END, {
        read: () => {
          const tree = this.#expr(expected('<EOF>'));
          reader.match('<EOF>', END);
          return tree;
        },
        otherwise,
      });
    } catch (fault) {
      if (fault instanceof RangeError) reader.tooDeep();
      else if (!(fault instanceof ParsingEnds)) throw fault;
      return otherwise();
    }
  }

  #expr(follow: Expected): Expr {
    const reader = this.#reader;
    return this.#rule('expr', follow, () => {
      const condition = this.#or(orEnd('?'));
      reader.sync(orEnd('?'));
      if (reader.type !== '?') return condition;
      const at = reader.take().start;
      const yes = this.#or(expected(':'));
      reader.match(':', STARTS);
      const no = this.#expr(END);
      return { kind: 'call', at, name: '_?_:_', args: [condition, yes, no] };
    });
  }

  #or(follow: Expected): Expr {
    return this.#rule('or', follow, () => this.#logical('||', '_||_', () => this.#and(orEnd('||'))));
  }

  #and(follow: Expected): Expr {
    return this.#rule('and', follow, () => this.#logical('&&', '_&&_', () => this.#relation(orEnd('&&'))));
  }

  #logical(sign: '||' | '&&', name: string, read: () => Expr): Expr {
    const reader = this.#reader;
    const terms = [read()];
    const places: number[] = [];
    reader.sync(orEnd(sign));
    while (reader.type === sign) {
      places.push(reader.take().start);
      terms.push(read());
      reader.sync(orEnd(sign));
    }
    return balanced(name, terms, places);
  }

  #relation(follow: Expected): Expr {
    const after = orEnd(...RELATIONS);
    return this.#rule('relation', follow, () =>
      this.#binary('relation', RELATIONS, {
        first: () => this.#calc(after),
        next: () => this.#rule('relation', after, () => this.#calc(after)),
      }),
    );
  }

  /** Sums of products; what binds tighter is read by the inner loop. */
  #calc(follow: Expected): Expr {
    const after = orEnd(...CALCULATIONS);
    const unary = () => this.#unary(after);
    const product = () =>
      this.#binary('calc', ['*', '/', '%'], { first: unary, next: () => this.#rule('calc', after, unary) });
    return this.#rule('calc', follow, () =>
      this.#binary('calc', ['+', '-'], { first: product, next: () => this.#rule('calc', after, product) }),
    );
  }

  #binary(
    rule: 'relation' | 'calc',
    signs: readonly TokenType[],
    { first, next }: { readonly first: () => Expr; readonly next: () => Expr },
  ): Expr {
    const reader = this.#reader;
    let left = first();
    while (signs.includes(reader.type)) {
      reader.deepen(rule);
      const sign = reader.take();
      const right = next();
      left = { kind: 'call', at: sign.start, name: sign.type === 'in' ? '@in' : `_${sign.type}_`, args: [left, right] };
    }
    return left;
  }

  #unary(follow: Expected): Expr {
    const reader = this.#reader;
    return this.#rule('unary', follow, () => {
      reader.sync(STARTS);
      if (reader.type === '!') return this.#signs('!', '!_');
      if (reader.type !== '-') return this.#member(END);
      const next = reader.peek(1).type;
      // A sign before a number belongs to the number.
      if (next === 'NUM_INT' || next === 'NUM_FLOAT') return this.#member(END);
      if (!PRIMARY.includes(next)) throw reader.noWay(1);
      return this.#signs('-', '-_');
    });
  }

  #signs(sign: '!' | '-', name: string): Expr {
    const reader = this.#reader;
    const { start } = reader.peek();
    let count = 0;
    while (reader.type === sign) {
      reader.take();
      count += 1;
      reader.syncLoop(expected(sign, ...PRIMARY));
    }
    const operand = this.#member(END);
    return count % 2 === 0 ? operand : { kind: 'call', at: start, name, args: [operand] };
  }

  #member(follow: Expected): Expr {
    const reader = this.#reader;
    return this.#rule('member', follow, () => {
      let operand = this.#primary(MEMBERS);
      reader.sync(MEMBERS);
      while (reader.type === '.' || reader.type === '[') {
        reader.deepen('member');
        operand = reader.type === '[' ? this.#index(operand) : this.#selection(operand);
        reader.sync(MEMBERS);
      }
      return operand;
    });
  }

  #index(operand: Expr): Expr {
    const reader = this.#reader;
    const at = reader.take().start;
    reader.sync(expected('?', ...START));
    const optional = this.#takeIf('?');
    const index = this.#expr(expected(']'));
    reader.match(']', MEMBERS);
    return { kind: 'call', at, name: optional ? '_[?_]' : '_[_]', args: [operand, index] };
  }

  #selection(operand: Expr): Expr {
    const reader = this.#reader;
    const [second, third] = [reader.peek(1).type, reader.peek(2).type];
    if (second !== '?' && second !== 'IDENTIFIER' && second !== 'ESC_IDENTIFIER') throw reader.noWay(1);
    const dot = reader.take();
    if (second === 'IDENTIFIER' && third === '(') return this.#memberCall(operand);
    const optional = this.#takeIf('?');
    const name = this.#name(MEMBERS);
    if (!optional) return { kind: 'select', at: dot.start, operand, field: name?.text ?? '', test: false };
    const field: Expr = { kind: 'literal', at: name?.start ?? dot.start, value: name?.text ?? '' };
    return { kind: 'call', at: dot.start, name: '_?._', args: [operand, field] };
  }

  #memberCall(target: Expr): Expr {
    const reader = this.#reader;
    const name = reader.take().text;
    const at = reader.take().start;
    const args = this.#arguments();
    reader.match(')', MEMBERS);
    return this.#called({ kind: 'call', at, name, target, args });
  }

  #called(call: Extract<Expr, { kind: 'call' }>): Expr {
    const expanded = expandMacro(call);
    if (expanded.kind === 'tree') return expanded.tree;
    this.errors.push(expanded.error);
    return missing(call.at);
  }

  #primary(follow: Expected): Expr {
    const reader = this.#reader;
    return this.#rule('primary', follow, () => {
      reader.sync(expected(...PRIMARY));
      switch (reader.type) {
        case '(':
          return this.#nested();
        case '[':
          return this.#list();
        case '{':
          return this.#map();
        case '.':
        case 'IDENTIFIER':
          return this.#named();
        default:
          if (reader.type !== '-' && !LITERALS.includes(reader.type)) throw reader.noWay(0);
          return this.#literal(END);
      }
    });
  }

  #nested(): Expr {
    this.#reader.take();
    const inner = this.#expr(expected(')'));
    this.#reader.match(')', END);
    return inner;
  }

  /** A name, a call, or an object `a.b{…}`. */
  #named(): Expr {
    const reader = this.#reader;
    const dotted = reader.type === '.' ? 1 : 0;
    if (reader.peek(dotted).type !== 'IDENTIFIER') throw reader.noWay(dotted);
    const start = reader.peek().start;
    if (this.#beginsObject(dotted)) return this.#object();
    if (dotted > 0) reader.take();
    const name = reader.take();
    const text = `${dotted > 0 ? '.' : ''}${name.text}`;
    const call = reader.type === '(';
    if (RESERVED.has(name.text)) this.errors.push({ at: start, message: `reserved identifier: ${name.text}` });
    if (!call) return { kind: 'ident', at: name.start, name: text };
    const at = reader.take().start;
    const args = this.#arguments();
    reader.match(')', END);
    return RESERVED.has(name.text) ? missing(start) : this.#called({ kind: 'call', at, name: text, args });
  }

  #beginsObject(dotted: number): boolean {
    const reader = this.#reader;
    let ahead = dotted + 1;
    while (reader.peek(ahead).type === '.' && reader.peek(ahead + 1).type === 'IDENTIFIER') ahead += 2;
    return reader.peek(ahead).type === '{';
  }

  #object(): Expr {
    const reader = this.#reader;
    let name = '';
    while (reader.type !== '{') name += reader.take().text;
    const at = reader.take().start;
    reader.sync(expected('?', 'IDENTIFIER', 'ESC_IDENTIFIER', ',', '}'));
    const names: readonly TokenType[] = ['?', 'IDENTIFIER', 'ESC_IDENTIFIER'];
    const fields = names.includes(reader.type) ? this.#fields() : [];
    this.#close('}');
    return { kind: 'struct', at, name, fields };
  }

  #fields(): readonly StructField[] {
    const follow = expected(',', '}');
    return this.#separated('fields', { follow, begins: ['?', 'IDENTIFIER', 'ESC_IDENTIFIER'] }, () => {
      const [name, optional] = this.#reader.rule('field', expected(':'), {
        read: () => [this.#nameAfterMark(), false] as const,
        otherwise: () => [undefined, false] as const,
      });
      const colon = this.#reader.match(':', STARTS);
      const value = this.#expr(orEnd(','));
      return { at: colon.start, name: name?.text ?? '', value, optional: optional || (name?.optional ?? false) };
    });
  }

  #nameAfterMark(): { readonly text: string; readonly optional: boolean } | undefined {
    this.#reader.sync(expected('?', 'IDENTIFIER', 'ESC_IDENTIFIER'));
    const optional = this.#takeIf('?');
    const name = this.#name(END);
    return name && { text: name.text, optional };
  }

  #list(): Expr {
    const reader = this.#reader;
    const at = reader.take().start;
    reader.sync(expected('?', ',', ']', ...START));
    const optional = new Set<number>();
    let index = 0;
    const begins: readonly TokenType[] = ['?', ...START];
    const elements = !begins.includes(reader.type)
      ? []
      : this.#separated('list', { follow: expected(',', ']'), begins }, () => {
          const { value, marked } = this.#optional(orEnd(','));
          if (marked) optional.add(index);
          index += 1;
          return value;
        });
    this.#close(']');
    return { kind: 'list', at, elements, optional };
  }

  #map(): Expr {
    const reader = this.#reader;
    const at = reader.take().start;
    reader.sync(expected('?', ',', '}', ...START));
    const begins: readonly TokenType[] = ['?', ...START];
    const entries: readonly Entry[] = !begins.includes(reader.type)
      ? []
      : this.#separated('entries', { follow: expected(',', '}'), begins }, () => {
          const key = this.#optional(expected(':'));
          const colon = reader.match(':', STARTS);
          const value = this.#expr(orEnd(','));
          return { at: colon.start, key: key.value, value, optional: key.marked };
        });
    this.#close('}');
    return { kind: 'map', at, entries };
  }

  /** A rule of elements with commas between; a comma that no element follows is left for the end. */
  #separated<T>(
    rule: 'list' | 'entries' | 'fields',
    { follow, begins }: { readonly follow: Expected; readonly begins: readonly TokenType[] },
    read: () => T,
  ): readonly T[] {
    const reader = this.#reader;
    const found: T[] = [];
    return reader.rule(rule, follow, {
      read: () => {
        found.push(read());
        reader.sync(orEnd(','));
        while (reader.type === ',' && begins.includes(reader.peek(1).type)) {
          reader.take();
          found.push(read());
          reader.sync(orEnd(','));
        }
        return found;
      },
      otherwise: () => found,
    });
  }

  #close(type: ']' | '}'): void {
    const reader = this.#reader;
    reader.sync(expected(type, ','));
    this.#takeIf(',');
    reader.match(type, END);
  }

  #optional(follow: Expected): { readonly value: Expr; readonly marked: boolean } {
    const reader = this.#reader;
    let marked = false;
    const value = this.#rule('element', follow, () => {
      reader.sync(expected('?', ...START));
      marked = this.#takeIf('?');
      return this.#expr(END);
    });
    return { value, marked };
  }

  #arguments(): readonly Expr[] {
    const reader = this.#reader;
    reader.sync(expected(')', ...START));
    if (!START.includes(reader.type)) return [];
    const found: Expr[] = [];
    return reader.rule('arguments', expected(')'), {
      read: () => {
        found.push(this.#expr(orEnd(',')));
        reader.sync(orEnd(','));
        while (reader.type === ',') {
          reader.take();
          found.push(this.#expr(orEnd(',')));
          reader.sync(orEnd(','));
        }
        return found;
      },
      otherwise: () => found,
    });
  }

  #name(follow: Expected): Token | undefined {
    const reader = this.#reader;
    const found = reader.rule('name', follow, {
      read: () => {
        reader.sync(expected('IDENTIFIER', 'ESC_IDENTIFIER'));
        return reader.take();
      },
      otherwise: () => undefined,
    });
    if (found === undefined) this.errors.push({ at: reader.peek().start, message: 'unsupported ident kind' });
    if (found?.type === 'ESC_IDENTIFIER') this.errors.push({ at: found.start, message: "unsupported syntax: '`'" });
    return found;
  }

  #literal(follow: Expected): Expr {
    const reader = this.#reader;
    return this.#rule('literal', follow, () => {
      const { start } = reader.peek();
      const sign = this.#takeIf('-') ? '-' : '';
      if (sign !== '' && reader.type !== 'NUM_INT' && reader.type !== 'NUM_FLOAT') {
        throw reader.mismatch(expected('NUM_INT', 'NUM_FLOAT'));
      }
      return this.#valued(reader.take(), sign, start);
    });
  }

  #valued(token: Token, sign: string, at: number): Expr {
    const value = literalOf(token, sign);
    if (value.kind === 'value') return { kind: 'literal', at, value: value.value };
    this.errors.push({ at, message: value.message });
    return missing(at);
  }

  #takeIf(type: TokenType): boolean {
    if (this.#reader.type !== type) return false;
    this.#reader.take();
    return true;
  }

  #rule(name: Parameters<TokenReader['rule']>[0], follow: Expected, read: () => Expr): Expr {
    const { start } = this.#reader.peek();
    return this.#reader.rule(name, follow, { read, otherwise: () => missing(start) });
  }
}
