/** Addresses of hosts and people. */
import { quote, quoteCharacter } from '../../go-value/index.ts';

export function checkIpv4(text: string): string | undefined {
  const groups = text.split('.');
  if (groups.length !== 4) return 'expected four decimals';
  for (const group of groups) {
    if (group.length > 1 && group.startsWith('0')) return 'leading zeros';
    if (!/^[-+]?[0-9]+$/.test(group)) return `strconv.Atoi: parsing ${quote(group)}: invalid syntax`;
    const number = Number(group);
    if (number < 0 || number > 255) return 'decimal must be between 0 and 255';
  }
  return undefined;
}

const GROUP = '[0-9a-fA-F]{1,4}';

export function checkIpv6(text: string): string | undefined {
  if (!text.includes(':')) return 'missing colon';
  const [address = '', ...zone] = text.split('%');
  if (!isIpv6(address)) return `ParseAddr(${quote(text)}): unable to parse IP`;
  return zone.length > 0 ? 'zone id is not a part of ipv6 address' : undefined;
}

/** RFC 4291, section 2.2. */
function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const all = groups.flat();
  const last = all.at(-1) ?? '';
  const embedded = last.includes('.');
  if (embedded && checkIpv4(last) !== undefined) return false;
  const plain = embedded ? all.slice(0, -1) : all;
  if (!plain.every((group) => new RegExp(`^${GROUP}$`).test(group))) return false;
  const count = plain.length + (embedded ? 2 : 0);
  return halves.length === 2 ? count < 8 : count === 8;
}

export function checkHostname(text: string): string | undefined {
  const name = text.replace(/\.$/, '');
  if (Buffer.byteLength(name) > 253) return 'more than 253 characters long';
  for (const label of name.split('.')) {
    const length = Buffer.byteLength(label);
    if (length < 1 || length > 63) return 'label must be 1 to 63 characters long';
    if (label.startsWith('-')) return 'label starts with hyphen';
    if (label.endsWith('-')) return 'label ends with hyphen';
    const stranger = [...label].find((character) => !/[a-zA-Z0-9-]/.test(character));
    if (stranger !== undefined) return `invalid character ${quoteCharacter(stranger)}`;
  }
  return undefined;
}

export function checkEmail(text: string): string | undefined {
  if (Buffer.byteLength(text) > 254) return 'more than 255 characters long';
  const at = text.lastIndexOf('@');
  if (at < 0) return 'missing @';
  const local = text.slice(0, at);
  if (Buffer.byteLength(local) > 64) return 'local part more than 64 characters long';
  return checkLocalPart(local) ?? checkDomain(text.slice(at + 1));
}

function checkLocalPart(local: string): string | undefined {
  if (local.length > 1 && local.startsWith('"')) {
    const wrong = /[\\"]/.test(local.slice(1, -1));
    return wrong ? 'backslash and quote are not allowed within quoted local part' : undefined;
  }
  if (local.startsWith('.')) return 'starts with dot';
  if (local.endsWith('.')) return 'ends with dot';
  if (local.includes('..')) return 'consecutive dots';
  const stranger = [...local].find((character) => !/[a-zA-Z0-9.!#$%&'*+\-/=?^_`{|}~]/.test(character));
  return stranger === undefined ? undefined : `invalid character ${quoteCharacter(stranger)}`;
}

function checkDomain(domain: string): string | undefined {
  const address = /^\[(.*)\]$/s.exec(domain)?.[1];
  if (address === undefined) return prefixed('invalid domain', checkHostname(domain));
  if (!address.startsWith('IPv6:')) return prefixed('invalid ipv4 address', checkIpv4(address));
  return prefixed('invalid ipv6 address', checkIpv6(address.slice('IPv6:'.length)));
}

function prefixed(prefix: string, reason: string | undefined): string | undefined {
  return reason === undefined ? undefined : `${prefix}: ${reason}`;
}
