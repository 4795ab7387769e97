import { expect, test } from 'vitest';
import { clearedCookies, sessionCookies, tokenOfRequest } from './session-cookie.ts';

const options = { secure: true, path: '/' };

function asSent(setCookies: readonly string[]): string {
  return setCookies.map((cookie) => cookie.split(';')[0]).join('; ');
}

test.each([10, 4000, 4093, 9000, 20_000])('a token of %d characters comes back', (length) => {
  const token = 'x'.repeat(length);
  const cookies = sessionCookies(token, options);
  expect(cookies.every((cookie) => cookie.length <= 4093)).toBe(true);
  expect(tokenOfRequest({ cookie: asSent(cookies) })).toBe(token);
});

test('a bearer token goes before the cookie', () => {
  expect(tokenOfRequest({ authorization: 'Bearer a', cookie: 'argocd.token=b' })).toBe('a');
});

test('other cookies are no token', () => {
  expect(tokenOfRequest({ cookie: 'theme=dark; argocd.tokenx=1' })).toBe('');
});

test('clearing takes every part away', () => {
  expect(clearedCookies({ cookie: 'argocd.token=2:a; argocd.token-1=b' }, '/')).toEqual([
    'argocd.token=; path=/; SameSite=lax; httpOnly; Max-Age=0',
    'argocd.token-1=; path=/; SameSite=lax; httpOnly; Max-Age=0',
  ]);
});
