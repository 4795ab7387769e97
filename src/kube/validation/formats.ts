/** Texts that are no names: addresses, ranges, ports, percentages. Each function says what is wrong with one. */
import { isIP, isIPv4 } from './ip-address.ts';

export const NOT_AN_IP = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
export const NOT_A_CIDR = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';
const HIGHEST_PORT = 65_535;
const LONGEST_PORT_NAME = 15;

/** An address of either family. */
export function wrongIp(text: string): readonly string[] {
  return isIP(text) ? [] : [NOT_AN_IP];
}

/** A network in CIDR notation. */
export function wrongCidr(text: string): readonly string[] {
  const [address = '', length = '', ...rest] = text.split('/');
  const bits = isIPv4(address) ? 32 : 128;
  const fits = /^\d{1,3}$/.test(length) && !/^0\d/.test(length) && Number(length) <= bits;
  return rest.length === 0 && isIP(address) && fits ? [] : [NOT_A_CIDR];
}

/** An address with the length of its network, in the usual form. */
export function wrongInterfaceAddress(text: string): readonly string[] {
  return wrongCidr(text).length === 0
    ? []
    : ['must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)'];
}

/** A port by number. */
export function wrongPort(port: number): readonly string[] {
  return port >= 1 && port <= HIGHEST_PORT ? [] : [`must be between 1 and ${HIGHEST_PORT}, inclusive`];
}

/** A port by name (RFC 6335). */
export function wrongPortName(text: string): readonly string[] {
  const wrong: string[] = [];
  if (text.length > LONGEST_PORT_NAME) wrong.push(`must be no more than ${LONGEST_PORT_NAME} characters`);
  if (!/^[-a-z0-9]+$/.test(text)) wrong.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(text)) wrong.push('must contain at least one letter (a-z)');
  if (text.includes('--')) wrong.push('must not contain consecutive hyphens');
  if (text.startsWith('-') || text.endsWith('-')) wrong.push('must not begin or end with a hyphen');
  return wrong;
}

/** A share of something. */
export function wrongPercent(text: string): readonly string[] {
  return /^[0-9]+%$/.test(text)
    ? []
    : [
        "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
      ];
}

/** Name of a header in HTTP. */
export function wrongHeaderName(text: string): readonly string[] {
  return /^[-A-Za-z0-9]+$/.test(text)
    ? []
    : [
        "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')",
      ];
}

/** A subdomain whose first label is `*`. */
export function wrongWildcardSubdomain(text: string): readonly string[] {
  return /^\*\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(text)
    ? []
    : [
        "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
      ];
}

/** A path below another: neither absolute nor upwards. */
export function wrongLocalPath(text: string): readonly string[] {
  if (text.startsWith('/')) return ['must be a relative path'];
  return wrongUpwardPath(text);
}

/** A path without a step upwards. */
export function wrongUpwardPath(text: string): readonly string[] {
  return text.split('/').includes('..') ? ["must not contain '..'"] : [];
}
