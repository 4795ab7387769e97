/** Quotes a text the way the messages of Go's `time` do: quotes and backslashes escaped, other than printable ASCII as `\x` bytes. */
export function quoteTimeText(text: string): string {
  let quoted = '';
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code >= 0x80 || code < 0x20) quoted += hexBytes(char);
    else quoted += char === '"' || char === '\\' ? `\\${char}` : char;
  }
  return `"${quoted}"`;
}

function hexBytes(char: string): string {
  return [...new TextEncoder().encode(char)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}
