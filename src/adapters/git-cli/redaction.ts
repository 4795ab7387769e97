/** Takes secrets out of what a process printed, before it may stand in a message. */
import type { GitRemote } from '../../ports/git.ts';
import type { RemoteAddress } from './remote-address.ts';

const LINE_LIMIT = 300;

/**
 * The line that tells the reason (`fatal: …` or the last one), without credentials in plain, base64 or URL-encoded form
 * and without user information in URLs.
 */
export function reasonFrom(diagnostics: string, remote: GitRemote, address: RemoteAddress): string {
  const lines = diagnostics.split('\n').filter((line) => line.trim() !== '');
  const line = lines.find((one) => one.startsWith('fatal: ')) ?? lines.at(-1) ?? '';
  const bare = secretsOf(remote, address).reduce((text, secret) => text.replaceAll(secret, '[secret]'), line);
  return bare.replace(/([a-z][\w+.-]*:\/\/)[^/\s]*@/gi, '$1').slice(0, LINE_LIMIT);
}

function secretsOf(remote: GitRemote, address: RemoteAddress): string[] {
  return [remote.credentials, address.credentials].flatMap((credentials) => {
    if (credentials?.kind === 'bearer') return forms(credentials.token.reveal());
    if (credentials?.kind !== 'basic') return [];
    const password = credentials.password.reveal();
    return [...forms(password), ...forms(`${credentials.username}:${password}`)];
  });
}

function forms(secret: string): string[] {
  const all = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')];
  return all.filter((form) => form.length >= 3);
}
