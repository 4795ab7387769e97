/** Number tokens → what the number can be without loss. */
import { parseFloat64, parseInteger } from '../../go-value/text/parse-number.ts';
import { quote, unquoteCharacter } from '../../go-value/text/quote.ts';
import type { NumberForms } from './node.ts';
import type { TokenKind } from './token.ts';

const MAX_UINT64 = 2n ** 64n - 1n;
const MIN_INT64 = -(2n ** 63n);
const MAX_INT64 = 2n ** 63n - 1n;

/** The forms of a literal, or the words of Go's error. */
export function numberForms(text: string, kind: TokenKind): NumberForms | string {
  if (kind === 'char-constant') return characterForms(text);
  if (kind === 'complex') return complexForms(text);
  if (text.endsWith('i')) {
    const imaginary = parseFloat64(text.slice(0, -1));
    if (imaginary !== undefined) return simplified(0, imaginary);
  }
  return realForms(text);
}

function characterForms(text: string): NumberForms | string {
  const first = unquoteCharacter(text, 1, "'");
  if (first === undefined) return 'invalid syntax';
  if (text.slice(first.next) !== "'") return `malformed character constant: ${text}`;
  const int = BigInt(first.value);
  return { int, uint: int, float: first.value };
}

function realForms(text: string): NumberForms | string {
  const integer = parseInteger(text);
  const signed = /^[+-]/.test(text);
  const uint = integer !== undefined && !signed && integer <= MAX_UINT64 ? integer : undefined;
  const int = integer !== undefined && integer >= MIN_INT64 && integer <= MAX_INT64 ? integer : undefined;
  if (int !== undefined) {
    const unsigned = int === 0n ? 0n : uint;
    return { int, float: Number(int), ...(unsigned !== undefined && { uint: unsigned }) };
  }
  if (uint !== undefined) return { uint, float: Number(uint) };
  const float = parseFloat64(text);
  if (float === undefined) return `illegal number syntax: ${quote(text)}`;
  if (!/[.eEpP]/.test(text)) return `integer overflow: ${quote(text)}`;
  return { float, ...integersOf(float) };
}

function integersOf(float: number): NumberForms {
  if (!Number.isInteger(float)) return {};
  const value = BigInt(float);
  return {
    ...(value >= MIN_INT64 && value <= MAX_INT64 && { int: value }),
    ...(value >= 0n && value <= MAX_UINT64 && { uint: value }),
  };
}

function simplified(real: number, imaginary: number): NumberForms {
  const complex = { real, imaginary };
  return imaginary === 0 ? { complex, float: real, ...integersOf(real) } : { complex };
}

const FLOAT = String.raw`[+-]?(?:0[xX][\da-fA-F_]*\.?[\da-fA-F_]*(?:[pP][+-]?[\d_]*)?|[\d_]*\.?[\d_]*(?:[eEp][+-]?[\d_]*)?)`;
const COMPLEX = new RegExp(`^(${FLOAT})([+-])(${FLOAT})i`);

/** Two floats and an `i`: as fmt.Sscan reads them. */
function complexForms(text: string): NumberForms | string {
  const match = COMPLEX.exec(text);
  const [, first = '', sign = '', second = ''] = match ?? [];
  // An `i` right after the sign is taken for the beginning of `inf`.
  if (second === '') return 'syntax error scanning complex number';
  const real = scannedFloat(first);
  if (typeof real === 'string') return real;
  const imaginary = scannedFloat(sign + second);
  return typeof imaginary === 'string' ? imaginary : simplified(real, imaginary);
}

function scannedFloat(text: string): number | string {
  const value = parseFloat64(text);
  if (value !== undefined) return value;
  const problem = /^[+-]?\d+\.?\d*e/i.test(text) ? 'value out of range' : 'invalid syntax';
  return `strconv.ParseFloat: parsing ${quote(text)}: ${problem}`;
}
