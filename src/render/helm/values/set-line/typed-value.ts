/** The value that a word of `--set` means. */
import type { HelmValue } from '../table.ts';

const INTEGER = /^[-+]?[0-9]+$/;
const MAX_INT64 = 2n ** 63n - 1n;
const MIN_INT64 = -(2n ** 63n);

/** true, false, null in any case; whole numbers without a leading zero, as int64; everything else is text. */
export function typedValue(word: string): HelmValue {
  if (/^true$/iu.test(word)) return true;
  if (/^false$/iu.test(word)) return false;
  if (/^null$/iu.test(word)) return null;
  if (word === '0') return 0n;
  if (word.startsWith('0') || !INTEGER.test(word)) return word;
  const number = BigInt(word.replace(/^\+/, ''));
  return number <= MAX_INT64 && number >= MIN_INT64 ? number : word;
}
