/** The calendar that Go's `time` computes with: proleptic Gregorian, on 64-bit seconds that wrap around. */

export interface Civil {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** 1 to 366. */
  readonly yearDay: number;
}

/** The years before year 0 at which Go's unsigned count of seconds starts, on the first of March. */
const EPOCH_YEARS = 292_277_022_400n;
const DAYS_OF_400_YEARS = 146_097n;
const SECONDS_OF_DAY = 86_400n;
/** Days from 0000-03-01 to 1970-01-01. */
const DAYS_TO_1970 = 719_468n;
const OFFSET = ((EPOCH_YEARS / 400n) * DAYS_OF_400_YEARS + DAYS_TO_1970) * SECONDS_OF_DAY;

/** The date and time of day of seconds since 1970 (local ones, the zone's offset already added). */
export function civilOf(seconds: bigint): Civil {
  const absolute = BigInt.asUintN(64, seconds + OFFSET);
  const days = absolute / SECONDS_OF_DAY;
  const ofDay = Number(absolute % SECONDS_OF_DAY);
  const era = days / DAYS_OF_400_YEARS;
  const ofEra = Number(days % DAYS_OF_400_YEARS);
  const yearOfEra = Math.trunc(
    (ofEra - Math.trunc(ofEra / 1460) + Math.trunc(ofEra / 36_524) - Math.trunc(ofEra / 146_096)) / 365,
  );
  const fromMarch = ofEra - (365 * yearOfEra + Math.trunc(yearOfEra / 4) - Math.trunc(yearOfEra / 100));
  const shifted = Math.trunc((5 * fromMarch + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = Number(era * 400n - EPOCH_YEARS) + yearOfEra + (month <= 2 ? 1 : 0);
  const day = fromMarch - Math.trunc((153 * shifted + 2) / 5) + 1;
  return {
    year,
    month,
    day,
    hour: Math.trunc(ofDay / 3600),
    minute: Math.trunc((ofDay % 3600) / 60),
    second: ofDay % 60,
    // The first of March of a year that 400 divides is a Wednesday.
    weekday: (ofEra + 3) % 7,
    yearDay: daysBefore(month, year) + day,
  };
}

/** Seconds since 1970 of a date and time of day; parts out of their range carry over, as with Go's `time.Date`. */
export function secondsOf(parts: Omit<Civil, 'weekday' | 'yearDay'>): bigint {
  const months = BigInt(parts.year) * 12n + BigInt(parts.month - 1);
  const shifted = months - 2n;
  const year = floorDivide(shifted, 12n);
  const fromMarch = Number(shifted - year * 12n);
  const era = floorDivide(year, 400n);
  const yearOfEra = Number(year - era * 400n);
  const dayOfYear = Math.trunc((153 * fromMarch + 2) / 5) + parts.day - 1;
  const dayOfEra = 365 * yearOfEra + Math.trunc(yearOfEra / 4) - Math.trunc(yearOfEra / 100) + dayOfYear;
  const days = era * DAYS_OF_400_YEARS + BigInt(dayOfEra) - DAYS_TO_1970;
  return days * SECONDS_OF_DAY + BigInt(parts.hour * 3600 + parts.minute * 60 + parts.second);
}

export function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function daysIn(month: number, year: number): number {
  return month === 2 && isLeap(year) ? 29 : (MONTH_LENGTHS[month - 1] ?? 0);
}

/** Days of the year before the first of a month. */
export function daysBefore(month: number, year: number): number {
  const lengths = MONTH_LENGTHS.slice(0, month - 1).reduce((sum, length) => sum + length, 0);
  return month > 2 && isLeap(year) ? lengths + 1 : lengths;
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n ? quotient - 1n : quotient;
}
