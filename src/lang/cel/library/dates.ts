/** Parts of timestamps, in UTC or a time zone, and of durations. */
import type { Run } from '../environment.ts';
import { nanosOf, textOf } from '../runtime/arguments.ts';
import { CelFault } from '../runtime/cel-fault.ts';
import { type DateParts, dateParts } from '../runtime/time.ts';
import type { Value } from '../runtime/values.ts';
import type { FunctionTable } from './signatures.ts';

const MINUTE = 60_000_000_000n;

/** Minutes east of UTC of a zone at an instant: `+02:00`, `Europe/Paris`. */
function zoneOffset(zone: string, nanos: bigint): bigint {
  const colon = zone.indexOf(':');
  if (colon < 0) return namedOffset(zone, nanos);
  const [hour = '', minute = ''] = [zone.slice(0, colon), zone.slice(colon + 1)];
  for (const text of [hour, minute]) {
    if (!/^[+-]?\d+$/.test(text)) throw new CelFault(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
  }
  const hours = BigInt(Number(hour));
  return hours * 60n + (hour.startsWith('-') ? -1n : 1n) * BigInt(Number(minute));
}

function namedOffset(zone: string, nanos: bigint): bigint {
  if (zone === '' || zone === 'UTC' || zone === 'Local') return 0n;
  const instant = Number(nanos / 1_000_000n);
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    const name = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
    const [, sign = '+', hour = '0', minute = '0'] = /([+-])(\d+):(\d+)/.exec(name) ?? [];
    return BigInt(Number(hour) * 60 + Number(minute)) * (sign === '-' ? -1n : 1n);
  } catch {
    throw new CelFault(`unknown time zone ${zone}`);
  }
}

function partsIn(time: Value | undefined, zone: Value | undefined): DateParts {
  const nanos = nanosOf(time, 'timestamp');
  const offset = zone === undefined ? 0n : zoneOffset(textOf(zone), nanos);
  return dateParts(nanos + offset * MINUTE);
}

function dated(id: string, part: (parts: DateParts) => number): Readonly<Record<string, Run>> {
  const run: Run = (time, zone) => BigInt(part(partsIn(time, zone)));
  return { [`${id}: timestamp.() -> int`]: run, [`${id}_with_tz: timestamp.(string) -> int`]: run };
}

function spanned(id: string, unit: bigint): Readonly<Record<string, Run>> {
  return { [`${id}: duration.() -> int`]: (span) => nanosOf(span, 'duration') / unit };
}

export const DATES: FunctionTable = {
  getFullYear: dated('timestamp_to_year', ({ year }) => year),
  getMonth: dated('timestamp_to_month', ({ month }) => month - 1),
  getDayOfYear: dated('timestamp_to_day_of_year', ({ dayOfYear }) => dayOfYear),
  getDayOfMonth: dated('timestamp_to_day_of_month', ({ day }) => day - 1),
  getDate: dated('timestamp_to_day_of_month_1_based', ({ day }) => day),
  getDayOfWeek: dated('timestamp_to_day_of_week', ({ weekday }) => weekday),
  getHours: { ...dated('timestamp_to_hours', ({ hour }) => hour), ...spanned('duration_to_hours', 60n * MINUTE) },
  getMinutes: { ...dated('timestamp_to_minutes', ({ minute }) => minute), ...spanned('duration_to_minutes', MINUTE) },
  getSeconds: {
    ...dated('timestamp_to_seconds_tz', ({ second }) => second),
    ...spanned('duration_to_seconds', 1_000_000_000n),
  },
  getMilliseconds: {
    ...dated('timestamp_to_milliseconds', ({ nanos }) => Math.floor(nanos / 1_000_000)),
    ...spanned('duration_to_milliseconds', 1_000_000n),
  },
};
