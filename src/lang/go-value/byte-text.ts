/** Go strings are bytes. In JavaScript: UTF-16 text in which a byte that is not part of valid UTF-8 is U+DC00 + byte. */

const LONE_LOW = /(?:^|[^\ud800-\udbff])[\udc80-\udcff]/;
const NON_ASCII = /[^\0-\x7f]/;
const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** `len(s)`: the number of bytes. */
export function byteLength(text: string): number {
  if (!NON_ASCII.test(text)) return text.length;
  return LONE_LOW.test(text) ? encodeText(text).length : Buffer.byteLength(text);
}

/** True for text whose bytes are all below 0x80, so that bytes, runes and units are the same. */
export function isAscii(text: string): boolean {
  return !NON_ASCII.test(text);
}

/** True when the string's bytes are not valid UTF-8. */
export function holdsRawBytes(text: string): boolean {
  return LONE_LOW.test(text);
}

/** `[]byte(s)`. */
export function encodeText(text: string): Uint8Array {
  if (!LONE_LOW.test(text)) return Buffer.from(text);
  const parts: Uint8Array[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    parts.push(code >= 0xdc80 && code <= 0xdcff ? Uint8Array.of(code - 0xdc00) : Buffer.from(character));
  }
  return Buffer.concat(parts);
}

/** `string(bytes)`. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return STRICT.decode(bytes);
  } catch {
    return decodeBroken(bytes);
  }
}

/**
 * Concatenation may join raw bytes to a character: this is the text in its one right form. Needed after joining
 * strings of which `holdsRawBytes` may be true; everything else is returned as it is.
 */
export function joinedText(text: string): string {
  return LONE_LOW.test(text) ? decodeText(encodeText(text)) : text;
}

function decodeBroken(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = characterLength(bytes, at);
    text +=
      length === 0 ? String.fromCharCode(0xdc00 + (bytes[at] ?? 0)) : STRICT.decode(bytes.subarray(at, at + length));
    at += Math.max(length, 1);
  }
  return text;
}

/** Length of the valid character that begins here, 0 where none does. */
function characterLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || at + length > bytes.length) return 0;
  const second = bytes[at + 1] ?? 0;
  const [low, high] = secondByteRange(lead);
  if (second < low || second > high) return 0;
  for (let next = at + 2; next < at + length; next++) {
    if (((bytes[next] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  return length;
}

/** RFC 3629, section 4: no overlong forms, no surrogates, nothing beyond U+10FFFF. */
function secondByteRange(lead: number): readonly [number, number] {
  if (lead === 0xe0) return [0xa0, 0xbf];
  if (lead === 0xed) return [0x80, 0x9f];
  if (lead === 0xf0) return [0x90, 0xbf];
  if (lead === 0xf4) return [0x80, 0x8f];
  return [0x80, 0xbf];
}

/** Order of the bytes. UTF-16 units differ from it only from U+D800 on: surrogates, what is above them, raw bytes. */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left === right) continue;
    return left < 0xd800 && right < 0xd800 ? left - right : slowOrder(a, b);
  }
  return a.length - b.length;
}

function slowOrder(a: string, b: string): number {
  return Buffer.compare(encodeText(a), encodeText(b));
}
