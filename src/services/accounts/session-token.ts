/** Session tokens: JWT HS256 under `server.secretkey`, as Argo CD issues them (surface §1.5). Pure but for the key. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { isObject, type Json, textAt } from '../../base/json-value.ts';
import type { Secret } from '../../base/secret.ts';

/** Claims of a token of ours. Times are whole seconds since 1970. */
export interface SessionClaims {
  readonly iss: 'argocd';
  /** `<user>:login`, `<user>:apiKey` or `proj:<project>:<role>`. */
  readonly sub: string;
  readonly iat: number;
  readonly nbf: number;
  /** Absent: never expires. */
  readonly exp?: number;
  readonly jti: string;
}

const HEADER = encode({ alg: 'HS256', typ: 'JWT' });

export function signSession(claims: SessionClaims, key: Secret): string {
  const body = `${HEADER}.${encode({ ...claims })}`;
  return `${body}.${signature(body, key)}`;
}

/**
 * The claims of a token with a good signature, our issuer and a current time; undefined for anything else. Whether the
 * account still exists and the token was revoked is asked by the caller.
 */
export function verifySession(token: string, key: Secret, nowSeconds: number): SessionClaims | undefined {
  const [header, body, mac, ...rest] = token.split('.');
  if (!header || !body || !mac || rest.length > 0) return undefined;
  if (textAt(decode(header), 'alg') !== 'HS256') return undefined;
  const expected = Buffer.from(signature(`${header}.${body}`, key));
  const given = Buffer.from(mac);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return undefined;
  const claims = readClaims(decode(body));
  if (!claims || claims.nbf > nowSeconds || (claims.exp !== undefined && claims.exp <= nowSeconds)) return undefined;
  return claims;
}

function readClaims(value: Json | undefined): SessionClaims | undefined {
  if (!isObject(value)) return undefined;
  const { iss, sub, iat, nbf, exp, jti } = value;
  if (iss !== 'argocd' || typeof sub !== 'string' || sub === '' || typeof iat !== 'number') return undefined;
  if (exp !== undefined && typeof exp !== 'number') return undefined;
  return {
    iss,
    sub,
    iat,
    nbf: typeof nbf === 'number' ? nbf : iat,
    ...(exp === undefined ? {} : { exp }),
    jti: typeof jti === 'string' ? jti : '',
  };
}

function signature(body: string, key: Secret): string {
  return createHmac('sha256', key.reveal()).update(body).digest('base64url');
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(part: string): Json | undefined {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Json;
  } catch {
    return undefined;
  }
}
