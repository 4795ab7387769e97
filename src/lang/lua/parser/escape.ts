/** What stands behind a backslash in a string. */

const NAMED: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** The byte that is meant and how many bytes name it. Unknown letters mean themselves; `\300` and more wrap to a byte. */
export function readEscape(source: string, at: number): { readonly text: string; readonly length: number } {
  const digits = /^\d{1,3}/.exec(source.slice(at, at + 3))?.[0];
  if (digits !== undefined) return { text: String.fromCharCode(Number(digits) & 255), length: digits.length };
  const char = source[at] ?? '';
  return { text: Object.hasOwn(NAMED, char) ? (NAMED[char] ?? '') : char, length: char.length };
}
