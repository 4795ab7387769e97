/** Go cuts strings by bytes. Here such a string has a character for each byte, so that indexes are Go's. */
import { decodeText, encodeText, isAscii } from '../../go-value/index.ts';

/** The bytes of a text, one character (U+0000 to U+00FF) each. */
export function toByteString(text: string): string {
  return isAscii(text) ? text : Buffer.from(encodeText(text)).toString('latin1');
}

/** The text of such bytes. */
export function fromByteString(bytes: string): string {
  return isAscii(bytes) ? bytes : decodeText(Buffer.from(bytes, 'latin1'));
}
