/** Leaves of built-in types: what JSON they take, the form they are written in, and their zero values. */
import { isList, type Json } from '../../base/json-value.ts';
import { canonicalQuantity } from '../quantity/quantity.ts';

export type ScalarResult =
  | { readonly kind: 'ok'; readonly value: Json }
  /** `message` replaces the usual sentence, `goType` names the type in it. */
  | { readonly kind: 'wrong'; readonly message?: string; readonly goType?: string };

const WRONG: ScalarResult = { kind: 'wrong' };
const QUANTITY_SENTENCE = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

/** Reads a leaf of this type. Types that hold any JSON take all. */
export function decodeScalar(value: Json, type: string): ScalarResult {
  switch (type) {
    case 'string':
      return typeof value === 'string' ? { kind: 'ok', value } : WRONG;
    case 'bool':
      return typeof value === 'boolean' ? { kind: 'ok', value } : WRONG;
    case 'int32':
    case 'int64':
    case 'float64':
      return decodeNumber(value, type);
    case 'Quantity': {
      const text = canonicalQuantity(value);
      if (text !== undefined) return { kind: 'ok', value: text };
      return { kind: 'wrong', message: QUANTITY_SENTENCE };
    }
    case 'IntOrString':
      if (typeof value === 'string') return { kind: 'ok', value };
      return decodeNumber(value, 'int32');
    case 'Time':
      return decodeTime(value, 0);
    case 'MicroTime':
      return decodeTime(value, 6);
    case 'bytes':
      return decodeBytes(value);
    case 'Duration':
      return typeof value === 'string' ? { kind: 'ok', value } : WRONG;
    default:
      return { kind: 'ok', value };
  }
}

/** What Go writes for a zero value: undefined where it is left out. */
export function zeroScalar(type: string, omit: string | undefined): Json | undefined {
  switch (type) {
    case 'string':
      return omit === undefined ? '' : undefined;
    case 'bool':
      return omit === undefined ? false : undefined;
    case 'int32':
    case 'int64':
    case 'float64':
      return omit === undefined ? 0 : undefined;
    // These are structs to Go: omitempty does not leave them out, omitzero does.
    case 'Quantity':
      return omit === 'zero' ? undefined : '0';
    case 'IntOrString':
      return omit === 'zero' ? undefined : 0;
    case 'Time':
    case 'MicroTime':
    case 'RawExtension':
    case 'JSON':
      return omit === 'zero' ? undefined : null;
    case 'Duration':
      return omit === 'zero' ? undefined : '0s';
    default:
      return omit === undefined ? null : undefined;
  }
}

function decodeNumber(value: Json, type: string): ScalarResult {
  if (typeof value !== 'number' && typeof value !== 'bigint') return { kind: 'wrong', goType: type };
  if (type === 'float64') return { kind: 'ok', value };
  const fits =
    type === 'int32'
      ? Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31
      : typeof value === 'bigint'
        ? BigInt.asIntN(64, value) === value
        : Number.isInteger(value) && Math.abs(value) < 2 ** 63;
  return fits ? { kind: 'ok', value: value === 0 ? 0 : value } : { kind: 'wrong', goType: type };
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

function decodeTime(value: Json, digits: number): ScalarResult {
  if (typeof value !== 'string') return { kind: 'wrong', goType: 'string' };
  const match = TIME.exec(value);
  const instant = match === null ? Number.NaN : Date.parse(value.replace(/\.\d+/, ''));
  if (Number.isNaN(instant)) return { kind: 'wrong', message: timeFault(value) ?? '' };
  const fraction = digits === 0 ? '' : `.${(match?.[1] ?? '.').slice(1, digits + 1).padEnd(digits, '0')}`;
  return { kind: 'ok', value: `${new Date(instant).toISOString().slice(0, 19)}${fraction}Z` };
}

/** What is wrong with a time of RFC 3339, as Go's `time` package says it; undefined where nothing is. */
export function timeFault(text: string): string | undefined {
  if (TIME.test(text) && !Number.isNaN(Date.parse(text.replace(/\.\d+/, '')))) return undefined;
  const [, begin, extra = ''] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))(.+)$/s.exec(text) ?? [];
  if (begin !== undefined) return `parsing time ${goQuoted(text)}: extra text: ${goQuoted(extra)}`;
  return `parsing time ${goQuoted(text)} as "2006-01-02T15:04:05Z07:00": cannot parse ${goQuoted(text)} as "2006"`;
}

/** Every byte that is no ASCII is shown as a number. */
function goQuoted(text: string): string {
  return JSON.stringify(text).replace(/[^ -~]/gu, (letter) =>
    [...Buffer.from(letter)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join(''),
  );
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Bytes may also be written one by one. */
function isByte(value: Json): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255;
}

function decodeBytes(value: Json): ScalarResult {
  if (isList(value) && value.every(isByte)) return { kind: 'ok', value: Buffer.from(value).toString('base64') };
  if (typeof value !== 'string') return { kind: 'wrong', goType: '[]uint8' };
  const text = value.replaceAll(/[\r\n]/g, '');
  if (text.length % 4 === 0 && BASE64.test(text)) return { kind: 'ok', value: text };
  return { kind: 'wrong', message: `illegal base64 data at input byte ${corruptByte(value)}` };
}

/** Where Go's decoder stops: behind the padding, at what is no digit, or where the last four begin. */
function corruptByte(text: string): number {
  let inQuantum = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\r' || character === '\n') continue;
    if (character === '=') return inQuantum < 2 ? at : afterPadding(text, at, inQuantum);
    if (!/[A-Za-z0-9+/]/.test(character)) return at;
    inQuantum = (inQuantum + 1) % 4;
  }
  return text.length - inQuantum;
}

function afterPadding(text: string, first: number, inQuantum: number): number {
  const next = (at: number): number => at + (/^[\r\n]*/.exec(text.slice(at))?.[0].length ?? 0);
  const second = next(first + 1);
  if (inQuantum === 3) return second;
  if (second >= text.length) return text.length;
  return text.charAt(second) === '=' ? next(second + 1) : second - 1;
}
