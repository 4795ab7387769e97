/** When a cron schedule runs next. */
import type { Instant } from '../clock.ts';
import type { CronSchedule } from './parse-cron.ts';
import type { TimeZone } from './time-zone.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const HORIZON_DAYS = 5 * 366;
/** No clock is put back by more. */
const LARGEST_SHIFT = 3 * HOUR;

/**
 * The first run strictly after an instant, by the clocks of the zone; undefined where there is none within five years.
 * Times that a change of the clocks skips do not run.
 */
export function nextRun(schedule: CronSchedule, after: Instant, zone: TimeZone): Instant | undefined {
  const earliest = zone.wallTime(after) - LARGEST_SHIFT;
  let day = Math.floor(earliest / DAY) * DAY;
  for (let count = 0; count <= HORIZON_DAYS; count++, day += DAY) {
    if (!runsOn(schedule, day)) continue;
    for (const wall of timesOf(schedule, day)) {
      if (wall < earliest) continue;
      const instant = zone.instantsOf(wall).find((candidate) => candidate > after);
      if (instant !== undefined) return instant;
    }
  }
  return undefined;
}

function runsOn(schedule: CronSchedule, wallDay: number): boolean {
  const date = new Date(wallDay);
  if (!schedule.months.has(date.getUTCMonth() + 1)) return false;
  const byMonth = schedule.daysOfMonth.has(date.getUTCDate());
  const byWeek = schedule.daysOfWeek.has(date.getUTCDay());
  return schedule.anyDayOfMonth || schedule.anyDayOfWeek ? byMonth && byWeek : byMonth || byWeek;
}

function* timesOf(schedule: CronSchedule, wallDay: number): Generator<number> {
  for (const hour of ascending(schedule.hours)) {
    for (const minute of ascending(schedule.minutes)) yield wallDay + hour * HOUR + minute * MINUTE;
  }
}

function ascending(values: ReadonlySet<number>): readonly number[] {
  return [...values].sort((left, right) => left - right);
}
