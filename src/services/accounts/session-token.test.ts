import { expect, test } from 'vitest';
import { Secret } from '../../base/secret.ts';
import { type SessionClaims, signSession, verifySession } from './session-token.ts';

const key = new Secret('key');
const claims: SessionClaims = { iss: 'argocd', sub: 'admin:login', iat: 100, nbf: 100, exp: 200, jti: 'id' };

test('a token comes back as its claims', () => {
  expect(verifySession(signSession(claims, key), key, 150)).toEqual(claims);
});

const refused: readonly { name: string; token: string; now?: number }[] = [
  { name: 'signed with another key', token: signSession(claims, new Secret('other')) },
  { name: 'expired', token: signSession(claims, key), now: 200 },
  { name: 'not yet valid', token: signSession(claims, key), now: 99 },
  { name: 'of another issuer', token: signSession({ ...claims, iss: 'x' as 'argocd' }, key) },
  { name: 'without a subject', token: signSession({ ...claims, sub: '' }, key) },
  { name: 'with algorithm none', token: `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.` },
  { name: 'no token at all', token: 'abc' },
  { name: 'with a changed body', token: signSession(claims, key).replace(/\.[^.]+\./, '.e30.') },
];

test.each(refused)('a token $name is refused', ({ token, now }) => {
  expect(verifySession(token, key, now ?? 150)).toBeUndefined();
});
