/**
 * The address that a child process connects to: looked up here and checked against the rule of the installation, so that a name
 * cannot mean something else a moment later.
 */
import { isIP } from 'node:net';
import { proxyFor } from '../../base/proxy-choice.ts';
import type { GitRemote } from '../../ports/git.ts';
import { type EgressRule, type EgressRules, ruleFor } from './egress-rule.ts';
import { httpFailure } from './http-failure.ts';
import type { RemoteAddress } from './remote-address.ts';

export interface PinnedAddress {
  /** As it stands in the URL of the remote, or of its proxy. */
  readonly host: string;
  readonly port: string;
  /** What `host` means. */
  readonly address: string;
}

/** Undefined where there is no rule, or nothing to look up. Throws `git.not-allowed`, `git.unreachable`. */
export async function pinnedAddress(
  rules: EgressRules,
  remote: GitRemote,
  address: RemoteAddress,
): Promise<PinnedAddress | undefined> {
  const { name, rule: egress } = ruleFor(rules, remote) ?? {};
  if (egress === undefined || address.kind === 'file') return undefined;
  const proxy = proxyFor(remote, address.kind === 'http' ? address.url : address.origin);
  try {
    // A proxy was configured, and may be beside us; it is the proxy then that looks names up.
    if (name !== 'all' && proxy !== undefined) {
      egress.check(urlOf(address.origin));
      return undefined;
    }
    const url = urlOf(proxy ?? address.origin);
    egress.check(url);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0) return undefined;
    const port = portOf(url, proxy === undefined ? address : { kind: 'http' });
    return { host, port, address: await lookUp(egress, host) };
  } catch (error) {
    throw httpFailure(error, address.url);
  }
}

function urlOf(text: string): URL {
  return new URL(text.replace(/^(?:ssh|socks5h?):/, 'https:'));
}

function portOf({ port, protocol }: URL, { kind }: Pick<RemoteAddress, 'kind'>): string {
  if (kind === 'ssh') return port;
  return port || (protocol === 'https:' ? '443' : '80');
}

function lookUp({ lookup }: EgressRule, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    lookup(host, { all: true }, (error, found) => {
      const [first] = Array.isArray(found) ? found : [];
      if (error !== null || first === undefined) reject(error ?? new Error('no address'));
      else resolve(first.address);
    });
  });
}
