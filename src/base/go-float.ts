/** Numbers as Go prints them with `%v`. */

/** The shortest text of a number; exponents below −4 and from 21 on, with two digits at least. */
export function goFloat(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return String(value);
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  if (Number(exponent) >= -4 && Number(exponent) < 21) return plain(value);
  const size = String(Math.abs(Number(exponent))).padStart(2, '0');
  return `${digits}e${Number(exponent) < 0 ? '-' : '+'}${size}`;
}

/** JavaScript writes numbers from 1e-6 on without an exponent. */
function plain(value: number): string {
  return String(value);
}
