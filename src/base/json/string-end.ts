/** Where strings end in JSON text. By `indexOf`, since a pattern would need stack for every character of a long string. */
const BACKSLASH = 0x5c;

/** Index of the quote that closes the string opened at `start`; the length of the text where it is never closed. */
export function stringEnd(text: string, start: number): number {
  let at = text.indexOf('"', start + 1);
  while (at >= 0 && isEscaped(text, at)) at = text.indexOf('"', at + 1);
  return at < 0 ? text.length : at;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes++;
  return backslashes % 2 === 1;
}
