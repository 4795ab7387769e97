/**
 * The proxy of the process for repositories that have none of their own: `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` as curl and Go read
 * them. Ssh takes no part in it, as there.
 */
export interface EnvironmentProxies {
  readonly http: string;
  readonly https: string;
  /** Hosts that are reached without. */
  readonly none: string;
}

/** `variable`: of the environment; small letters go before capital ones. */
export function environmentProxies(variable: (name: string) => string | undefined): EnvironmentProxies {
  const read = (name: string): string => variable(name.toLowerCase()) || variable(name) || '';
  return { http: withScheme(read('HTTP_PROXY')), https: withScheme(read('HTTPS_PROXY')), none: read('NO_PROXY') };
}

function withScheme(text: string): string {
  return text === '' || text.includes('://') ? text : `http://${text}`;
}

const LOOPBACK = /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|\[::1\])$/;

/** How a URL is reached; nothing where it is reached directly. The machine itself always is. */
export function proxyOfEnvironment(
  url: string,
  proxies: EnvironmentProxies | undefined,
): { readonly proxy?: string; readonly noProxy?: string } {
  const full = fullAddress(url);
  const parsed = URL.canParse(full) ? new URL(full) : undefined;
  if (proxies === undefined || parsed === undefined || LOOPBACK.test(parsed.hostname)) return {};
  const proxy = parsed.protocol === 'http:' ? proxies.http : proxies.https;
  if (proxy === '') return {};
  return { proxy, ...(proxies.none === '' ? {} : { noProxy: proxies.none }) };
}

/** Registries are named without a scheme; ssh, with or without one, is not meant. */
function fullAddress(url: string): string {
  if (/^https?:\/\//i.test(url)) return url;
  if (/^oci:\/\//i.test(url)) return url.replace(/^oci:/i, 'https:');
  return /^[a-z+]+:\/\/|@|^[^/]+:(?!\d+(?:\/|$))/i.test(url) ? '' : `https://${url}`;
}
