/** Finds integers in JSON text that a double cannot hold. */

import { stringEnd } from './string-end.ts';

/** Cheap and wide: most texts have no run of sixteen digits at all. */
const LONG_DIGITS = /\d{16}/;
/** A number of at least sixteen digits before any point or exponent. */
const LONG_NUMBER = /-?\d{16,}(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const INTEGER = /^-?\d+$/;

/** Where the first integer beyond ±2^53 stands, or -1. The text must be valid JSON. */
export function bigIntegerAt(text: string): number {
  if (!LONG_DIGITS.test(text)) return -1;
  let at = 0;
  while (at < text.length) {
    const quote = text.indexOf('"', at);
    const end = quote < 0 ? text.length : quote;
    for (const match of text.slice(at, end).matchAll(LONG_NUMBER)) {
      if (isBigInteger(match[0])) return at + match.index;
    }
    at = quote < 0 ? end : stringEnd(text, quote) + 1;
  }
  return -1;
}

/** True for the text of an integer that loses digits as a number. */
export function isBigInteger(text: string): boolean {
  return INTEGER.test(text) && !Number.isSafeInteger(Number(text));
}
