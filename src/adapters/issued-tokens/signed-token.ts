/** A JSON Web Token signed with RSA and SHA-256 (RFC 7515, RFC 7519). */
import { createPrivateKey, createSign, type KeyObject } from 'node:crypto';
import type { Json } from '../../base/json-value.ts';
import type { Secret } from '../../base/secret.ts';
import { identityFault } from './identity-fault.ts';

/** A private key as PEM, PKCS #1 or PKCS #8. Throws `identity.unusable` where it is none of RSA; `who` names its owner. */
export function rsaKey(pem: Secret, who: string): KeyObject {
  let key: KeyObject | undefined;
  try {
    key = createPrivateKey(pem.reveal());
  } catch {
    // What the library says may quote the key.
  }
  if (key?.asymmetricKeyType === 'rsa') return key;
  throw identityFault('identity.unusable', `${who}: the private key is no RSA key in PEM form`);
}

export function signedToken(key: KeyObject, claims: Readonly<Record<string, Json>>, keyId = ''): string {
  const head = { alg: 'RS256', typ: 'JWT', ...(keyId === '' ? {} : { kid: keyId }) };
  const text = `${encoded(head)}.${encoded(claims)}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(key, 'base64url')}`;
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
