/** Format texts cut into text and clauses such as `%s`, `%.2f`; used when they are checked and when they run. */
import { CelFault } from '../runtime/cel-fault.ts';

export interface FormatClause {
  readonly kind: 'string' | 'decimal' | 'fixed' | 'scientific' | 'binary' | 'hex' | 'octal';
  readonly precision: number;
  /** The precision was written. */
  readonly given: boolean;
  readonly upper: boolean;
}

export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'clause'; readonly clause: FormatClause; readonly index: number };

const KINDS: Readonly<Record<string, FormatClause['kind']>> = {
  s: 'string',
  d: 'decimal',
  f: 'fixed',
  e: 'scientific',
  b: 'binary',
  x: 'hex',
  X: 'hex',
  o: 'octal',
};
const DEFAULT_PRECISION = 6;
/** More would be text without end for the price of a few characters. */
const MOST_DIGITS = 10_000;

/** The pieces of a format text for so many arguments; throws where it is none. */
export function readPieces(text: string, count: number): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  let index = 0;
  while (at < text.length) {
    const percent = text.indexOf('%', at);
    const end = percent < 0 ? text.length : percent;
    if (end > at) pieces.push({ kind: 'text', text: text.slice(at, end) });
    if (percent < 0) break;
    if (text[end + 1] === '%') {
      pieces.push({ kind: 'text', text: '%' });
      at = end + 2;
      continue;
    }
    if (index >= count) throw new CelFault(`index ${index} out of range`);
    if (end + 1 >= text.length) throw new CelFault('unexpected end of string');
    const found = readClause(text.slice(end + 1));
    pieces.push({ kind: 'clause', clause: found.clause, index });
    index += 1;
    at = end + 1 + found.length;
  }
  return pieces;
}

const LEAD = 'could not parse formatting clause: ';

function readClause(text: string): { readonly clause: FormatClause; readonly length: number } {
  const digits = /^\.(\d*)/.exec(text);
  if (digits !== null && digits[0].length === text.length) {
    throw new CelFault(`${LEAD}error while parsing precision: could not find end of precision specifier`);
  }
  if (digits?.[1] === '') {
    const why = 'strconv.Atoi: parsing "": invalid syntax';
    throw new CelFault(`${LEAD}error while parsing precision: error while converting precision to integer: ${why}`);
  }
  const length = digits === null ? 0 : digits[0].length;
  const letter = text[length] ?? '';
  const kind = KINDS[letter];
  if (kind === undefined) throw new CelFault(`${LEAD}unrecognized formatting clause "${letter}"`);
  const precision = digits === null ? DEFAULT_PRECISION : Number(digits[1]);
  if (precision > MOST_DIGITS) throw new CelFault('operation cancelled: actual cost limit exceeded', true);
  return { clause: { kind, precision, given: digits !== null, upper: letter === 'X' }, length: length + 1 };
}

const WANTED: Readonly<Record<FormatClause['kind'], string>> = {
  string:
    'string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps',
  decimal: 'decimal clause can only be used on integers',
  fixed: 'fixed-point clause can only be used on doubles',
  scientific: 'scientific clause can only be used on doubles',
  binary: 'only integers and bools can be formatted as binary',
  hex: 'only integers, byte buffers, and strings can be formatted as hex',
  octal: 'octal clause can only be used on integers',
};

/** What a clause says of a value of a type it cannot format. */
export function clauseError(kind: FormatClause['kind'], type: string): string {
  return `${WANTED[kind]}, was given ${type}`;
}
