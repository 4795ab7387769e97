/** Numbers as golang.org/x/text prints them for English readers, which is how the messages hold them. */

const SUPERSCRIPT = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** `%d`: groups of three. */
export function englishInteger(value: number): string {
  return grouped(String(value));
}

/** `%v` of a float64: groups of three, or a power of ten from a million on and below a ten-thousandth. */
export function englishFloat(value: number): string {
  if (value === 0) return '0';
  const [mantissa = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return grouped(String(value));
  return `${mantissa}×10${exponent < 0 ? '⁻' : ''}${superscript(String(Math.abs(exponent)).padStart(2, '0'))}`;
}

function grouped(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const groups = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}

function superscript(digits: string): string {
  return digits.replace(/\d/g, (digit) => SUPERSCRIPT[Number(digit)] ?? '');
}
