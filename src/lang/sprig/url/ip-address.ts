/** IP addresses as Go's `net.ParseIP` reads them. */

/** 4 or 16 bytes; undefined for what is no address. IPv4 inside IPv6 is IPv4. */
export function parseIpAddress(text: string): Buffer | undefined {
  if (!text.includes(':')) return parseIpv4(text);
  const bytes = parseIpv6(text);
  const isMapped = bytes?.subarray(0, 12).equals(Buffer.from('00000000000000000000ffff', 'hex'));
  return isMapped ? bytes?.subarray(12) : bytes;
}

function parseIpv4(text: string): Buffer | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return undefined;
  return Buffer.from(parts.map(Number));
}

function parseIpv6(text: string): Buffer | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [front, back] = halves.map((half) => groupsOf(half));
  if (front === undefined) return undefined;
  if (halves.length === 1) return front.length === 16 ? Buffer.from(front) : undefined;
  if (back === undefined || front.length + back.length > 14) return undefined;
  return Buffer.from([...front, ...new Array<number>(16 - front.length - back.length).fill(0), ...back]);
}

/** Bytes of groups with colons between, the last of which may be an IPv4 address. */
function groupsOf(text: string): readonly number[] | undefined {
  if (text === '') return [];
  const bytes: number[] = [];
  const groups = text.split(':');
  for (const [index, group] of groups.entries()) {
    const tail = index === groups.length - 1 && group.includes('.') ? parseIpv4(group) : undefined;
    if (tail !== undefined) bytes.push(...tail);
    else if (/^[0-9a-fA-F]{1,4}$/.test(group))
      bytes.push(Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255);
    else return undefined;
  }
  return bytes;
}
