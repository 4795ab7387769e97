/** Internet addresses and ranges, read as strictly as Go's net/netip, with its error texts. */

export interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

export type Read<T> = { readonly kind: 'read'; readonly value: T } | { readonly kind: 'wrong'; readonly why: string };

function wrong(text: string, why: string, rest = ''): Read<never> {
  const at = rest === '' ? '' : ` (at ${JSON.stringify(rest)})`;
  return { kind: 'wrong', why: `ParseAddr(${JSON.stringify(text)}): ${why}${at}` };
}

/** Reads an IPv4 or IPv6 address. One with a zone is refused with the reason `zone`. */
export function readAddress(text: string): Read<Address> | { readonly kind: 'zone' } {
  for (const character of text) {
    if (character === '.') return readIp4(text);
    if (character === ':') return readIp6(text);
    if (character === '%') return wrong(text, 'missing IPv6 address');
  }
  return wrong(text, 'unable to parse IP');
}

function readIp4(text: string): Read<Address> {
  const parts = ip4Parts(text, text);
  if (typeof parts === 'string') return { kind: 'wrong', why: parts };
  return { kind: 'read', value: { bits: 32, value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n) } };
}

/** The four numbers of an address, or why it has none. */
function ip4Parts(whole: string, text: string): readonly number[] | string {
  const failed = (why: string, rest = '') => {
    const found = wrong(whole, why, rest);
    return found.kind === 'wrong' ? found.why : '';
  };
  const parts: number[] = [];
  let value = 0;
  let digits = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (/\d/.test(character)) {
      if (digits === 1 && value === 0) return failed('IPv4 field has octet with leading zero');
      value = value * 10 + Number(character);
      digits += 1;
      if (value > 255) return failed('IPv4 field has value >255');
    } else if (character === '.') {
      if (at === 0 || at === text.length - 1 || text[at - 1] === '.') {
        return failed('IPv4 field must have at least one digit', text.slice(at));
      }
      if (parts.length === 3) return failed('IPv4 address too long');
      parts.push(value);
      value = 0;
      digits = 0;
    } else return failed('unexpected character', text.slice(at));
  }
  if (parts.length < 3) return failed('IPv4 address too short');
  return [...parts, value];
}

function readIp6(text: string): Read<Address> | { readonly kind: 'zone' } {
  const percent = text.indexOf('%');
  if (percent >= 0)
    return percent === text.length - 1 ? wrong(text, 'zone must be a non-empty string') : { kind: 'zone' };
  const groups: number[] = [];
  let rest = text;
  let gap = -1;
  if (rest.startsWith('::')) {
    gap = 0;
    rest = rest.slice(2);
    if (rest === '') return ip6(groups, gap);
  }
  while (groups.length < 8) {
    const [digits = ''] = /^[0-9A-Fa-f]*/.exec(rest) ?? [];
    if (digits === '') return wrong(text, 'each colon-separated field must have at least one digit', rest);
    if (digits.length > 4) {
      return wrong(text, 'each group must have 4 or less digits', rest);
    }
    const after = rest.slice(digits.length);
    if (after.startsWith('.')) return endWithIp4(text, rest, { groups, gap });
    groups.push(Number.parseInt(digits, 16));
    rest = after;
    if (rest === '') break;
    if (!rest.startsWith(':')) return wrong(text, 'unexpected character, want colon', rest);
    if (rest.length === 1) return wrong(text, 'colon must be followed by more characters', rest);
    rest = rest.slice(1);
    if (!rest.startsWith(':')) continue;
    if (gap >= 0) return wrong(text, 'multiple :: in address', rest);
    gap = groups.length;
    rest = rest.slice(1);
    if (rest === '') break;
  }
  if (rest !== '') return wrong(text, 'trailing garbage after address', rest);
  if (groups.length < 8 && gap < 0) return wrong(text, 'address string too short');
  if (groups.length === 8 && gap >= 0) return wrong(text, 'the :: must expand to at least one field of zeros');
  return ip6(groups, gap);
}

function endWithIp4(
  text: string,
  rest: string,
  { groups, gap }: { readonly groups: readonly number[]; readonly gap: number },
): Read<Address> {
  if (gap < 0 && groups.length !== 6) {
    return wrong(text, 'embedded IPv4 address must replace the final 2 fields of the address', rest);
  }
  if (groups.length > 6)
    return wrong(text, 'too many hex fields to fit an embedded IPv4 at the end of the address', rest);
  const parts = ip4Parts(text, rest);
  if (typeof parts === 'string') return { kind: 'wrong', why: parts };
  const [a = 0, b = 0, c = 0, d = 0] = parts;
  return ip6([...groups, a * 256 + b, c * 256 + d], gap);
}

function ip6(groups: readonly number[], gap: number): Read<Address> {
  const zeros = Array.from({ length: 8 - groups.length }, () => 0);
  const all = gap < 0 ? groups : [...groups.slice(0, gap), ...zeros, ...groups.slice(gap)];
  return { kind: 'read', value: { bits: 128, value: all.reduce((sum, part) => sum * 65_536n + BigInt(part), 0n) } };
}

/** An IPv6 address that stands for an IPv4 one. */
export function isMapped({ bits, value }: Address): boolean {
  return bits === 128 && value >> 32n === 0xffffn;
}

/** The canonical text. */
export function showAddress(address: Address): string {
  const { bits, value } = address;
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
  if (isMapped(address)) return `::ffff:${showAddress({ bits: 32, value: value & 0xffffffffn })}`;
  const groups = Array.from({ length: 8 }, (_, index) => Number((value >> BigInt(112 - index * 16)) & 0xffffn));
  const gap = longestZeros(groups);
  const show = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
  if (gap.length < 2) return show(groups);
  return `${show(groups.slice(0, gap.start))}::${show(groups.slice(gap.start + gap.length))}`;
}

function longestZeros(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start += 1) {
    let length = 0;
    while (groups[start + length] === 0) length += 1;
    if (length > best.length) best = { start, length };
  }
  return best;
}

export interface Range {
  readonly address: Address;
  readonly length: number;
}

/** Reads `address/length`. */
export function readRange(text: string): Read<Range> {
  const quoted = JSON.stringify(text);
  const fail = (why: string): Read<never> => ({ kind: 'wrong', why: `netip.ParsePrefix(${quoted}): ${why}` });
  const slash = text.lastIndexOf('/');
  if (slash < 0) return fail("no '/'");
  const address = readAddress(text.slice(0, slash));
  if (address.kind === 'zone') return fail('IPv6 zones cannot be present in a prefix');
  if (address.kind === 'wrong') return fail(address.why);
  const digits = text.slice(slash + 1);
  if (!/^(?:0|[1-9]\d*)$/.test(digits)) return fail(`bad bits after slash: ${JSON.stringify(digits)}`);
  if (digits.length > 4 || Number(digits) > address.value.bits) return fail('prefix length out of range');
  return { kind: 'read', value: { address: address.value, length: Number(digits) } };
}

/** The range with all bits after its length zero. */
export function masked({ address, length }: Range): Range {
  const shift = BigInt(address.bits - length);
  return { address: { ...address, value: (address.value >> shift) << shift }, length };
}

export function holdsAddress(range: Range, address: Address): boolean {
  const shift = BigInt(range.address.bits - range.length);
  // An IPv4 range holds no IPv6 address, mapped or not.
  return range.address.bits === address.bits && range.address.value >> shift === address.value >> shift;
}
