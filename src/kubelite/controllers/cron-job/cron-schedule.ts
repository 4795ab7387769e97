/** Schedules as CronJobs take them: cron expressions and `@every`. Source: Kubernetes docs, "CronJob". */
import type { Instant } from '../../../base/clock.ts';
import { nextRun } from '../../../base/cron/next-run.ts';
import { type CronSchedule as CronFields, parseCron as parseFields } from '../../../base/cron/parse-cron.ts';
import { timeZone } from '../../../base/cron/time-zone.ts';
import { readDuration } from '../../../base/duration.ts';
import { AppError } from '../../../base/errors.ts';

export type CronSchedule =
  | { readonly kind: 'fields'; readonly fields: CronFields }
  | { readonly kind: 'every'; readonly milliseconds: number };

const DAY = 86_400_000;

/** Throws `kubelite.cron` where the text is no schedule. */
export function parseCron(text: string): CronSchedule {
  const every = /^@every\s+(\S+)$/.exec(text.trim())?.[1];
  const milliseconds = every === undefined ? undefined : readDuration(every);
  if (milliseconds !== undefined) return { kind: 'every', milliseconds: Math.max(1000, milliseconds) };
  const fields = parseFields(text);
  if (fields) return { kind: 'fields', fields };
  throw new AppError({ code: 'kubelite.cron', kind: 'user', message: `${JSON.stringify(text)} is no cron schedule` });
}

/** The first instant after another that the schedule names, or undefined when there is none in five years. */
export function nextTime(schedule: CronSchedule, after: Instant, zone = 'UTC'): Instant | undefined {
  if (schedule.kind === 'every') return Math.floor(after / 1000) * 1000 + schedule.milliseconds;
  return nextRun(schedule.fields, after, timeZone(zone));
}

/** The last instant within (after, until] that the schedule names. */
export function lastTime(
  schedule: CronSchedule,
  span: { readonly after: Instant; readonly until: Instant; readonly zone: string },
): Instant | undefined {
  let found: Instant | undefined;
  // A long sleep must not make a long walk: what lies more than a day back is looked for from there first.
  for (const from of [Math.max(span.after, span.until - DAY), span.after]) {
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
