/**
 * Lua strings are bytes. Here they are JavaScript strings whose characters are all below 256, one per byte, so that lengths
 * and positions are Lua's; text from outside is its UTF-8.
 */
import { Buffer } from 'node:buffer';

const BEYOND_ASCII = /[^\0-\x7f]/;
/** Up to here looking at each character is quicker. */
const SHORT = 32;

function isAscii(text: string): boolean {
  if (text.length > SHORT) return !BEYOND_ASCII.test(text);
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}

/** The UTF-8 bytes of a text, one character each. ASCII comes back as it is. */
export function bytesOf(text: string): string {
  return isAscii(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}

/** The text whose UTF-8 these bytes are; what is no UTF-8 becomes U+FFFD. */
export function textOf(bytes: string): string {
  return isAscii(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString('utf8');
}
