/** IP addresses as text, read without any system call. */

/** Four decimal bytes. */
export function isIPv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

/** Eight groups of hexadecimal digits, one run of zeroes left out, the last two maybe as IPv4. */
export function isIPv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2 || !text.includes(':')) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const embedded = last.includes('.');
  if (embedded && !isIPv4(last)) return false;
  const plain = embedded ? groups.slice(0, -1) : groups;
  const size = groups.length + (embedded ? 1 : 0);
  const whole = halves.length === 2 ? size <= 7 : size === 8;
  return whole && plain.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group));
}

/** Either. */
export function isIP(text: string): boolean {
  return isIPv4(text) || isIPv6(text);
}
