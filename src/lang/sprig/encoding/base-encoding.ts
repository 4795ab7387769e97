/** Base 64 and 32 as Go reads them: with padding, line breaks anywhere, and the place of the first wrong byte. */

export type Decoding =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'fault'; readonly message: string };

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

interface Base {
  readonly name: string;
  readonly alphabet: string;
  /** Characters of a whole group. */
  readonly group: number;
  readonly bits: number;
  /** How many characters of the last group may stand before its padding. */
  readonly endings: readonly number[];
}

const BASES = {
  base64: { name: 'base64', alphabet: BASE64, group: 4, bits: 6, endings: [2, 3] },
  base32: { name: 'base32', alphabet: BASE32, group: 8, bits: 5, endings: [2, 4, 5, 7] },
} as const satisfies Readonly<Record<string, Base>>;

/** `bytes` has a character for each byte. */
export function decodeBase64(bytes: string): Decoding {
  const isPlain = bytes.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(bytes);
  if (isPlain) return { kind: 'bytes', bytes: Buffer.from(bytes, 'base64') };
  return decode(bytes, BASES.base64);
}

export function decodeBase32(bytes: string): Decoding {
  return decode(bytes, BASES.base32);
}

function decode(text: string, base: Base): Decoding {
  const values: number[] = [];
  let padding = 0;
  const fault = (at: number): Decoding => ({ kind: 'fault', message: `illegal ${base.name} data at input byte ${at}` });
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\n' || character === '\r') continue;
    if (character === '=' && values.length % base.group > 0) {
      const ending = values.length % base.group;
      if (!base.endings.includes(ending)) return fault(at);
      const closed = closePadding(text, at, base.group - ending);
      if (closed.kind === 'fault') return fault(closed.at);
      padding = base.group - ending;
      break;
    }
    const value = base.alphabet.indexOf(character);
    if (value < 0) return fault(at);
    values.push(value);
  }
  if (padding === 0 && values.length % base.group > 0) return fault(text.length - (values.length % base.group));
  return { kind: 'bytes', bytes: packed(values, base.bits) };
}

type Closing = { readonly kind: 'closed' } | { readonly kind: 'fault'; readonly at: number };

function closePadding(text: string, start: number, count: number): Closing {
  let at = start;
  for (let left = count; left > 0; left--) {
    while (left < count && /[\r\n]/.test(text.charAt(at))) at += 1;
    if (at >= text.length) return { kind: 'fault', at: text.length };
    if (text.charAt(at) !== '=') return { kind: 'fault', at: at - 1 };
    at += 1;
  }
  while (/[\r\n]/.test(text.charAt(at))) at += 1;
  return at < text.length ? { kind: 'fault', at } : { kind: 'closed' };
}

function packed(values: readonly number[], bits: number): Uint8Array {
  const bytes = new Uint8Array(Math.floor((values.length * bits) / 8));
  let held = 0;
  let count = 0;
  let at = 0;
  for (const value of values) {
    held = ((held << bits) | value) & 0xffff;
    count += bits;
    if (count < 8) continue;
    count -= 8;
    bytes[at] = (held >> count) & 0xff;
    at += 1;
  }
  return bytes;
}

/** With padding. */
export function encodeBase32(bytes: Uint8Array): string {
  let text = '';
  let held = 0;
  let count = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff;
    count += 8;
    for (; count >= 5; count -= 5) text += BASE32.charAt((held >> (count - 5)) & 31);
  }
  if (count > 0) text += BASE32.charAt((held << (5 - count)) & 31);
  return text.padEnd(Math.ceil(text.length / 8) * 8, '=');
}
