/**
 * Which addresses may be connected to. Names are resolved once, and the connection goes to the very address that was
 * checked, so that a name cannot mean something else a moment later.
 */
import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { nearnessOfHost, refusedFor } from '../../base/near-address.ts';
import { httpFault } from './http-fault.ts';

/**
 * `offLink`: not the link of this machine, by name or address. `far`: neither that nor this machine. `public`: no loopback, link-local, private, shared, multicast
 * or reserved address.
 */
export type Egress = 'any' | 'offLink' | 'far' | 'public';

const RESERVED_4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const;
/** The IPv4 ranges inside IPv6 (mapped, NAT64, 6to4, Teredo) are refused whole. */
const RESERVED_6 = [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const;

const RESERVED = new BlockList();
for (const [net, prefix] of RESERVED_4) RESERVED.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of RESERVED_6) RESERVED.addSubnet(net, prefix, 'ipv6');

/** Whether an address of the internet at large. */
export function isPublic(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !RESERVED.check(address, 'ipv4');
  return family === 6 && !/^::ffff:/i.test(address) && !RESERVED.check(address, 'ipv6');
}

/** Refuses a URL whose host is an address that is not permitted. Throws `http.not-allowed`. */
export function checkHost(url: URL, egress: Egress): void {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isName = isIP(host) === 0;
  if (egress === 'public' && !isName && !isPublic(host)) throw refused(host, egress);
  if (egress !== 'public' && isTooNear(host, egress)) throw refused(host, egress);
}

function isPermitted(address: string, egress: Egress): boolean {
  return egress === 'public' ? isPublic(address) : !isTooNear(address, egress);
}

function isTooNear(host: string, egress: Exclude<Egress, 'public'>): boolean {
  if (egress === 'any') return false;
  const near = nearnessOfHost(host);
  return near === 'link' || (near === 'machine' && egress === 'far');
}

/** All that a name means now. */
export type Resolve = (
  hostname: string,
  options: LookupOptions & { readonly all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** Resolves a name to the addresses that are permitted; fails where there is none. `resolve`: by default as this machine does. */
export function checkedLookup(egress: Egress, resolve: Resolve = lookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, []);
      const allowed = addresses.filter(({ address }) => isPermitted(address, egress));
      const [first] = allowed;
      if (first === undefined) return callback(refused(hostname, egress) as NodeJS.ErrnoException, []);
      return answer(callback, { first, all: allowed, wantsAll: options.all === true });
    });
  };
}

function answer(
  callback: Parameters<LookupFunction>[2],
  found: { readonly first: LookupAddress; readonly all: LookupAddress[]; readonly wantsAll: boolean },
): void {
  if (found.wantsAll) callback(null, found.all);
  else callback(null, found.first.address, found.first.family);
}

function refused(host: string, egress: Egress): Error {
  if (egress === 'far' || egress === 'offLink') {
    const why = refusedFor(nearnessOfHost(host) ?? (egress === 'far' ? 'machine' : 'link'));
    return httpFault('http.not-allowed', `${host}: ${why}`, {});
  }
  const hint = 'servers on loopback and private networks are refused here';
  return httpFault('http.not-allowed', `${host}: connections to this address are not permitted`, { hint });
}
