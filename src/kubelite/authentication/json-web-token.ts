/** JSON Web Tokens signed with ES256 (RFC 7519, RFC 7518). */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { tryParseJson } from '../../base/json/parse.ts';
import { stringifyJson } from '../../base/json/stringify.ts';
import { isObject, type JsonObject } from '../../base/json-value.ts';

export class TokenSigner {
  readonly #key: KeyObject;
  readonly #publicKey: KeyObject;
  readonly #header: string;
  readonly #kid: string;
  #publicJwk: JsonObject | undefined;

  /** With a new key, or one kept from before (PKCS 8, PEM). */
  constructor(keyPem?: string) {
    this.#key = keyPem ? createPrivateKey(keyPem) : generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    this.#publicKey = createPublicKey(this.#key);
    const spki = this.#publicKey.export({ type: 'spki', format: 'der' });
    this.#kid = createHash('sha256').update(spki).digest('base64url');
    this.#header = encoded({ alg: 'ES256', kid: this.#kid });
  }

  /** The key that checks signatures (RFC 7517). */
  get publicJwk(): JsonObject {
    this.#publicJwk ??= jwkOf(this.#publicKey, this.#kid);
    return this.#publicJwk;
  }

  get keyPem(): string {
    return this.#key.export({ type: 'pkcs8', format: 'pem' }).toString();
  }

  sign(claims: JsonObject): string {
    const content = `${this.#header}.${encoded(claims)}`;
    const signature = sign('sha256', Buffer.from(content), { key: this.#key, dsaEncoding: 'ieee-p1363' });
    return `${content}.${signature.toString('base64url')}`;
  }

  /** The claims of a token that this key signed; undefined for any other text. Times are the caller's to check. */
  claimsOf(token: string): JsonObject | undefined {
    const [header = '', payload = '', signature = '', ...rest] = token.split('.');
    if (header !== this.#header || signature === '' || rest.length > 0) return undefined;
    const content = Buffer.from(`${header}.${payload}`);
    const key = { key: this.#publicKey, dsaEncoding: 'ieee-p1363' as const };
    if (!verify('sha256', content, key, Buffer.from(signature, 'base64url'))) return undefined;
    const claims = tryParseJson(Buffer.from(payload, 'base64url').toString());
    return isObject(claims) ? claims : undefined;
  }
}

function jwkOf(key: KeyObject, kid: string): JsonObject {
  const { kty = '', crv = '', x = '', y = '' } = key.export({ format: 'jwk' });
  return { use: 'sig', kty, kid, crv, alg: 'ES256', x, y };
}

function encoded(value: JsonObject): string {
  return Buffer.from(stringifyJson(value)).toString('base64url');
}
