/** The functions of `ip()` and `cidr()`. */
import type { Run } from '../environment.ts';
import { heldOf, textOf } from '../runtime/arguments.ts';
import { CelFault, noSuchOverload } from '../runtime/cel-fault.ts';
import type { Opaque, Value } from '../runtime/values.ts';
import {
  type Address,
  holdsAddress,
  isMapped,
  masked,
  type Range,
  type Read,
  readAddress,
  readRange,
  showAddress,
} from './address.ts';
import { type FunctionTable, namedType } from './signatures.ts';

interface HeldAddress {
  readonly address: Address;
  /** What comparing it costs: bytes of the address. */
  readonly size: number;
}

interface HeldRange {
  readonly range: Range;
  readonly size: number;
}

function isAddress(held: unknown): held is HeldAddress {
  return typeof held === 'object' && held !== null && 'address' in held;
}

function isRange(held: unknown): held is HeldRange {
  return typeof held === 'object' && held !== null && 'range' in held;
}

const IP = namedType('IP');
const CIDR = namedType('CIDR');

function ipOf(address: Address): Opaque {
  const held: HeldAddress = { address, size: Math.ceil(address.bits / 8) };
  const text = showAddress(address);
  return {
    kind: 'opaque',
    type: IP,
    held,
    equals: (other) => isAddress(other.held) && showAddress(other.held.address) === text,
  };
}

function cidrOf(range: Range): Opaque {
  const held: HeldRange = { range, size: Math.ceil(range.length / 8) };
  const text = showRange(range);
  return {
    kind: 'opaque',
    type: CIDR,
    held,
    equals: (other) => isRange(other.held) && showRange(other.held.range) === text,
  };
}

function showRange({ address, length }: Range): string {
  return `${showAddress(address)}/${length}`;
}

function parsedAddress(text: string): Read<Address> {
  const found = readAddress(text);
  const quoted = JSON.stringify(text);
  if (found.kind === 'zone') return { kind: 'wrong', why: `IP address ${quoted} with zone value is not allowed` };
  if (found.kind === 'wrong') {
    return { kind: 'wrong', why: `IP Address ${quoted} parse error during conversion from string: ${found.why}` };
  }
  if (isMapped(found.value)) {
    return { kind: 'wrong', why: `IPv4-mapped IPv6 address ${quoted} is not allowed` };
  }
  return found;
}

const RANGE_ERROR = 'network address parse error during conversion from string: ';

function parsedRange(text: string): Read<Range> {
  const found = readRange(text);
  if (found.kind === 'wrong') return { kind: 'wrong', why: RANGE_ERROR + found.why };
  if (isMapped(found.value.address)) {
    return { kind: 'wrong', why: `IPv4-mapped IPv6 address ${JSON.stringify(text)} is not allowed` };
  }
  return found;
}

function orFault<T>(found: Read<T>, lead = ''): T {
  if (found.kind === 'read') return found.value;
  throw new CelFault(lead + found.why);
}

function addressOf(value: Value | undefined): Address {
  return heldOf(value, isAddress).address;
}

function rangeOf(value: Value | undefined): Range {
  return heldOf(value, isRange).range;
}

function addressText(value: Value | undefined): Address {
  return orFault(parsedAddress(textOf(value)));
}

function rangeText(value: Value | undefined): Range {
  return orFault(parsedRange(textOf(value)), RANGE_ERROR);
}

/** Whether the first bits of an address are these. */
function begins({ bits, value }: Address, ip4: readonly [bigint, number], ip6: readonly [bigint, number]): boolean {
  const [start, length] = bits === 32 ? ip4 : ip6;
  return value >> BigInt(bits - length) === start;
}

function isUnspecified({ value }: Address): boolean {
  return value === 0n;
}

function isLoopback(address: Address): boolean {
  return begins(address, [127n, 8], [1n, 128]);
}

function isLinkLocalMulticast(address: Address): boolean {
  // Of IPv6 the low half of the second byte is the scope.
  if (address.bits === 128) return address.value >> 120n === 0xffn && ((address.value >> 112n) & 0xfn) === 2n;
  return address.value >> 8n === 0xe00000n;
}

function isLinkLocalUnicast(address: Address): boolean {
  return begins(address, [0xa9fen, 16], [0xfe80n >> 6n, 10]);
}

function isMulticast(address: Address): boolean {
  return begins(address, [0xen, 4], [0xffn, 8]);
}

function isGlobalUnicast(address: Address): boolean {
  if (address.bits === 32 && address.value === 0xffffffffn) return false;
  return !isUnspecified(address) && !isLoopback(address) && !isMulticast(address) && !isLinkLocalUnicast(address);
}

function asked(test: (address: Address) => boolean): Run {
  return (value) => test(addressOf(value));
}

function within(outer: Range, inner: Range): boolean {
  return outer.length <= inner.length && holdsAddress(outer, inner.address);
}

/** The server does not say what is wrong with the address here. */
function containsIpText(range: Value, text: Value): boolean {
  const found = parsedAddress(textOf(text));
  if (found.kind === 'wrong') throw noSuchOverload();
  return holdsAddress(rangeOf(range), found.value);
}

export const NETWORK: FunctionTable = {
  ip: {
    'string_to_ip: (string) -> IP': (text) => ipOf(addressText(text)),
    'cidr_ip: CIDR.() -> IP': (range) => ipOf(rangeOf(range).address),
  },
  family: { 'ip_family: IP.() -> int': (ip) => (addressOf(ip).bits === 32 ? 4n : 6n) },
  'ip.isCanonical': { 'ip_is_canonical: (string) -> bool': (text) => showAddress(addressText(text)) === text },
  isUnspecified: { 'ip_is_unspecified: IP.() -> bool': asked(isUnspecified) },
  isLoopback: { 'ip_is_loopback: IP.() -> bool': asked(isLoopback) },
  isLinkLocalMulticast: { 'ip_is_link_local_multicast: IP.() -> bool': asked(isLinkLocalMulticast) },
  isLinkLocalUnicast: { 'ip_is_link_local_unicast: IP.() -> bool': asked(isLinkLocalUnicast) },
  isGlobalUnicast: { 'ip_is_global_unicast: IP.() -> bool': asked(isGlobalUnicast) },
  isIP: { 'is_ip: (string) -> bool': (text) => parsedAddress(textOf(text)).kind === 'read' },
  cidr: { 'string_to_cidr: (string) -> CIDR': (text) => cidrOf(rangeText(text)) },
  containsIP: {
    'cidr_contains_ip_string: CIDR.(string) -> bool': containsIpText,
    'cidr_contains_ip_ip: CIDR.(IP) -> bool': (range, ip) => holdsAddress(rangeOf(range), addressOf(ip)),
  },
  containsCIDR: {
    'cidr_contains_cidr_string: CIDR.(string) -> bool': (range, text) => within(rangeOf(range), rangeText(text)),
    'cidr_contains_cidr: CIDR.(CIDR) -> bool': (range, other) => within(rangeOf(range), rangeOf(other)),
  },
  prefixLength: { 'cidr_prefix_length: CIDR.() -> int': (range) => BigInt(rangeOf(range).length) },
  masked: { 'cidr_masked: CIDR.() -> CIDR': (range) => cidrOf(masked(rangeOf(range))) },
  isCIDR: { 'is_cidr: (string) -> bool': (text) => parsedRange(textOf(text)).kind === 'read' },
  string: {
    'ip_to_string: (IP) -> string': (ip) => showAddress(addressOf(ip)),
    'cidr_to_string: (CIDR) -> string': (range) => showRange(rangeOf(range)),
  },
};
