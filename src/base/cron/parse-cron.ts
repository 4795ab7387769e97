/** Cron expressions of five fields, as robfig/cron's standard parser reads them: names, lists, ranges, steps, `@daily`. */

/** Minutes, hours, days and months that match. */
export interface CronSchedule {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly daysOfMonth: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  /** 0 is Sunday. */
  readonly daysOfWeek: ReadonlySet<number>;
  /** A field written as `*` or `?` leaves the choice of days to the other one. */
  readonly anyDayOfMonth: boolean;
  readonly anyDayOfWeek: boolean;
}

const DESCRIPTORS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

interface Bounds {
  readonly low: number;
  readonly high: number;
  readonly names?: readonly string[];
}

/** The schedule, or undefined where the text is none. */
export function parseCron(text: string): CronSchedule | undefined {
  const trimmed = text.trim();
  const expression = Object.hasOwn(DESCRIPTORS, trimmed) ? (DESCRIPTORS[trimmed] ?? '') : trimmed;
  const fields = expression.split(/\s+/);
  if (fields.length !== 5) return undefined;
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields;
  const minutes = parseField(minute, { low: 0, high: 59 });
  const hours = parseField(hour, { low: 0, high: 23 });
  const daysOfMonth = parseField(day, { low: 1, high: 31 });
  const months = parseField(month, { low: 1, high: 12, names: MONTHS });
  const daysOfWeek = parseField(weekday, { low: 0, high: 6, names: DAYS });
  if (!minutes || !hours || !daysOfMonth || !months || !daysOfWeek) return undefined;
  const any = (field: string): boolean => field.startsWith('*') || field.startsWith('?');
  return { minutes, hours, daysOfMonth, months, daysOfWeek, anyDayOfMonth: any(day), anyDayOfWeek: any(weekday) };
}

function parseField(field: string, bounds: Bounds): ReadonlySet<number> | undefined {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const range = parseRange(part, bounds);
    if (range === undefined) return undefined;
    for (let value = range.from; value <= range.to; value += range.step) values.add(value);
  }
  return values;
}

function parseRange(
  part: string,
  bounds: Bounds,
): { readonly from: number; readonly to: number; readonly step: number } | undefined {
  const [span = '', stepText, ...tooMuch] = part.split('/');
  const step = stepText === undefined ? 1 : wholeNumber(stepText);
  if (tooMuch.length > 0 || step === undefined || step === 0) return undefined;
  if (span === '*' || span === '?') return { from: bounds.low, to: bounds.high, step };
  const [low = '', high, ...rest] = span.split('-');
  const from = numberOf(low, bounds);
  const single = stepText === undefined ? from : bounds.high;
  const to = high === undefined ? single : numberOf(high, bounds);
  const valid = rest.length === 0 && from !== undefined && to !== undefined;
  if (!valid || from < bounds.low || to > bounds.high || from > to) return undefined;
  return { from, to, step };
}

function numberOf(text: string, bounds: Bounds): number | undefined {
  const named = bounds.names?.indexOf(text.toLowerCase()) ?? -1;
  return named >= 0 ? named + bounds.low : wholeNumber(text);
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,4}$/.test(text) ? Number(text) : undefined;
}
