/** Credentials as the value of an HTTP `Authorization` header (RFC 7617, RFC 6750). */
import { Secret } from './secret.ts';

type Credentials =
  | { readonly kind: 'basic'; readonly username: string; readonly password: Secret }
  | { readonly kind: 'bearer'; readonly token: Secret };

/** The header by name, ready to be sent as a secret; nothing where there are no credentials. */
export function authorizationHeader(credentials: Credentials | undefined): Readonly<Record<string, Secret>> {
  if (credentials === undefined) return {};
  if (credentials.kind === 'bearer') return { authorization: new Secret(`Bearer ${credentials.token.reveal()}`) };
  const pair = Buffer.from(`${credentials.username}:${credentials.password.reveal()}`).toString('base64');
  return { authorization: new Secret(`Basic ${pair}`) };
}
