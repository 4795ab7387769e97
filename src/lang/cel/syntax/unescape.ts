/** The text or bytes of a literal with its prefixes and quotes. */

const CHARACTERS: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '`': '`',
  '?': '?',
};

export type Unescaped =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'error'; readonly message: string };

/** The text of a string token. */
export function unescapeText(token: string): Unescaped {
  const { body, raw } = unquote(token);
  if (raw) return { kind: 'text', text: body };
  let text = '';
  for (const part of parts(body)) {
    const point = typeof part === 'number' ? part : -1;
    if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) {
      return { kind: 'error', message: 'invalid unicode code point' };
    }
    text += typeof part === 'number' ? String.fromCodePoint(part) : part;
  }
  return { kind: 'text', text };
}

/** The bytes of a bytes token; undefined where it has `\u` escapes, which bytes cannot. */
export function unescapeBytes(token: string): Uint8Array | undefined {
  const { body, raw } = unquote(token.slice(1));
  const encoder = new TextEncoder();
  if (raw) return encoder.encode(body);
  if (/(?<!\\)(?:\\\\)*\\[uU]/.test(body)) return undefined;
  const bytes: number[] = [];
  for (const part of parts(body)) {
    if (typeof part === 'number') bytes.push(part & 0xff);
    else bytes.push(...encoder.encode(part));
  }
  return Uint8Array.from(bytes);
}

/** Text between escapes, and the numbers of numeric escapes. */
function* parts(body: string): Generator<string | number> {
  const pattern = /\\(?:[xX]([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([0-3][0-7]{2})|([\s\S]))/g;
  let last = 0;
  for (const match of body.matchAll(pattern)) {
    if (match.index > last) yield body.slice(last, match.index);
    last = match.index + match[0].length;
    const hex = match[1] ?? match[2] ?? match[3];
    if (hex !== undefined) yield Number.parseInt(hex, 16);
    else if (match[4] !== undefined) yield Number.parseInt(match[4], 8);
    else yield CHARACTERS[match[5] ?? ''] ?? '';
  }
  if (last < body.length) yield body.slice(last);
}

function unquote(token: string): { readonly body: string; readonly raw: boolean } {
  const raw = /^[rR]/.test(token);
  const normal = (raw ? token.slice(1) : token).replace(/\r\n?/g, '\n');
  const width = /^("""|''')/.test(normal) && normal.length >= 6 ? 3 : 1;
  return { body: normal.slice(width, normal.length - width), raw };
}
