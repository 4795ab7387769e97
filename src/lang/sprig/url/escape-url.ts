/** Percent encoding as Go's `net/url` does it in each part of a URL. All texts here have a character for each byte. */
import { fromBinary, quote } from '../../go-value/index.ts';

export type UrlPart = 'host' | 'zone' | 'path' | 'user' | 'fragment';

/** What is wrong with a URL. */
export class UrlFault extends Error {
  override readonly name = 'UrlFault';
}

const HOST = 'A-Za-z0-9\\-_.~!$&\'()*+,;=:[\\]<>"';
const KEPT: Readonly<Record<UrlPart, RegExp>> = {
  host: new RegExp(`[${HOST}]`),
  zone: new RegExp(`[${HOST}]`),
  path: /[A-Za-z0-9\-_.~$&+,/:;=@]/,
  user: /[A-Za-z0-9\-_.~$&+,;=]/,
  fragment: /[A-Za-z0-9\-_.~$&+,/:;=?@!()*]/,
};

export function escapeUrl(text: string, part: UrlPart): string {
  return [...text].map((byte) => (KEPT[part].test(byte) ? byte : encoded(byte))).join('');
}

function encoded(byte: string): string {
  return `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/** Throws UrlFault for a broken escape, and in hosts for what must not be there. */
export function unescapeUrl(text: string, part: UrlPart): string {
  let plain = '';
  for (let at = 0; at < text.length; at++) {
    const byte = text.charAt(at);
    if (byte === '%') {
      plain += unescapeAt(text, at, part);
      at += 2;
      continue;
    }
    const isHost = part === 'host' || part === 'zone';
    if (isHost && byte < '\x80' && !KEPT.host.test(byte)) {
      throw new UrlFault(`invalid character ${quoteBytes(byte)} in host name`);
    }
    plain += byte;
  }
  return plain;
}

function unescapeAt(text: string, at: number, part: UrlPart): string {
  const escaped = text.slice(at, at + 3);
  if (!/^%[0-9A-Fa-f]{2}$/.test(escaped)) throw new UrlFault(`invalid URL escape ${quoteBytes(escaped)}`);
  const code = Number.parseInt(escaped.slice(1), 16);
  const byte = String.fromCharCode(code);
  const isPercent = escaped === '%25';
  // Names of hosts may escape only what is beyond ASCII, those of zones also what could stand there anyway.
  const refused =
    (part === 'host' && code < 0x80 && !isPercent) ||
    (part === 'zone' && !isPercent && byte !== ' ' && !(code < 0x80 && KEPT.host.test(byte)));
  if (refused) throw new UrlFault(`invalid URL escape ${quoteBytes(escaped)}`);
  return byte;
}

export function quoteBytes(bytes: string): string {
  return quote(fromBinary(bytes));
}
