/** Whether a server is reached through a proxy, and how that is told. */
export interface ProxyWish {
  readonly proxy?: string | undefined;
  readonly noProxy?: string | undefined;
}

/**
 * The proxy's URL, or undefined where none is set or `noProxy` names the host: host names with or without a leading dot
 * (they cover subdomains), `host:port`, or `*`. `url` has a scheme.
 */
export function proxyFor({ proxy, noProxy = '' }: ProxyWish, url: string): string | undefined {
  if (proxy === undefined || proxy === '') return undefined;
  const { hostname, host } = new URL(url.replace(/^ssh:/, 'https:'));
  const exempt = noProxy.split(',').map((name) => name.trim().toLowerCase());
  return exempt.some((name) => name !== '' && covers(name, { hostname, host })) ? undefined : proxy;
}

function covers(name: string, address: { readonly hostname: string; readonly host: string }): boolean {
  if (name === '*' || name === address.host) return true;
  const bare = name.replace(/^\*?\./, '');
  return address.hostname === bare || address.hostname.endsWith(`.${bare}`);
}

/** Goes on from `cannot connect`; empty without a proxy. Names it without its user. */
export function throughProxy(proxy: string | undefined): string {
  const host = URL.parse(proxy ?? '')?.host;
  return host ? ` through the proxy ${host}: look at its address and its user (proxy, noProxy)` : '';
}

/** Why a proxy cannot lead to a server of HTTP; undefined where it can. Its text may hold a password and is not in the words. */
export function unfitForHttp(proxy: string | undefined): string | undefined {
  if (proxy === undefined || /^https?:$/.test(URL.parse(proxy)?.protocol ?? '')) return undefined;
  return 'the proxy (key proxy of the Secret) leads to servers of ssh only: name one by http:// or https:// with host and port';
}
