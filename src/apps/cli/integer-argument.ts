/** Flags that are numbers or times, read as Go reads them. */
import { InvalidArgumentError } from 'commander';
import { parseGoDuration } from '../../lang/go-time/duration.ts';

/** Zero or more. Throws what is told of a flag that cannot be read. */
export function readUnsigned(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw unreadable('ParseUint', text);
}

/** Throws what is told of a flag that cannot be read. */
export function readInteger(text: string): number {
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  throw unreadable('ParseInt', text);
}

/** The text, where it is one. Throws what is told of a flag that cannot be read. */
export function readDuration(text: string): string {
  const read = parseGoDuration(text);
  if (read.kind === 'fault') throw new InvalidArgumentError(read.message);
  return text;
}

/** Several in one, too: `1,2`. Throws what is told of a flag that cannot be read. */
export function readIntegers(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...text.split(',').map((part) => String(readInteger(part)))];
}

function unreadable(reader: string, text: string): InvalidArgumentError {
  return new InvalidArgumentError(`strconv.${reader}: parsing ${JSON.stringify(text)}: invalid syntax`);
}
