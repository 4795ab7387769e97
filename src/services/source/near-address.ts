/**
 * Addresses that repositories may not send us to: of this machine, and of the link it is on, where clouds keep what they tell
 * their machines. What an Application renders names bases and files by URL, and its author may not reach those (CWE-918).
 */

export type Nearness = 'machine' | 'link';

/** How near the host of a URL is, in any spelling that it has; undefined for every other. Names are not resolved. */
export function nearness(url: string): Nearness | undefined {
  const host = hostOf(url);
  if (host === undefined) return undefined;
  if (METADATA_NAMES.includes(host)) return 'link';
  if (host === 'localhost' || host.endsWith('.localhost')) return 'machine';
  return host.startsWith('[') ? nearnessOf6(host.slice(1, -1)) : nearnessOf4(host);
}

/** Host and port of a URL as one text, to compare two. */
export function serverOf(url: string): string | undefined {
  const authority = authorityOf(url);
  return authority === undefined || !URL.canParse(`http://${authority}`)
    ? undefined
    : new URL(`http://${authority}`).host;
}

/**
 * What keeps a URL that a repository's content names from being followed: it leads to this machine or its link, and not to a
 * server that the source itself or a repository of the installation is on.
 */
export function nearnessRefused(url: string, known: readonly string[]): string | undefined {
  const near = nearness(url);
  if (near === undefined) return undefined;
  const server = serverOf(url);
  if (known.some((each) => serverOf(each) === server)) return undefined;
  const what = near === 'link' ? 'link-local and metadata addresses' : 'addresses of the machine itself';
  return `${what} are not reached for what a repository names, unless a repository of this server is configured`;
}

const METADATA_NAMES: readonly string[] = [
  'metadata',
  'metadata.google.internal',
  'instance-data',
  'instance-data.ec2.internal',
];

/** As a browser writes it: numbers as four of them, names in small letters. */
function hostOf(url: string): string | undefined {
  const authority = authorityOf(url);
  if (authority === undefined || !URL.canParse(`http://${authority}`)) return undefined;
  return new URL(`http://${authority}`).hostname.replace(/\.$/, '');
}

/** Of `scheme://user@host:port/…`, and of `user@host:…` as Git has it. */
function authorityOf(url: string): string | undefined {
  const written = /^(?:[a-z][a-z0-9+.-]*::)?[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(url)?.[1];
  const authority = written ?? /^((?:[^/:]*@)?(?:\[[^\]]*\]|[^/:[\]]+)):/.exec(url)?.[1];
  return authority?.replace(/^.*@/s, '');
}

function nearnessOf4(host: string): Nearness | undefined {
  const [first, second, ...rest] = host.split('.').map(Number);
  if (rest.length !== 2 || ![first, second, ...rest].every((part) => Number.isInteger(part))) return undefined;
  if (first === 127 || first === 0) return 'machine';
  return first === 169 && second === 254 ? 'link' : undefined;
}

function nearnessOf6(host: string): Nearness | undefined {
  if (host === '::1' || host === '::') return 'machine';
  if (/^fe[89ab]/.test(host) || host === 'fd00:ec2::254') return 'link';
  const embedded = /^(?:::ffff:|::|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(host);
  if (embedded === null) return undefined;
  const [high, low] = [embedded[1], embedded[2]].map((part) => Number.parseInt(part ?? '0', 16));
  return nearnessOf4([high, low].flatMap((part = 0) => [part >> 8, part & 255]).join('.'));
}
