/** Reads one element of a layout from the front of a text. */
import type { LayoutPart } from './layout.ts';
import { MONTHS, WEEKDAYS } from './names.ts';

/** What has been read so far. */
export interface Clock {
  year: number;
  month: number | undefined;
  day: number | undefined;
  yearDay: number | undefined;
  hour: number;
  minute: number;
  second: number;
  nanoseconds: number;
  half: 'AM' | 'PM' | undefined;
  isUtc: boolean;
  offset: number | undefined;
  abbreviation: string;
}

export function newClock(): Clock {
  return {
    year: 0,
    month: undefined,
    day: undefined,
    yearDay: undefined,
    hour: 0,
    minute: 0,
    second: 0,
    nanoseconds: 0,
    half: undefined,
    isUtc: false,
    offset: undefined,
    abbreviation: '',
  };
}

export const BAD: unique symbol = Symbol('bad');
/** The rest of the text, or that it does not fit, or which part is out of its range. */
export type Outcome = string | typeof BAD | { readonly range: string };

/** `element` as in the layout; `next` is what follows it there. */
export function readElement(element: string, text: string, clock: Clock, next?: LayoutPart['kind']): Outcome {
  if (element === '05' || element === '5') return readSecond(element, text, clock, next);
  const read = READERS[element];
  if (read !== undefined) return read(text, clock);
  return readOffset(element, text, clock);
}

type Reader = (text: string, clock: Clock) => Outcome;

const READERS: Readonly<Record<string, Reader>> = {
  January: (text, clock) => name(MONTHS, text, (index) => Object.assign(clock, { month: index + 1 })),
  Jan: (text, clock) => name(SHORT_MONTHS, text, (index) => Object.assign(clock, { month: index + 1 })),
  Monday: (text) => name(WEEKDAYS, text, () => undefined),
  Mon: (text) => name(SHORT_WEEKDAYS, text, () => undefined),
  '01': (text, clock) =>
    number(text, { digits: /^\d\d/, what: 'month', least: 1, most: 12 }, (month) => Object.assign(clock, { month })),
  '1': (text, clock) =>
    number(text, { digits: LOOSE, what: 'month', least: 1, most: 12 }, (month) => Object.assign(clock, { month })),
  '02': (text, clock) => number(text, { digits: /^\d\d/ }, (day) => Object.assign(clock, { day })),
  _2: (text, clock) => number(text.replace(/^ /, ''), { digits: LOOSE }, (day) => Object.assign(clock, { day })),
  '2': (text, clock) => number(text, { digits: LOOSE }, (day) => Object.assign(clock, { day })),
  '002': (text, clock) => number(text, { digits: /^\d{3}/ }, (yearDay) => Object.assign(clock, { yearDay })),
  __2: (text, clock) =>
    number(text.replace(/^ {1,2}/, ''), { digits: /^\d{1,3}/ }, (yearDay) => Object.assign(clock, { yearDay })),
  '2006': readLongYear,
  '06': readShortYear,
  '15': (text, clock) =>
    number(text, { digits: LOOSE, what: 'hour', most: 23 }, (hour) => Object.assign(clock, { hour })),
  '03': (text, clock) =>
    number(text, { digits: /^\d\d/, what: 'hour', most: 12 }, (hour) => Object.assign(clock, { hour })),
  '3': (text, clock) =>
    number(text, { digits: LOOSE, what: 'hour', most: 12 }, (hour) => Object.assign(clock, { hour })),
  '04': (text, clock) =>
    number(text, { digits: /^\d\d/, what: 'minute', most: 59 }, (minute) => Object.assign(clock, { minute })),
  '4': (text, clock) =>
    number(text, { digits: LOOSE, what: 'minute', most: 59 }, (minute) => Object.assign(clock, { minute })),
  PM: (text, clock) => half(text, clock, ['AM', 'PM']),
  pm: (text, clock) => half(text, clock, ['am', 'pm']),
  MST: readAbbreviation,
};

const LOOSE = /^\d\d?/;
const SHORT_MONTHS = MONTHS.map((month) => month.slice(0, 3));
const SHORT_WEEKDAYS = WEEKDAYS.map((day) => day.slice(0, 3));

/** Letters of any case. */
function name(names: readonly string[], text: string, keep: (index: number) => unknown): Outcome {
  const index = names.findIndex((one) => text.slice(0, one.length).toLowerCase() === one.toLowerCase());
  const found = names[index];
  if (found === undefined) return BAD;
  keep(index);
  return text.slice(found.length);
}

interface NumberRule {
  readonly digits: RegExp;
  readonly what?: string;
  readonly least?: number;
  readonly most?: number;
}

function number(text: string, rule: NumberRule, keep: (value: number) => unknown): Outcome {
  const digits = rule.digits.exec(text)?.[0];
  if (digits === undefined) return BAD;
  const value = Number(digits);
  keep(value);
  if (rule.what !== undefined && (value < (rule.least ?? 0) || value > (rule.most ?? value)))
    return { range: rule.what };
  return text.slice(digits.length);
}

/** Four characters of which the first is a digit. */
function readLongYear(text: string, clock: Clock): Outcome {
  const digits = /^\d{4}/.exec(text)?.[0];
  if (digits === undefined) return BAD;
  clock.year = Number(digits);
  return text.slice(4);
}

/** Two characters with which a sign may be one; from 69 on they are of the last century. */
function readShortYear(text: string, clock: Clock): Outcome {
  const digits = /^[\d+-]\d/.exec(text)?.[0];
  if (digits === undefined) return BAD;
  const year = Number(digits);
  clock.year = year >= 69 ? year + 1900 : year + 2000;
  return text.slice(2);
}

function half(text: string, clock: Clock, [morning, evening]: readonly [string, string]): Outcome {
  const found = text.slice(0, 2);
  if (found !== morning && found !== evening) return BAD;
  clock.half = found === morning ? 'AM' : 'PM';
  return text.slice(2);
}

/** A fraction may follow the seconds though the layout has none. */
function readSecond(element: string, text: string, clock: Clock, next?: LayoutPart['kind']): Outcome {
  const digits = (element === '05' ? /^\d\d/ : LOOSE).exec(text)?.[0];
  if (digits === undefined) return BAD;
  clock.second = Number(digits);
  if (clock.second > 59) return { range: 'second' };
  const rest = text.slice(digits.length);
  if (next === 'fraction') return rest;
  const fraction = /^[.,]\d+/.exec(rest)?.[0];
  if (fraction === undefined) return rest;
  clock.nanoseconds = nanoseconds(fraction);
  return rest.slice(fraction.length);
}

/** `.000` wants that many digits, `.999` takes any number or none. */
export function readFraction(
  text: string,
  clock: Clock,
  part: { readonly digits: number; readonly isTrimmed: boolean },
): Outcome {
  const wanted = part.isTrimmed ? /^[.,]\d+/ : new RegExp(`^[.,]\\d{${part.digits}}`);
  const fraction = wanted.exec(text)?.[0];
  if (fraction === undefined) return part.isTrimmed ? text : BAD;
  clock.nanoseconds = nanoseconds(fraction);
  return text.slice(fraction.length);
}

function nanoseconds(fraction: string): number {
  return Number(fraction.slice(1, 10).padEnd(9, '0'));
}

/** The pieces of `-07:00:00` and its like; `Z…` also takes a plain `Z`. */
function readOffset(element: string, text: string, clock: Clock): Outcome {
  if (element.startsWith('Z') && text.startsWith('Z')) {
    clock.isUtc = true;
    return text.slice(1);
  }
  const count = (element.replaceAll(':', '').length - 1) / 2;
  const colon = element.includes(':') ? ':' : '';
  const match = new RegExp(`^([+-])${Array.from({ length: count }, () => '(\\d\\d)').join(colon)}`).exec(text);
  if (match === null) return BAD;
  const [hours = 0, minutes = 0, seconds = 0] = match.slice(2).map(Number);
  if (hours > 24) return { range: 'time zone offset hour' };
  if (minutes > 60) return { range: 'time zone offset minute' };
  if (seconds > 60) return { range: 'time zone offset second' };
  const size = (hours * 60 + minutes) * 60 + seconds;
  clock.offset = match[1] === '-' ? -size : size;
  return text.slice(match[0].length);
}

function readAbbreviation(text: string, clock: Clock): Outcome {
  if (text.startsWith('UTC')) {
    clock.isUtc = true;
    return text.slice(3);
  }
  const found = abbreviationAt(text);
  if (found === undefined) return BAD;
  clock.abbreviation = found;
  return text.slice(found.length);
}

/** Three letters, four or five that end in T, `GMT+3`, `+03`. */
function abbreviationAt(text: string): string | undefined {
  const special = /^(?:ChST|MeST)/.exec(text)?.[0];
  if (special !== undefined) return special;
  if (text.startsWith('GMT')) return `GMT${signedHours(text.slice(3))}`;
  if (/^[+-]/.test(text) && text.length >= 3) return signedHours(text) || undefined;
  const letters = /^[A-Z]{0,6}/.exec(text)?.[0] ?? '';
  if (letters.length === 3 || letters === 'WITA') return letters;
  const endsInT = (letters.length === 4 || letters.length === 5) && letters.endsWith('T');
  return endsInT ? letters : undefined;
}

function signedHours(text: string): string {
  const found = /^[+-]\d+/.exec(text)?.[0] ?? '';
  return found !== '' && Number(found.slice(1)) <= 23 ? found : '';
}
