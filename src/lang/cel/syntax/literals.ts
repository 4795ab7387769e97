/** The values of literals. */
import { uint, type Value } from '../runtime/values.ts';
import type { Token } from './tokens.ts';
import { unescapeBytes, unescapeText } from './unescape.ts';

export type LiteralValue =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'error'; readonly message: string };

/** The value of a literal with the sign before it. */
export function literalOf(token: Token, sign: string): LiteralValue {
  switch (token.type) {
    case 'true':
    case 'false':
      return { kind: 'value', value: token.type === 'true' };
    case 'null':
      return { kind: 'value', value: null };
    case 'NUM_INT':
      return integer(token.text, sign);
    case 'NUM_UINT':
      return unsigned(token.text);
    case 'NUM_FLOAT':
      return double(Number(`${sign}${token.text}`));
    case 'BYTES': {
      const value = unescapeBytes(token.text);
      return value ? { kind: 'value', value } : { kind: 'error', message: 'unable to unescape string' };
    }
    default: {
      const text = unescapeText(token.text);
      return text.kind === 'text' ? { kind: 'value', value: text.text } : text;
    }
  }
}

function integer(text: string, sign: string): LiteralValue {
  const size = BigInt(text);
  const value = sign === '-' ? -size : size;
  const fits = BigInt.asIntN(64, value) === value;
  return fits ? { kind: 'value', value } : { kind: 'error', message: 'invalid int literal' };
}

function unsigned(text: string): LiteralValue {
  const value = BigInt(text.slice(0, -1));
  const fits = BigInt.asUintN(64, value) === value;
  return fits ? { kind: 'value', value: uint(value) } : { kind: 'error', message: 'invalid uint literal' };
}

function double(value: number): LiteralValue {
  return Number.isFinite(value) ? { kind: 'value', value } : { kind: 'error', message: 'invalid double literal' };
}
