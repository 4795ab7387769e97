/** `string.lower` and `string.upper`: letters of all scripts, one for one, as Go maps them. */
import { bytesOf, textOf } from '../runtime/byte-text.ts';
import type { Results } from '../runtime/value.ts';
import type { Arguments } from './arguments.ts';

type Change = 'toLowerCase' | 'toUpperCase';

/** What has no single counterpart stays as it is. */
export function changeCase(args: Arguments, change: Change): Results {
  const bytes = args.string(1);
  args.machine.allocateString(bytes.length);
  if (/^[\0-\x7f]*$/.test(bytes)) return bytes[change]();
  args.machine.spend(bytes.length);
  return bytesOf([...textOf(bytes)].map((letter) => counterpart(letter, change)).join(''));
}

function counterpart(letter: string, change: Change): string {
  const changed = letter[change]();
  return [...changed].length === 1 ? changed : letter;
}
