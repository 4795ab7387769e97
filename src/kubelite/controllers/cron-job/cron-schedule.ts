/** Cron schedules as CronJobs take them: five fields, names, `@hourly` and the like, `@every`. Source: Kubernetes docs, "CronJob". */

import type { Instant } from '../../../base/clock.ts';
import { AppError } from '../../../base/errors.ts';

export type CronSchedule =
  | { readonly kind: 'fields'; readonly fields: CronFields }
  | { readonly kind: 'every'; readonly milliseconds: number };

interface CronFields {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly weekdays: ReadonlySet<number>;
  /** With both days and weekdays restricted, either is enough. */
  readonly anyDay: boolean;
  readonly anyWeekday: boolean;
}

/** An instant as a calendar of some time zone shows it. */
interface LocalTime {
  readonly minute: number;
  readonly hour: number;
  readonly day: number;
  readonly month: number;
  readonly weekday: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Leap days around a century without one lie eight years apart. */
const HORIZON = 9 * 366 * 24 * HOUR;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const SHORTHANDS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** Throws `kubelite.cron` where the text is no schedule. */
export function parseCron(text: string): CronSchedule {
  const trimmed = text.trim();
  const every = /^@every\s+((?:\d+[hms])+)$/.exec(trimmed)?.[1];
  if (every !== undefined) return { kind: 'every', milliseconds: Math.max(1000, duration(every)) };
  const expanded = Object.hasOwn(SHORTHANDS, trimmed) ? (SHORTHANDS[trimmed] ?? '') : trimmed;
  const [minute, hour, day, month, weekday, ...more] = expanded.split(/\s+/);
  if (minute === undefined || hour === undefined || day === undefined || month === undefined) throw unreadable(text);
  if (weekday === undefined || more.length > 0) throw unreadable(text);
  return {
    kind: 'fields',
    fields: {
      minutes: field(minute, { first: 0, last: 59, names: [] }),
      hours: field(hour, { first: 0, last: 23, names: [] }),
      days: field(day, { first: 1, last: 31, names: [] }),
      months: field(month, { first: 1, last: 12, names: MONTHS }),
      weekdays: field(weekday, { first: 0, last: 6, names: WEEKDAYS }),
      anyDay: isAny(day),
      anyWeekday: isAny(weekday),
    },
  };
}

/** The first instant after another that the schedule names, or undefined when there is none in nine years. */
export function nextTime(schedule: CronSchedule, after: Instant, zone = 'UTC'): Instant | undefined {
  if (schedule.kind === 'every') {
    return Math.floor(after / 1000) * 1000 + schedule.milliseconds;
  }
  const local = zone === 'UTC' || zone === 'Etc/UTC' ? utcTime : zonedTime(zone);
  let at = Math.floor(after / MINUTE) * MINUTE + MINUTE;
  while (at <= after + HORIZON) {
    const skip = untilMatch(schedule.fields, local(at));
    if (skip === 0) return at;
    at += skip;
  }
  return undefined;
}

/** The last instant within (after, until] that the schedule names. */
export function lastTime(
  schedule: CronSchedule,
  span: { readonly after: Instant; readonly until: Instant; readonly zone: string },
): Instant | undefined {
  let found: Instant | undefined;
  // A long sleep must not make a long walk: what lies more than a day back is looked for from there first.
  for (const from of [Math.max(span.after, span.until - 24 * HOUR), span.after]) {
    for (
      let at = nextTime(schedule, from, span.zone);
      at !== undefined && at <= span.until;
      at = nextTime(schedule, at, span.zone)
    ) {
      found = at;
    }
    if (found !== undefined) return found;
  }
  return found;
}

/** Milliseconds that can be skipped for sure; 0 where the time matches. */
function untilMatch(fields: CronFields, time: LocalTime): number {
  if (!fields.months.has(time.month) || !matchesDay(fields, time)) {
    // Up to an hour before midnight, as days with a clock change are shorter.
    const left = (23 - time.hour) * HOUR - time.minute * MINUTE;
    return left > 0 ? left : MINUTE;
  }
  if (!fields.hours.has(time.hour)) return (60 - time.minute) * MINUTE;
  return fields.minutes.has(time.minute) ? 0 : MINUTE;
}

function matchesDay(fields: CronFields, time: LocalTime): boolean {
  const day = fields.days.has(time.day);
  const weekday = fields.weekdays.has(time.weekday);
  return fields.anyDay || fields.anyWeekday ? day && weekday : day || weekday;
}

function utcTime(at: Instant): LocalTime {
  const date = new Date(at);
  return {
    minute: date.getUTCMinutes(),
    hour: date.getUTCHours(),
    day: date.getUTCDate(),
    month: date.getUTCMonth() + 1,
    weekday: date.getUTCDay(),
  };
}

function zonedTime(zone: string): (at: Instant) => LocalTime {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    minute: 'numeric',
    hour: 'numeric',
    day: 'numeric',
    month: 'numeric',
    weekday: 'short',
  });
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
    return {
      minute: Number(parts.get('minute')),
      hour: Number(parts.get('hour')),
      day: Number(parts.get('day')),
      month: Number(parts.get('month')),
      weekday: WEEKDAYS.indexOf((parts.get('weekday') ?? '').toLowerCase()),
    };
  };
}

interface FieldRange {
  readonly first: number;
  readonly last: number;
  readonly names: readonly string[];
}

function field(text: string, range: FieldRange): ReadonlySet<number> {
  return new Set(text.split(',').flatMap((part) => partOf(part, range)));
}

function partOf(part: string, range: FieldRange): readonly number[] {
  const [span = '', stepText, ...more] = part.split('/');
  const step = stepText === undefined ? 1 : Number(stepText);
  if (more.length > 0 || !Number.isInteger(step) || step < 1) throw unreadable(part);
  const [low, high] = spanOf(span, { ...range, stepped: stepText !== undefined });
  if (low > high) throw unreadable(part);
  return Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, index) => low + index * step);
}

function spanOf(span: string, range: FieldRange & { readonly stepped: boolean }): readonly [number, number] {
  if (span === '*' || span === '?') return [range.first, range.last];
  const [low, high, ...more] = span.split('-');
  if (low === undefined || more.length > 0) throw unreadable(span);
  const first = numberOf(low, range);
  if (high !== undefined) return [first, numberOf(high, range)];
  return [first, range.stepped ? range.last : first];
}

function numberOf(text: string, { first, last, names }: FieldRange): number {
  const named = names.indexOf(text.toLowerCase());
  const value = named >= 0 ? named + first : Number(text);
  if (!/^\d+$/.test(text) && named < 0) throw unreadable(text);
  if (value < first || value > last) throw unreadable(text);
  return value;
}

function isAny(text: string): boolean {
  return text.startsWith('*') || text.startsWith('?');
}

function duration(text: string): number {
  const units: Readonly<Record<string, number>> = { h: HOUR, m: MINUTE, s: 1000 };
  let total = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)([hms])/g)) total += Number(count) * (units[unit ?? 's'] ?? 0);
  return total;
}

function unreadable(text: string): AppError {
  return new AppError({ code: 'kubelite.cron', kind: 'user', message: `"${text}" is no cron schedule` });
}
