/** Go's `net/url`: the parts of a URL, with the texts of its errors. All texts here have a character for each byte. */
import { escapeUrl, quoteBytes, UrlFault, unescapeUrl } from './escape-url.ts';
import { parseIpAddress } from './ip-address.ts';

export interface UserInfo {
  readonly name: string;
  readonly password: string | undefined;
}

export interface Url {
  readonly scheme: string;
  readonly opaque: string;
  readonly user: UserInfo | undefined;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

/** Throws UrlFault with what `url.Parse` complains about, the URL included. */
export function parseUrl(text: string): Url {
  const hash = text.indexOf('#');
  const front = hash < 0 ? text : text.slice(0, hash);
  const url = complaining(front, () => parseFront(front));
  if (hash < 0) return url;
  return { ...url, fragment: complaining(text, () => unescapeUrl(text.slice(hash + 1), 'fragment')) };
}

function complaining<T>(text: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof UrlFault) throw new UrlFault(`parse ${quoteBytes(text)}: ${error.message}`);
    throw error;
  }
}

const CONTROL = /[\u0000-\u001f\u007f]/;
const NOTHING: Url = { scheme: '', opaque: '', user: undefined, host: '', path: '', query: '', fragment: '' };

function parseFront(text: string): Url {
  if (CONTROL.test(text)) throw new UrlFault('net/url: invalid control character in URL');
  if (text === '*') return { ...NOTHING, path: '*' };
  if (text.startsWith(':')) throw new UrlFault('missing protocol scheme');
  const [, written = ''] = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text) ?? [];
  const scheme = written.toLowerCase();
  const [beforeQuery = '', ...queries] = text.slice(written === '' ? 0 : written.length + 1).split('?');
  const query = queries.join('?');
  if (!beforeQuery.startsWith('/')) {
    if (scheme !== '') return { ...NOTHING, scheme, opaque: beforeQuery, query };
    if (/^[^/]*:/.test(beforeQuery)) throw new UrlFault('first path segment in URL cannot contain colon');
  }
  const hasHost = beforeQuery.startsWith('//') && (scheme !== '' || !beforeQuery.startsWith('///'));
  if (!hasHost) return { ...NOTHING, scheme, query, path: unescapeUrl(beforeQuery, 'path') };
  const [, authority = '', rest = ''] = /^\/\/([^/]*)(.*)$/s.exec(beforeQuery) ?? [];
  const at = authority.lastIndexOf('@');
  const host = parseHost(authority.slice(at + 1), scheme);
  const user = at < 0 ? undefined : parseUserInfo(authority.slice(0, at));
  return { ...NOTHING, scheme, query, host, user, path: unescapeUrl(rest, 'path') };
}

function parseUserInfo(text: string): UserInfo {
  if (/[^A-Za-z0-9\-._:~!$&'()*+,;=%@]/.test(text)) throw new UrlFault('net/url: invalid userinfo');
  const colon = text.indexOf(':');
  if (colon < 0) return { name: unescapeUrl(text, 'user'), password: undefined };
  return { name: unescapeUrl(text.slice(0, colon), 'user'), password: unescapeUrl(text.slice(colon + 1), 'user') };
}

const PORT = /^(?::[0-9]*)?$/;

function requirePort(text: string): void {
  if (!PORT.test(text)) throw new UrlFault(`invalid port ${quoteBytes(text)} after host`);
}

/** Other schemes than HTTP may have several colons: lists of hosts. */
function parseHost(host: string, scheme: string): string {
  const bracket = host.lastIndexOf('[');
  if (bracket > 0) throw new UrlFault('invalid IP-literal');
  if (bracket === 0) return parseLiteral(host);
  const isStrict = scheme === 'http' || scheme === 'https';
  const colon = isStrict ? host.indexOf(':') : host.lastIndexOf(':');
  if (colon >= 0) requirePort(host.slice(colon));
  return unescapeUrl(host, 'host');
}

function parseLiteral(host: string): string {
  const end = host.lastIndexOf(']');
  if (end < 0) throw new UrlFault("missing ']' in host");
  requirePort(host.slice(end + 1));
  const inside = host.slice(1, end);
  const zone = inside.indexOf('%25');
  const address = unescapeUrl(zone < 0 ? inside : inside.slice(0, zone), 'host');
  const name = address + (zone < 0 ? '' : unescapeUrl(inside.slice(zone), 'zone'));
  const [plain = '', zoneName] = name.split('%');
  const isAddress = plain.includes(':') && parseIpAddress(plain) !== undefined && zoneName !== '';
  if (!isAddress && parseIpAddress(plain) !== undefined && zoneName === undefined)
    throw new UrlFault('invalid IP-literal');
  if (!isAddress) throw new UrlFault(`invalid host: ParseAddr(${quoteBytes(name)}): unable to parse IP`);
  return `[${name}]${host.slice(end + 1)}`;
}

/** `URL.Hostname`: without port and brackets. */
export function hostName(host: string): string {
  const colon = host.lastIndexOf(':');
  const name = colon >= 0 && PORT.test(host.slice(colon)) ? host.slice(0, colon) : host;
  return name.startsWith('[') && name.endsWith(']') ? name.slice(1, -1) : name;
}

export function userInfoText(user: UserInfo | undefined): string {
  if (user === undefined) return '';
  const name = escapeUrl(user.name, 'user');
  return user.password === undefined ? name : `${name}:${escapeUrl(user.password, 'user')}`;
}

/** `URL.String`. */
export function urlText(url: Url): string {
  const scheme = url.scheme === '' ? '' : `${url.scheme}:`;
  const query = url.query === '' ? '' : `?${url.query}`;
  const fragment = url.fragment === '' ? '' : `#${escapeUrl(url.fragment, 'fragment')}`;
  if (url.opaque !== '') return `${scheme}${url.opaque}${query}${fragment}`;
  const hasAuthority = url.host !== '' || url.user !== undefined || (url.scheme !== '' && url.path !== '');
  const user = url.user === undefined ? '' : `${userInfoText(url.user)}@`;
  const front = scheme + (hasAuthority ? `//${user}${escapeUrl(url.host, 'host')}` : '');
  const path = url.path === '*' ? '*' : escapeUrl(url.path, 'path');
  const slash = path !== '' && !path.startsWith('/') && url.host !== '' ? '/' : '';
  // A first segment with a colon would be read as a scheme.
  const dot = front === '' && slash === '' && /^[^/]*:/.test(path) ? './' : '';
  return `${front}${slash}${dot}${path}${query}${fragment}`;
}
