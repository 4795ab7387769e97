/** A text that is equal for equal ways of asking and tells nothing about them: what one may see, another may not. */
import { createHash } from 'node:crypto';
import type { HttpAccess } from '../../ports/http.ts';
import { identityText } from '../../ports/identity-text.ts';

/** `parts` name what is asked for. */
export function accessKey({ credentials, identity, route = {} }: HttpAccess, parts: readonly unknown[]): string {
  const who =
    credentials?.kind === 'basic'
      ? [credentials.username, credentials.password.reveal()]
      : [credentials?.token.reveal() ?? ''];
  const how = [
    route.clientCertificate?.certificate,
    route.caBundle,
    route.insecureSkipVerify,
    route.proxy,
    route.farOnly,
    route.offLink,
  ];
  return createHash('sha256')
    .update(JSON.stringify([who, identityText(identity), how, parts]))
    .digest('hex');
}
