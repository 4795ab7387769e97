/** `'…'.format([…])`: the formatting of cel-go's strings extension in version 2, in its English locale. */
import { CelFault } from '../runtime/cel-fault.ts';
import { fixedDouble, formatDouble } from '../runtime/format-double.ts';
import { showDuration, showTimestamp } from '../runtime/time.ts';
import { type CelList, type CelMap, isKind, itemsOf, typeName, type Value } from '../runtime/values.ts';
import { clauseError, type FormatClause, type Piece, readPieces } from './format-clauses.ts';

/** The text with its clauses filled; throws for what does not fit. */
export function formatText(text: string, args: CelList): string {
  const items = itemsOf(args);
  return readPieces(text, items.length)
    .map((piece: Piece) => (piece.kind === 'text' ? piece.text : filled(piece.clause, items[piece.index] ?? null)))
    .join('');
}

function filled(clause: FormatClause, value: Value): string {
  const text = WRITERS[clause.kind](value, clause);
  if (text !== undefined) return text;
  throw new CelFault(`error during formatting: ${clauseError(clause.kind, typeName(value))}`);
}

type Writer = (value: Value, clause: FormatClause) => string | undefined;

const WRITERS: Readonly<Record<FormatClause['kind'], Writer>> = {
  string: (value) => showString(value),
  decimal: (value) => numberText(value, 10),
  fixed: (value, { precision }) => {
    const number = numberOf(value);
    if (number === undefined || typeof number === 'string') return number;
    return grouped(fixedDouble(number, precision));
  },
  // The number behind the point is taken for a width.
  scientific: (value, { precision, given }) => {
    const number = numberOf(value);
    if (number === undefined || typeof number === 'string') return number;
    const [mantissa = '', exponent = ''] = number.toExponential(6).split('e');
    return `${mantissa}×10${superscript(exponent)}`.padStart(given ? precision : 0);
  },
  binary: (value) => (typeof value === 'boolean' ? String(Number(value)) : numberText(value, 2)),
  hex: (value, { upper }) => {
    const text = numberText(value, 16) ?? bytesText(value);
    return upper ? text?.toUpperCase() : text;
  },
  octal: (value) => numberText(value, 8),
};

function numberText(value: Value, base: number): string | undefined {
  if (typeof value === 'bigint') return value.toString(base);
  return isKind(value, 'uint') ? value.value.toString(base) : undefined;
}

function bytesText(value: Value): string | undefined {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  if (!(bytes instanceof Uint8Array)) return undefined;
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const SPECIAL: Readonly<Record<string, string>> = { NaN: 'NaN', Infinity: '∞', '-Infinity': '-∞' };

/** A finite number, the text of one that is not, or undefined for what is no double. */
function numberOf(value: Value): number | string | undefined {
  if (typeof value === 'string') return SPECIAL[value];
  if (typeof value !== 'number') return undefined;
  return Number.isFinite(value) ? value : SPECIAL[String(value)];
}

function grouped(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const withCommas = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? withCommas : `${withCommas}.${fraction}`;
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

function superscript(exponent: string): string {
  const sign = exponent.startsWith('-') ? '⁻' : '';
  const digits = exponent.replace(/^[+-]/, '').padStart(2, '0');
  return sign + [...digits].map((digit) => SUPERSCRIPTS[Number(digit)]).join('');
}

function showString(value: Value, nested = false): string | undefined {
  if (value === null) return 'null';
  if (typeof value === 'string') return nested ? JSON.stringify(value) : value;
  if (typeof value === 'number') return plainOf(value, nested);
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value instanceof Uint8Array) {
    return nested ? `b${JSON.stringify(decoded(value))}` : decoded(value);
  }
  switch (value.kind) {
    case 'uint':
      return String(value.value);
    case 'timestamp':
      return nested ? `timestamp(${JSON.stringify(showTimestamp(value))})` : showTimestamp(value);
    case 'duration':
      return nested ? `duration(${JSON.stringify(showDuration(value))})` : showDuration(value);
    case 'type':
      return value.name;
    case 'list':
      return showList(value);
    case 'map':
      return showMap(value);
    default:
      return undefined;
  }
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const why = 'invalid UTF-8 in bytes, cannot convert to string';
    throw new CelFault(`error during formatting: could not convert argument "${why}" to string`);
  }
}

function plainOf(value: number, nested: boolean): string {
  if (Number.isFinite(value)) return nested ? fixedDouble(value, 6) : formatDouble(value);
  return nested ? `"${formatDouble(value)}"` : formatDouble(value);
}

function showList(value: CelList): string {
  return `[${itemsOf(value).map(showNested).join(', ')}]`;
}

function showMap(value: CelMap): string {
  for (const key of value.keys()) {
    if (KEYS.has(typeName(key))) continue;
    throw new CelFault(`error during formatting: no formatting function for map key of type ${typeName(key)}`);
  }
  const entries = value.keys().map((key) => `${showNested(key)}:${showNested(value.get(key) ?? null)}`);
  return `{${entries.sort().join(', ')}}`;
}

const KEYS = new Set(['string', 'bool', 'int', 'uint']);

function showNested(value: Value): string {
  const text = showString(value, true);
  if (text !== undefined) return text;
  throw new CelFault(`error during formatting: no formatting function for ${typeName(value)}`);
}
