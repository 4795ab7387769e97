/** Credentials as an HTTP header. */
import type { GitCredentials } from '../../ports/git.ts';

/** The value of the `Authorization` header; undefined where the credentials are of another kind. */
export function authorizationOf(credentials: GitCredentials | undefined): string | undefined {
  if (credentials?.kind === 'bearer') return `Bearer ${credentials.token.reveal()}`;
  if (credentials?.kind !== 'basic') return undefined;
  const pair = `${credentials.username}:${credentials.password.reveal()}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}
