/** The cookie `argocd.token` and where else a token may stand (surface §1.5). Long tokens are cut into numbered cookies. */
import type { IncomingHttpHeaders } from 'node:http';

const NAME = 'argocd.token';
const MAX_LENGTH = 4093;
const MAX_PARTS = 20;

/** The token of a request: header `token`, else bearer, else cookie; empty where there is none. */
export function tokenOfRequest(headers: IncomingHttpHeaders): string {
  const { token, authorization = '', cookie = '' } = headers;
  if (typeof token === 'string' && token !== '') return token;
  const bearer = /^Bearer (.+)$/i.exec(authorization)?.[1];
  return bearer?.trim() ?? tokenOfCookies(readCookies(cookie));
}

/** `Set-Cookie` values that store a token. */
export function sessionCookies(token: string, options: { readonly secure: boolean; readonly path: string }): string[] {
  const attributes = `path=${options.path}; SameSite=lax; httpOnly${options.secure ? '; Secure' : ''}`;
  const room = MAX_LENGTH - NAME.length - attributes.length - 10;
  if (token.length <= room) return [`${NAME}=${token}; ${attributes}`];
  const parts = token.match(new RegExp(`.{1,${room}}`, 'g')) ?? [];
  return parts.map((part, index) => {
    const name = index === 0 ? NAME : `${NAME}-${index}`;
    return `${name}=${index === 0 ? `${parts.length}:` : ''}${part}; ${attributes}`;
  });
}

/** `Set-Cookie` values that take the token away, whatever its length was. */
export function clearedCookies(headers: IncomingHttpHeaders, path: string): string[] {
  const present = [...readCookies(headers.cookie ?? '').keys()].filter(
    (name) => name === NAME || name.startsWith(`${NAME}-`),
  );
  return [...new Set([NAME, ...present])].map((name) => `${name}=; path=${path}; SameSite=lax; httpOnly; Max-Age=0`);
}

function tokenOfCookies(cookies: ReadonlyMap<string, string>): string {
  const first = cookies.get(NAME) ?? '';
  const counted = /^(\d{1,2}):(.*)$/.exec(first);
  if (!counted) return first;
  const count = Math.min(Number(counted[1]), MAX_PARTS);
  const rest = Array.from({ length: count - 1 }, (_, index) => cookies.get(`${NAME}-${index + 1}`) ?? '');
  return [counted[2] ?? '', ...rest].join('');
}

function readCookies(header: string): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals > 0) cookies.set(pair.slice(0, equals).trim(), pair.slice(equals + 1).trim());
  }
  return cookies;
}
