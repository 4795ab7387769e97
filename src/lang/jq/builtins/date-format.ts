/** The letters of strftime and strptime. */
import { MONTHS, WEEKDAYS } from '../../go-time/names.ts';

const two = (value: number, fill = '0'): string => String(value).padStart(2, fill);

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000);
}

/** The week of the year, weeks beginning on this day (0: Sunday); days before the first such day are in week 0. */
function week(date: Date, begins: number): number {
  return Math.floor((dayOfYear(date) + 7 - ((date.getUTCDay() + 7 - begins) % 7)) / 7);
}

/** Year and week as ISO 8601 counts them. */
function isoWeek(date: Date): { readonly year: number; readonly week: number } {
  const thursday = new Date(date.getTime() + (3 - ((date.getUTCDay() + 6) % 7)) * 86_400_000);
  return { year: thursday.getUTCFullYear(), week: Math.floor(dayOfYear(thursday) / 7) + 1 };
}

const WRITERS: Readonly<Record<string, (date: Date) => string>> = {
  a: (date) => (WEEKDAYS[date.getUTCDay()] ?? '').slice(0, 3),
  A: (date) => WEEKDAYS[date.getUTCDay()] ?? '',
  b: (date) => (MONTHS[date.getUTCMonth()] ?? '').slice(0, 3),
  B: (date) => MONTHS[date.getUTCMonth()] ?? '',
  C: (date) => two(Math.floor(date.getUTCFullYear() / 100)),
  c: (date) => formatTime(date, '%a %b %e %H:%M:%S %Y'),
  D: (date) => formatTime(date, '%m/%d/%y'),
  d: (date) => two(date.getUTCDate()),
  e: (date) => two(date.getUTCDate(), ' '),
  F: (date) => formatTime(date, '%Y-%m-%d'),
  G: (date) => String(isoWeek(date).year),
  g: (date) => two(isoWeek(date).year % 100),
  H: (date) => two(date.getUTCHours()),
  h: (date) => (MONTHS[date.getUTCMonth()] ?? '').slice(0, 3),
  I: (date) => two(date.getUTCHours() % 12 || 12),
  j: (date) => String(dayOfYear(date) + 1).padStart(3, '0'),
  k: (date) => two(date.getUTCHours(), ' '),
  l: (date) => two(date.getUTCHours() % 12 || 12, ' '),
  M: (date) => two(date.getUTCMinutes()),
  m: (date) => two(date.getUTCMonth() + 1),
  n: () => '\n',
  p: (date) => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
  R: (date) => formatTime(date, '%H:%M'),
  r: (date) => formatTime(date, '%I:%M:%S %p'),
  S: (date) => two(date.getUTCSeconds()),
  s: (date) => String(date.getTime() / 1000),
  T: (date) => formatTime(date, '%H:%M:%S'),
  t: () => '\t',
  U: (date) => two(week(date, 0)),
  u: (date) => String(date.getUTCDay() || 7),
  V: (date) => two(isoWeek(date).week),
  v: (date) => formatTime(date, '%e-%b-%Y'),
  W: (date) => two(week(date, 1)),
  w: (date) => String(date.getUTCDay()),
  X: (date) => formatTime(date, '%H:%M:%S'),
  x: (date) => formatTime(date, '%m/%d/%y'),
  Y: (date) => String(date.getUTCFullYear()),
  y: (date) => two(date.getUTCFullYear() % 100),
  Z: () => 'UTC',
  z: () => '+0000',
  '%': () => '%',
};

/** A moment as text, in UTC. */
export function formatTime(date: Date, format: string): string {
  return format.replace(/%([a-zA-Z%])/g, (found, letter: string) => WRITERS[letter]?.(date) ?? found);
}

interface Moment {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  /** Seconds east of UTC. */
  offset: number;
  afternoon: boolean | undefined;
}

interface Reader {
  readonly pattern: string;
  readonly read: (moment: Moment, text: string) => void;
}

const nameIndex = (names: readonly string[], text: string): number =>
  names.findIndex((name) => name.toLowerCase().startsWith(text.toLowerCase().slice(0, 3)));

const number = (pattern: string, set: (moment: Moment, value: number) => void): Reader => ({
  pattern,
  read: (moment, text) => set(moment, Number(text)),
});

const day = number('[ 0-3]?\\d', (moment, value) => {
  moment.day = value;
});
const monthName: Reader = {
  pattern: '[A-Za-z]+',
  read: (moment, text) => {
    moment.month = nameIndex(MONTHS, text);
  },
};
const ignored: Reader = { pattern: '[A-Za-z]+', read: () => undefined };

const READERS: Readonly<Record<string, Reader>> = {
  Y: number('\\d{4}', (moment, value) => {
    moment.year = value;
  }),
  y: number('\\d{2}', (moment, value) => {
    moment.year = value < 69 ? 2000 + value : 1900 + value;
  }),
  m: number('\\d{1,2}', (moment, value) => {
    moment.month = value - 1;
  }),
  d: day,
  e: day,
  H: number('\\d{1,2}', (moment, value) => {
    moment.hour = value;
  }),
  I: number('\\d{1,2}', (moment, value) => {
    moment.hour = value % 12;
  }),
  M: number('\\d{1,2}', (moment, value) => {
    moment.minute = value;
  }),
  S: number('\\d{1,2}', (moment, value) => {
    moment.second = value;
  }),
  j: number('\\d{1,3}', (moment, value) => {
    moment.month = 0;
    moment.day = value;
  }),
  p: {
    pattern: '[AaPp][Mm]',
    read: (moment, text) => {
      moment.afternoon = /^p/i.test(text);
    },
  },
  z: {
    pattern: 'Z|[+-]\\d{2}:?\\d{2}',
    read: (moment, text) => {
      const [, sign, hours = '0', minutes = '0'] = /([+-])(\d{2}):?(\d{2})/.exec(text) ?? [];
      moment.offset = (sign === '-' ? -60 : 60) * (Number(hours) * 60 + Number(minutes));
    },
  },
  s: number('-?\\d+', (moment, value) => {
    moment.year = 1970;
    moment.second = value;
  }),
  b: monthName,
  B: monthName,
  h: monthName,
  a: ignored,
  A: ignored,
  Z: ignored,
};

const SHORTHANDS: Readonly<Record<string, string>> = { T: '%H:%M:%S', F: '%Y-%m-%d', D: '%m/%d/%y', R: '%H:%M' };

/** Seconds since 1970, undefined where the text has not this form. */
export function parseTime(text: string, format: string): number | undefined {
  const letters: Reader[] = [];
  const long = format.replace(/%([TFDR])/g, (_, letter: string) => SHORTHANDS[letter] ?? '');
  const source = long.replace(/%([a-zA-Z%])|[\\^$.*+?()[\]{}|]|\s+/g, (found, letter?: string) => {
    if (letter === '%') return '%';
    const reader = letter === undefined ? undefined : READERS[letter];
    if (reader !== undefined) letters.push(reader);
    if (reader !== undefined) return `(${reader.pattern})`;
    return /^\s/.test(found) ? '\\s+' : found.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  });
  const found = new RegExp(`^${source}$`).exec(text);
  if (found === null) return undefined;
  const moment: Moment = {
    year: 1900,
    month: 0,
    day: 1,
    hour: 0,
    minute: 0,
    second: 0,
    offset: 0,
    afternoon: undefined,
  };
  for (const [at, reader] of letters.entries()) reader.read(moment, found[at + 1] ?? '');
  return instantOf(moment);
}

function instantOf(moment: Moment): number | undefined {
  const { year, month, day: date, hour, minute, second, offset, afternoon } = moment;
  if (month < 0 || month > 11 || date < 1 || hour > 23 || minute > 59) return undefined;
  const whole = new Date(0);
  whole.setUTCFullYear(year, month, date);
  return whole.getTime() / 1000 + (hour + (afternoon ? 12 : 0)) * 3600 + minute * 60 + second - offset;
}
