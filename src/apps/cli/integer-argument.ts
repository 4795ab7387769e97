/** Flags that are numbers. */
import { InvalidArgumentError } from 'commander';

/** Throws what commander tells of a flag that cannot be read. */
export function readInteger(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a whole number.');
}
