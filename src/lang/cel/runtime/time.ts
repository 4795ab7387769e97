/** Timestamps and durations: reading, printing and the parts of a date. */
import { CelFault } from './cel-fault.ts';
import { plainDouble } from './format-double.ts';
import type { Duration, Timestamp } from './values.ts';

const NANOS = 1_000_000_000n;
/** The first and the last instant that a timestamp can be. */
export const FIRST_TIME = -62_135_596_800n * NANOS;
export const LAST_TIME = 253_402_300_799n * NANOS + NANOS - 1n;
const LIMIT = 2n ** 63n;

/** A timestamp of nanoseconds; throws outside the years 1 to 9999. */
export function checkedTimestamp(nanos: bigint, offset = 0): Timestamp {
  if (nanos < FIRST_TIME || nanos > LAST_TIME) throw new CelFault('timestamp overflow');
  return { kind: 'timestamp', nanos, ...(offset !== 0 && { offset }) };
}

/** A duration of nanoseconds; throws where they do not fit in 64 bits. */
export function checkedDuration(nanos: bigint): Duration {
  if (nanos >= LIMIT || nanos < -LIMIT) throw new CelFault('integer overflow');
  return { kind: 'duration', nanos };
}

const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})T(\d{1,2}):(\d{2}):(\d{2})(?:[.,](\d+))?(?:Z|([+-])(\d{2}):(\d{2}))$/;

/** Reads RFC 3339 as Go does; undefined where the text is no time. */
export function parseTimestamp(text: string): { readonly nanos: bigint; readonly offset: number } | undefined {
  const match = RFC3339.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const [, , , , , , , fraction = '', sign, offsetHour = '0', offsetMinute = '0'] = match;
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  if (Number(offsetHour) > 24 || Number(offsetMinute) > 60) return undefined;
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * (sign === '-' ? -1 : 1);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const seconds = BigInt(date.getTime() / 1000 - offset * 60);
  return { nanos: seconds * NANOS + BigInt(fraction.slice(0, 9).padEnd(9, '0')), offset };
}

/** The timestamp of a text in RFC 3339; undefined where it is none. */
export function parseDateTime(text: string): Timestamp | undefined {
  const found = parseTimestamp(text);
  return found && { kind: 'timestamp', nanos: found.nanos, ...(found.offset !== 0 && { offset: found.offset }) };
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function pad(value: number, width = 2): string {
  return String(value).padStart(width, '0');
}

/** RFC 3339 with as many digits of the second as there are. */
export function showTimestamp({ nanos, offset = 0 }: Timestamp): string {
  const parts = dateParts(nanos + BigInt(offset) * 60n * NANOS);
  const digits = String(parts.nanos).padStart(9, '0').replace(/0+$/, '');
  const zone =
    offset === 0
      ? 'Z'
      : `${offset < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(offset) / 60))}:${pad(Math.abs(offset) % 60)}`;
  const time = `${pad(parts.hour)}:${pad(parts.minute)}:${pad(parts.second)}${digits === '' ? '' : `.${digits}`}`;
  return `${pad(parts.year, 4)}-${pad(parts.month)}-${pad(parts.day)}T${time}${zone}`;
}

/** Seconds with a decimal point where needed: `90s`, `0.5s`. */
export function showDuration({ nanos }: Duration): string {
  return `${plainDouble(Number(nanos / NANOS) + Number(nanos % NANOS) / 1e9)}s`;
}

export interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly dayOfYear: number;
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanos: number;
}

/** The date and time of nanoseconds since 1970. */
export function dateParts(nanos: bigint): DateParts {
  const inSecond = ((nanos % NANOS) + NANOS) % NANOS;
  const date = new Date(Number((nanos - inSecond) / 1_000_000n));
  const startOfYear = new Date(0);
  startOfYear.setUTCFullYear(date.getUTCFullYear(), 0, 1);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    dayOfYear: Math.floor((date.getTime() - startOfYear.getTime()) / 86_400_000),
    weekday: date.getUTCDay(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    nanos: Number(inSecond),
  };
}

const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  μs: 1000n,
  ms: 1_000_000n,
  s: NANOS,
  m: 60n * NANOS,
  h: 3600n * NANOS,
};

/** Reads a duration as Go does (`1h30m`, `-1.5s`); undefined where the text is none or does not fit. */
export function parseDuration(text: string): bigint | undefined {
  const match = /^([+-]?)(.*)$/s.exec(text);
  const [, sign = '', rest = ''] = match ?? [];
  if (rest === '0') return 0n;
  if (!/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(rest)) return undefined;
  let total = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of rest.matchAll(/(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/g)) {
    const size = UNITS[unit] ?? 0n;
    total += BigInt(whole || '0') * size;
    const digits = fraction.slice(0, 18);
    if (digits !== '') total += (BigInt(digits) * size) / 10n ** BigInt(digits.length);
  }
  const signed = sign === '-' ? -total : total;
  return signed < LIMIT && signed >= -LIMIT ? signed : undefined;
}
