/**
 * Addresses that content of repositories may not send us to: of this machine, and of the link it is on, where clouds keep what they
 * tell their machines. Whoever writes what an Application renders names bases, charts and files by URL, and may not reach
 * those (CWE-918).
 */

export type Nearness = 'machine' | 'link';

/** How near the host of a URL is, in any spelling that it has; undefined for every other. Names are not resolved. */
export function nearness(url: string): Nearness | undefined {
  const host = hostOf(url);
  return host === undefined ? undefined : nearnessOfHost(host);
}

/** The same for a host as `URL` has it, or for an address. */
export function nearnessOfHost(written: string): Nearness | undefined {
  const host = written.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (METADATA_NAMES.includes(host)) return 'link';
  if (host === 'localhost' || host.endsWith('.localhost')) return 'machine';
  return host.includes(':') ? nearnessOf6(host) : nearnessOf4(host);
}

/** Host and port of a URL as one text, to compare two. */
export function serverOf(url: string): string | undefined {
  return parsed(url)?.host.replace(/\.(?=:|$)/, '');
}

/** Whether one of these URLs is of the same server. */
export function isOfServers(url: string, known: readonly string[]): boolean {
  const server = serverOf(url);
  return server !== undefined && known.some((each) => serverOf(each) === server);
}

/**
 * What keeps a URL that a repository's content names from being followed: it leads to this machine or its link, and not to a
 * server of those that are known.
 */
export function nearnessRefused(url: string, known: readonly string[]): string | undefined {
  const near = nearness(url);
  return near === undefined || isOfServers(url, known) ? undefined : refusedFor(near);
}

/** Why an address that is so near is not connected to. */
export function refusedFor(near: Nearness): string {
  const what = near === 'link' ? 'link-local and metadata addresses' : 'addresses of the machine itself';
  return `${what} are not reached for what a repository names, unless a repository of this server is configured`;
}

const METADATA_NAMES: readonly string[] = [
  'metadata',
  'metadata.goog',
  'metadata.google.internal',
  'instance-data',
  'instance-data.ec2.internal',
];

/** Where clouds tell their machines of themselves, beside the link: Alibaba, Azure, Oracle; Amazon, Google. */
const METADATA_4: readonly string[] = ['100.100.100.200', '168.63.129.16', '192.0.0.192'];
const METADATA_6: readonly string[] = ['fd00:ec2::254', 'fd20:ce::254'];

/** As a browser writes it: numbers as four of them, names in small letters. */
function hostOf(url: string): string | undefined {
  return parsed(url)?.hostname;
}

/** An HTTP address as whoever connects reads it, odd spellings included; of others the server as if it were one. */
function parsed(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  const authority = authorityOf(text);
  const other = authority === undefined ? null : URL.parse(`http://${authority}`);
  return other ?? undefined;
}

/** Of `scheme://user@host:port/…`, and of `user@host:…` as Git has it. */
function authorityOf(url: string): string | undefined {
  const written = /^(?:[a-z][a-z0-9+.-]*::)?[a-z][a-z0-9+.-]*:\/\/([^/?#\\]*)/i.exec(url)?.[1];
  const authority = written ?? /^((?:[^/:]*@)?(?:\[[^\]]*\]|[^/:[\]]+)):/.exec(url)?.[1];
  return authority?.replace(/^.*@/s, '');
}

function nearnessOf4(host: string): Nearness | undefined {
  const [first, second, ...rest] = host.split('.').map(Number);
  if (rest.length !== 2 || ![first, second, ...rest].every((part) => Number.isInteger(part))) return undefined;
  if (first === 127 || first === 0) return 'machine';
  return (first === 169 && second === 254) || METADATA_4.includes(host) ? 'link' : undefined;
}

function nearnessOf6(address: string): Nearness | undefined {
  const host = URL.parse(`http://[${address.replace(/%.*$/s, '')}]`)?.hostname.slice(1, -1) ?? address;
  if (host === '::1' || host === '::') return 'machine';
  if (/^fe[89ab]/.test(host) || METADATA_6.includes(host)) return 'link';
  const embedded = embedded4(groupsOf(host));
  return embedded === undefined ? undefined : nearnessOf4(embedded);
}

/** The eight numbers of an address as `URL` writes it. */
function groupsOf(host: string): readonly number[] {
  const [before = [], after = []] = host.split('::').map((part) => (part === '' ? [] : part.split(':')));
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16));
}

/** The address of version 4 that one of version 6 stands for: mapped, compatible, translated (RFC 6052, 7915, 8215), 6to4 (RFC 3056). */
function embedded4(groups: readonly number[]): string | undefined {
  const begin = groups
    .slice(0, 6)
    .map((group) => group.toString(16))
    .join(':');
  const isLast = /^(?:0:0:0:0:0:(?:0|ffff)|0:0:0:0:ffff:0|64:ff9b:0:0:0:0|64:ff9b:1:.*)$/.test(begin);
  const pair = isLast ? groups.slice(6) : groups[0] === 0x2002 ? groups.slice(1, 3) : undefined;
  return pair?.flatMap((group) => [group >> 8, group & 255]).join('.');
}
