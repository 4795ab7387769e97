/** Where a proxy is and how it is spoken to. No program ever sees the text. */
import { Secret } from '../../base/secret.ts';
import { gitError } from './git-error.ts';

export interface ProxyAddress {
  readonly kind: 'http' | 'https' | 'socks5';
  readonly host: string;
  readonly port: number;
  /** Undefined: nobody in particular. */
  readonly user: { readonly name: string; readonly password: Secret } | undefined;
}

const KINDS: Readonly<Record<string, readonly [ProxyAddress['kind'], number]>> = {
  'http:': ['http', 80],
  'https:': ['https', 443],
  'socks5:': ['socks5', 1080],
  'socks5h:': ['socks5', 1080],
};
const HOST = /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9][A-Za-z0-9._-]*)$/;

/** Throws `git.failed` (user) for text that is no address of a proxy; the message does not hold it. */
export function readProxyAddress(text: string): ProxyAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const [kind, port] = (url && KINDS[url.protocol]) ?? [];
  if (url === undefined || kind === undefined || !HOST.test(url.hostname) || (url.pathname || '/') !== '/') {
    throw gitError('git.failed', 'the proxy is no address: use http://, https:// or socks5:// with host and port', {
      kind: 'user',
    });
  }
  return {
    kind,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (port ?? 0) : Number(url.port),
    user: userOf(url),
  };
}

function userOf({ username, password }: URL): ProxyAddress['user'] {
  if (username === '' && password === '') return undefined;
  return { name: decodeURIComponent(username), password: new Secret(decodeURIComponent(password)) };
}
