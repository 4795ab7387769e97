/** The flags that stand on a command line, by their long names; what is not there was not given. Pure. */
import { formatDuration, readDuration } from '../../../base/duration.ts';
import { AppError } from '../../../base/errors.ts';
import { FATAL } from '../command.ts';

export type GivenFlags = Readonly<Record<string, unknown>>;

export function givenText(given: GivenFlags, name: string): string | undefined {
  const value = given[name];
  return typeof value === 'string' ? value : undefined;
}

/** None where the flag was not given. */
export function givenTexts(given: GivenFlags, name: string): readonly string[] {
  const value = given[name];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

export function givenSwitch(given: GivenFlags, name: string): boolean | undefined {
  const value = given[name];
  return typeof value === 'boolean' ? value : undefined;
}

/** Throws `cli.fatal` (user) for what is no whole number. */
export function givenInteger(given: GivenFlags, name: string): number | undefined {
  const text = givenText(given, name);
  if (text === undefined) return undefined;
  if (/^[-+]?\d{1,15}$/.test(text)) return Number(text);
  throw malformed(text, name, 'it is a whole number');
}

/** As Go writes it: `5m0s`. Throws `cli.fatal` (user) for what is no duration. */
export function givenDuration(given: GivenFlags, name: string): string | undefined {
  const text = givenText(given, name);
  if (text === undefined) return undefined;
  const parsed = readDuration(text);
  if (parsed !== undefined) return formatDuration(parsed);
  throw malformed(text, name, 'it is a duration, such as 2m or 1h');
}

function malformed(text: string, name: string, hint: string): AppError {
  return new AppError({ code: FATAL, kind: 'user', message: `invalid argument "${text}" for "--${name}": ${hint}` });
}
