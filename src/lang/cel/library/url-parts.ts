/** URLs read as Go's net/url does for requests, with its error texts. */
import { type Read, readAddress } from './address.ts';

export interface UrlParts {
  readonly scheme: string;
  readonly host: string;
  readonly escapedPath: string;
  readonly query: string;
  /** As a whole, written back. */
  readonly text: string;
}

class UrlFault {
  readonly why: string;

  constructor(why: string) {
    this.why = why;
  }
}

/** Reads an absolute URL or an absolute path. */
export function readUrl(text: string): Read<UrlParts> {
  try {
    return { kind: 'read', value: parts(text) };
  } catch (fault) {
    if (!(fault instanceof UrlFault)) throw fault;
    return { kind: 'wrong', why: `parse ${JSON.stringify(text)}: ${fault.why}` };
  }
}

/** Why a text is no URL of a request; empty where it is one. */
export function urlError(text: string): readonly string[] {
  const found = readUrl(text);
  return found.kind === 'wrong' ? [found.why] : [];
}

function parts(text: string): UrlParts {
  if (/[\x00-\x1f\x7f]/.test(text)) throw new UrlFault('net/url: invalid control character in URL');
  if (text === '') throw new UrlFault('empty url');
  if (text === '*') return { scheme: '', host: '', escapedPath: '*', query: '', text };
  const { scheme, rest } = cutScheme(text);
  const [beforeQuery, query] = cut(rest, '?');
  if (!beforeQuery.startsWith('/')) {
    if (scheme === '') throw new UrlFault('invalid URI for request');
    return { scheme, host: '', escapedPath: '', query, text };
  }
  if (scheme === '' || !beforeQuery.startsWith('//')) {
    return { scheme, host: '', escapedPath: escapedPath(beforeQuery), query, text };
  }
  const authority = /^[^/]*/.exec(beforeQuery.slice(2))?.[0] ?? '';
  const host = readAuthority(scheme, authority);
  return { scheme, host, escapedPath: escapedPath(beforeQuery.slice(2 + authority.length)), query, text };
}

function cut(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function cutScheme(text: string): { readonly scheme: string; readonly rest: string } {
  if (text.startsWith(':')) throw new UrlFault('missing protocol scheme');
  const match = /^([A-Za-z][A-Za-z0-9+.-]*):(.*)$/s.exec(text);
  if (match === null) return { scheme: '', rest: text };
  return { scheme: (match[1] ?? '').toLowerCase(), rest: match[2] ?? '' };
}

function readAuthority(scheme: string, authority: string): string {
  const at = authority.lastIndexOf('@');
  const host = readHost(scheme, authority.slice(at + 1));
  if (at < 0) return host;
  const user = authority.slice(0, at);
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(user)) throw new UrlFault('net/url: invalid userinfo');
  checkEscapes(user, /^$/);
  return host;
}

function readHost(scheme: string, host: string): string {
  const open = host.lastIndexOf('[');
  if (open > 0) throw new UrlFault('invalid IP-literal');
  if (open === 0) return bracketed(host);
  const first = host.indexOf(':');
  if (first >= 0) {
    const strict = scheme === 'http' || scheme === 'https';
    checkPort(host.slice(strict ? first : host.lastIndexOf(':')));
  }
  return hostName(host);
}

function bracketed(host: string): string {
  const close = host.lastIndexOf(']');
  if (close < 0) throw new UrlFault("missing ']' in host");
  const port = host.slice(close + 1);
  checkPort(port);
  const [name, zone] = cut(host.slice(1, close), '%25');
  const address = readAddress(name);
  if (address.kind === 'wrong') throw new UrlFault(`invalid host: ${address.why}`);
  if (address.kind === 'read' && address.value.bits === 32) throw new UrlFault('invalid IP-literal');
  return `[${name}${zone === '' ? '' : `%${decode(zone)}`}]${port}`;
}

function checkPort(port: string): void {
  if (!/^(?::\d*)?$/.test(port)) throw new UrlFault(`invalid port ${JSON.stringify(port)} after host`);
}

function hostName(host: string): string {
  checkEscapes(host, /^%(?:[0-7][0-9A-Fa-f])$/);
  const bad = /[\x00-\x7f]/g;
  for (const [character] of host.matchAll(bad)) {
    if (/[A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"%]/.test(character)) continue;
    throw new UrlFault(`invalid character ${JSON.stringify(character)} in host name`);
  }
  return decode(host);
}

/** Throws at the first broken escape, or one that may not stand here. */
function checkEscapes(text: string, refused: RegExp): void {
  for (const match of text.matchAll(/%(?:[0-9A-Fa-f]{2})?/g)) {
    const found = match[0].length === 3 ? match[0] : text.slice(match.index, match.index + 3);
    if (match[0].length === 3 && (found === '%25' || !refused.test(found))) continue;
    throw new UrlFault(`invalid URL escape ${JSON.stringify(found)}`);
  }
}

/** Percent escapes undone; bytes that are no UTF-8 become the replacement character. */
function decode(text: string): string {
  if (!text.includes('%')) return text;
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (const match of text.matchAll(/%([0-9A-Fa-f]{2})|[^%]+|%/g)) {
    if (match[1] !== undefined) bytes.push(Number.parseInt(match[1], 16));
    else bytes.push(...encoder.encode(match[0]));
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

const PATH_SAFE = /[A-Za-z0-9\-_.~$&+,/:;=@]/;

function escapedPath(path: string): string {
  checkEscapes(path, /^$/);
  if (/^[A-Za-z0-9\-_.~!$&'()*+,;=:@[\]/%]*$/.test(path)) return path;
  const bytes = new TextEncoder().encode(decode(path));
  return Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte);
    if (byte < 128 && PATH_SAFE.test(character)) return character;
    return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}

/** The host without its port and brackets. */
export function hostName6(host: string): string {
  const withoutPort = host.replace(/:\d*$/, '');
  return withoutPort.startsWith('[') && withoutPort.endsWith(']') ? withoutPort.slice(1, -1) : withoutPort;
}

/** The port, empty where there is none. */
export function portOf(host: string): string {
  return /(?:^|[^:[]*\]?):(\d*)$/.exec(host)?.[1] ?? '';
}

/** The values of each key of a query. Pairs with `;` or broken escapes are left out. */
export function queryValues(query: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const pair of query.split('&')) {
    if (pair === '' || pair.includes(';')) continue;
    const [key, value] = cut(pair, '=').map(unescapedQuery);
    if (key === undefined || value === undefined) continue;
    found.set(key, [...(found.get(key) ?? []), value]);
  }
  return found;
}

function unescapedQuery(text: string): string | undefined {
  return /%(?![0-9A-Fa-f]{2})/.test(text) ? undefined : decode(text.replaceAll('+', ' '));
}
