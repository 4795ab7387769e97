/** HTTP basic authentication of the Git server. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../../base/secret.ts';

export interface BasicCredentials {
  readonly username: string;
  readonly password: Secret;
}

/** True where the `Authorization` header holds these credentials. Takes the same time whatever is wrong. */
export function isAuthorised(header: string | undefined, expected: BasicCredentials): boolean {
  const given = header?.startsWith('Basic ') ? Buffer.from(header.slice('Basic '.length), 'base64') : Buffer.alloc(0);
  const wanted = `${expected.username}:${expected.password.reveal()}`;
  return timingSafeEqual(digest(given), digest(Buffer.from(wanted)));
}

function digest(content: Uint8Array): Buffer {
  return createHash('sha256').update(content).digest();
}
