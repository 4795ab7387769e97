/**
 * The order in which Go's YAML library writes the keys of a map: letters by code point, anything else before letters,
 * runs of digits by their number (`a2` before `a10`).
 */
const LETTER = /^\p{L}$/u;
const DIGIT = /^\p{Nd}$/u;
const ASCII_WORD = /^[A-Za-z]*$/;

/** The own keys of an object in Go's order: that of yaml.v2, or of yaml.v3, where letters behind a digit come first. */
export function sortedYamlKeys(object: object, library: 'v2' | 'v3' = 'v2'): string[] {
  const keys = Object.keys(object);
  if (keys.every((key) => ASCII_WORD.test(key))) return keys.sort();
  return keys.sort(library === 'v2' ? compareYamlKeys : (a, b) => compareYamlKeys(a, b, 'v3'));
}

/** Negative, zero or positive, for `sort`. */
export function compareYamlKeys(left: string, right: string, library: 'v2' | 'v3' = 'v2'): number {
  for (let at = 0; ; at++) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a === b) continue;
    // One text begins with the other, or letters differ: that is most of it.
    if (Number.isNaN(a) || Number.isNaN(b)) return left.length - right.length;
    return isAsciiLetter(a) && isAsciiLetter(b) ? a - b : compareCharacters(left, right, library);
  }
}

function isAsciiLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

function compareCharacters(left: string, right: string, library: 'v2' | 'v3'): number {
  const a = [...left];
  const b = [...right];
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    if (a[at] === b[at]) continue;
    const isBehindDigit = library === 'v3' && DIGIT.test(a[at - 1] ?? '');
    return compareFrom(a, b, { at, lettersFirst: isBehindDigit });
  }
  return a.length - b.length;
}

/** Both differ at `at` for the first time. */
interface Difference {
  readonly at: number;
  readonly lettersFirst: boolean;
}

function compareFrom(a: readonly string[], b: readonly string[], { at, lettersFirst }: Difference): number {
  const left = a[at] ?? '';
  const right = b[at] ?? '';
  const leftIsLetter = LETTER.test(left);
  const rightIsLetter = LETTER.test(right);
  if (leftIsLetter !== rightIsLetter) return leftIsLetter === lettersFirst ? -1 : 1;
  if (leftIsLetter) return codePoint(left) - codePoint(right);
  // A zero counts as a digit of a longer number when a digit other than zero stands before it.
  const start = left === '0' || right === '0' ? leadingDigit(a, at) : 0n;
  const one = numberFrom(a, at, start);
  const two = numberFrom(b, at, start);
  if (one.value !== two.value) return one.value < two.value ? -1 : 1;
  if (one.end !== two.end) return one.end - two.end;
  return codePoint(left) - codePoint(right);
}

function leadingDigit(text: readonly string[], at: number): bigint {
  for (let before = at - 1; before >= 0 && DIGIT.test(text[before] ?? ''); before--) {
    if (text[before] !== '0') return 1n;
  }
  return 0n;
}

/** The number that begins here, wrapping like an int64, and where it ends. */
function numberFrom(text: readonly string[], at: number, start: bigint): { value: bigint; end: number } {
  let value = start;
  let end = at;
  for (; end < text.length && DIGIT.test(text[end] ?? ''); end++) {
    value = BigInt.asIntN(64, value * 10n + BigInt(codePoint(text[end] ?? '') - 0x30));
  }
  return { value, end };
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0;
}
