/** Whether a remote is reached through its proxy. */
import type { GitRemote } from '../../ports/git.ts';

/**
 * The proxy's URL, or undefined where none is set or `noProxy` names the host: host names with or without a leading dot
 * (they cover subdomains), `host:port`, or `*`.
 */
export function proxyFor(remote: GitRemote, url: string): string | undefined {
  if (remote.proxy === undefined || remote.proxy === '') return undefined;
  const { hostname, host } = new URL(url.replace(/^ssh:/, 'https:'));
  const exempt = (remote.noProxy ?? '').split(',').map((name) => name.trim().toLowerCase());
  const direct = exempt.some((name) => name !== '' && covers(name, { hostname, host }));
  return direct ? undefined : remote.proxy;
}

function covers(name: string, address: { readonly hostname: string; readonly host: string }): boolean {
  if (name === '*' || name === address.host) return true;
  const bare = name.replace(/^\*?\./, '');
  return address.hostname === bare || address.hostname.endsWith(`.${bare}`);
}
