/** Whose messages are counted together: an address of IPv4, or a network of IPv6, of which everybody has a whole one. */
import { isIPv6 } from 'node:net';

/** The first 64 bits of an address of IPv6; any other text as it is. */
export function senderAt(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address;
  const [before = '', after] = address.split('::');
  const head = groupsOf(before);
  const tail = after === undefined ? [] : groupsOf(after);
  const zeros = Array.from({ length: after === undefined ? 0 : 8 - head.length - tail.length }, () => '0');
  return `${[...head, ...zeros, ...tail].slice(0, 4).join(':')}::`;
}

function groupsOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(':');
}
