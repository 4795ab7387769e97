/** Whether a webhook message comes from who shares our secret. Comparisons take the same time wherever two texts differ. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../../base/secret.ts';

/** True where the text is the hexadecimal HMAC-SHA256 of the body. */
export function isSignedBy(secret: Secret, body: string, signature: string): boolean {
  return sameText(createHmac('sha256', secret.reveal()).update(body).digest('hex'), signature.toLowerCase());
}

/** True where the text is the secret itself. */
export function isSecretItself(secret: Secret, text: string): boolean {
  return sameText(secret.reveal(), text);
}

/** Digests have one length, so that not even the length of the secret shows. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHmac('sha256', 'compare').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
