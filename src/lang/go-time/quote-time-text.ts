/** Quotes a text the way the messages of Go's `time` do: quotes and backslashes escaped, other than printable ASCII as `\x` bytes. */
import { toBinary } from '../go-value/index.ts';

export function quoteTimeText(text: string): string {
  return quoteTimeBytes(toBinary(text));
}

/** The same for a text that has a character for each byte. */
export function quoteTimeBytes(bytes: string): string {
  return `"${bytes.replace(/["\\]|[^ -~\x7f]/g, escapeByte)}"`;
}

function escapeByte(byte: string): string {
  if (byte === '"' || byte === '\\') return `\\${byte}`;
  return `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
