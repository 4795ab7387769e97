/** Plain, quoted and block scalars, as libyaml's scanner reads them. */
import { type Cursor, isBlankCode, isBlankOrEnd, isBreakCode, type Mark } from './cursor.ts';
import { YamlSyntaxFault } from './syntax-fault.ts';

/** Line breaks between two pieces of text: one is a space, more of them are one less. */
class Fold {
  isOpen = false;
  #first = '';
  #more = '';

  add(lineBreak: string): void {
    if (this.isOpen) this.#more += lineBreak;
    else this.#first = lineBreak;
    this.isOpen = true;
  }

  /** An escaped line break leaves nothing. */
  open(): void {
    this.isOpen = true;
  }

  take(): string {
    const isOrdinary = this.#first === '\n';
    const text = isOrdinary ? this.#more || ' ' : this.#first + this.#more;
    this.isOpen = false;
    this.#first = '';
    this.#more = '';
    return text;
  }
}

export interface PlainScalar {
  readonly value: string;
  /** Whether it ended behind a line break, so that a key may follow. */
  readonly endsLine: boolean;
}

export interface PlainPlace {
  readonly inFlow: boolean;
  /** Continued lines stand at least in this column. */
  readonly indent: number;
}

export function scanPlain(cursor: Cursor, { inFlow, indent }: PlainPlace): PlainScalar {
  const start = cursor.mark();
  const fold = new Fold();
  let value = '';
  let spaces = '';
  for (;;) {
    if (cursor.isAtDocumentMark() || cursor.code() === 35) break;
    const end = plainEnd(cursor.text, cursor.position, inFlow);
    if (end > cursor.position) {
      value += (fold.isOpen ? fold.take() : spaces) + cursor.skipTo(end);
      spaces = '';
    }
    if (!isBlankCode(cursor.code()) && !isBreakCode(cursor.code())) break;
    spaces = skipSpace(cursor, { fold, spaces, onTab: () => refuseTab(cursor, { start, indent, fold }) });
    if (!inFlow && cursor.column < indent) break;
  }
  return { value, endsLine: fold.isOpen };
}

/** Where a piece of plain text without spaces ends. */
function plainEnd(text: string, from: number, inFlow: boolean): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (isBlankOrEnd(code)) return at;
    if (code === 58 && isBlankOrEnd(text.charCodeAt(at + 1))) return at;
    if (inFlow && isFlowIndicator(code)) return at;
    at += 1;
  }
}

/** `,` `?` `[` `]` `{` `}` */
function isFlowIndicator(code: number): boolean {
  return code === 44 || code === 63 || code === 91 || code === 93 || code === 123 || code === 125;
}

function refuseTab(cursor: Cursor, { start, indent, fold }: { start: Mark; indent: number; fold: Fold }): void {
  if (!fold.isOpen || cursor.column >= indent) return;
  throw YamlSyntaxFault.scanning({
    problem: 'found a tab character that violates indentation',
    at: cursor,
    context: start,
  });
}

interface Space {
  readonly fold: Fold;
  readonly spaces: string;
  readonly onTab?: () => void;
}

/** Steps over blanks and line breaks; blanks count only as long as no line has ended. */
function skipSpace(cursor: Cursor, { fold, spaces, onTab }: Space): string {
  let kept = spaces;
  for (;;) {
    const code = cursor.code();
    if (isBlankCode(code)) {
      if (code === 9) onTab?.();
      if (!fold.isOpen) kept += String.fromCharCode(code);
      cursor.skip();
    } else if (isBreakCode(code)) {
      if (!fold.isOpen) kept = '';
      fold.add(cursor.readBreak());
    } else return kept;
  }
}

/** `quote` is the character that it began with. */
export function scanQuoted(cursor: Cursor, quote: '"' | "'"): string {
  const start = cursor.mark();
  const fail = (problem: string) => YamlSyntaxFault.scanning({ problem, at: cursor, context: start });
  const fold = new Fold();
  let value = '';
  cursor.skip();
  for (;;) {
    if (cursor.isAtDocumentMark()) throw fail('found unexpected document indicator');
    if (cursor.isAtEnd) throw fail('found unexpected end of stream');
    value += scanQuotedWord(cursor, { quote, fold, fail });
    if (cursor.code() === quote.charCodeAt(0)) break;
    const spaces = skipSpace(cursor, { fold, spaces: '' });
    value += fold.isOpen ? fold.take() : spaces;
  }
  cursor.skip();
  return value;
}

interface QuotedWord {
  readonly quote: '"' | "'";
  readonly fold: Fold;
  readonly fail: (problem: string) => YamlSyntaxFault;
}

function scanQuotedWord(cursor: Cursor, { quote, fold, fail }: QuotedWord): string {
  const mark = quote.charCodeAt(0);
  let word = '';
  for (;;) {
    const end = quotedEnd(cursor.text, cursor.position, mark);
    word += cursor.skipTo(end);
    const code = cursor.code();
    if (code === mark && quote === "'" && cursor.code(1) === mark) {
      cursor.skipTo(cursor.position + 2);
      word += "'";
    } else if (code === 92 && quote === '"') {
      if (isBreakCode(cursor.code(1))) {
        cursor.skip();
        cursor.readBreak();
        fold.open();
        return word;
      }
      word += scanEscape(cursor, fail);
    } else return word;
  }
}

function quotedEnd(text: string, from: number, mark: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === mark || isBlankOrEnd(code) || (code === 92 && mark === 34)) return at;
    at += 1;
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
};
const CODE_LENGTHS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function scanEscape(cursor: Cursor, fail: QuotedWord['fail']): string {
  const letter = cursor.text.charAt(cursor.position + 1);
  const known = ESCAPES[letter];
  const length = CODE_LENGTHS[letter];
  if (known === undefined && length === undefined) throw fail('found unknown escape character');
  cursor.skipTo(cursor.position + 2);
  if (known !== undefined || length === undefined) return known ?? '';
  const digits = cursor.text.slice(cursor.position, cursor.position + length);
  if (!/^[0-9a-fA-F]+$/.test(digits) || digits.length < length) throw fail('did not find expected hexdecimal number');
  const code = Number.parseInt(digits, 16);
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) throw fail('found invalid Unicode character escape code');
  cursor.skipTo(cursor.position + length);
  return String.fromCodePoint(code);
}
