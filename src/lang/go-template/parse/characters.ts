/** Which characters a name, a space and a trim marker are made of. */
import { isPrintable } from '../../go-value/text/quote.ts';

export const END = -1;

const LETTER_OR_DIGIT = /^[\p{L}\p{Nd}]$/u;

export function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 13 || code === 10;
}

/** Letters, decimal digits and underscores. */
export function isAlphanumeric(code: number): boolean {
  if (code < 0x80) {
    return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95;
  }
  return LETTER_OR_DIGIT.test(String.fromCodePoint(code));
}

/** `%#U`: `U+0021 '!'`. */
export function unicodeName(code: number): string {
  if (code === END) return 'U+FFFFFFFFFFFFFFFF';
  const hex = code.toString(16).toUpperCase().padStart(4, '0');
  const character = String.fromCodePoint(code);
  return isPrintable(character) ? `U+${hex} '${character}'` : `U+${hex}`;
}
