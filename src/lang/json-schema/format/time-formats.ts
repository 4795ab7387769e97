/** Moments and spans of time. */
import { quote, quoteCharacter } from '../../go-value/index.ts';

const LAYOUT = ['2006', '01', '02'] as const;

/** As Go's time.Parse with `2006-01-02`. */
export function checkDate(text: string): string | undefined {
  const fault = (rest: string, layout: string): string =>
    `parsing time ${quote(text)} as "2006-01-02": cannot parse ${quote(rest)} as ${quote(layout)}`;
  let rest = text;
  for (const [index, layout] of LAYOUT.entries()) {
    if (index > 0 && !rest.startsWith('-')) return fault(rest, '-');
    if (index > 0) rest = rest.slice(1);
    if (!new RegExp(`^[0-9]{${layout.length}}`).test(rest)) return fault(rest, layout);
    const number = Number(rest.slice(0, layout.length));
    if (layout === '01' && (number < 1 || number > 12)) return `parsing time ${quote(text)}: month out of range`;
    rest = rest.slice(layout.length);
  }
  if (rest !== '') return `parsing time ${quote(text)}: extra text: ${quote(rest)}`;
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  const isThere = day >= 1 && day <= daysIn(year, month);
  return isThere ? undefined : `parsing time ${quote(text)}: day out of range`;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** RFC 3339, section 5.6; the 61st second is one before midnight UTC only. */
export function checkTime(text: string): string | undefined {
  if (Buffer.byteLength(text) < 9) return 'less than 9 characters long';
  if (text[2] !== ':' || text[5] !== ':') return 'missing colon in correct place';
  const clock = text.slice(0, 8).split(':');
  if (!clock.every((part) => /^[-+]?[0-9]+$/.test(part))) return 'invalid hour/min/sec';
  const [hour = 0, minute = 0, second = 0] = clock.map(Number);
  if (hour < 0 || minute < 0 || second < 0) return 'non-positive hour/min/sec';
  if (hour > 23 || minute > 59 || second > 60) return 'hour/min/sec out of range';
  const fraction = /^\.([0-9]*)/.exec(text.slice(8));
  if (fraction?.[1] === '') return 'no digits in second fraction';
  const offset = offsetOf(text.slice(8 + (fraction?.[0].length ?? 0)));
  if (typeof offset === 'string') return offset;
  const utc = (hour * 60 + minute - offset + 24 * 60) % (24 * 60);
  return second === 60 && utc !== 24 * 60 - 1 ? 'invalid leap second' : undefined;
}

/** Minutes east of Greenwich, or what is wrong. */
function offsetOf(text: string): number | string {
  if (text === 'z' || text === 'Z') return 0;
  if (Buffer.byteLength(text) !== 6) return 'offset must be 6 characters long';
  if (!/^[-+]/.test(text)) return 'offset must begin with plus/minus';
  if (text[3] !== ':') return 'missing colon in offset in correct place';
  const parts = [text.slice(1, 3), text.slice(4)];
  if (!parts.every((part) => /^[-+]?[0-9]+$/.test(part))) return 'invalid hour/min in offset';
  const [hour = 0, minute = 0] = parts.map(Number);
  if (hour < 0 || minute < 0) return 'non-positive hour/min in offset';
  if (hour > 23 || minute > 59) return 'hour/min in offset out of range';
  return (text.startsWith('-') ? -1 : 1) * (hour * 60 + minute);
}

export function checkDateTime(text: string): string | undefined {
  if (Buffer.byteLength(text) < 20) return 'less than 20 characters long';
  if (text[10] !== 't' && text[10] !== 'T') return '11th character must be t or T';
  const date = checkDate(text.slice(0, 10));
  if (date !== undefined) return `invalid date element: ${date}`;
  const time = checkTime(text.slice(11));
  return time === undefined ? undefined : `invalid time element: ${time}`;
}

const UNITS = ['YMD', 'HMS'] as const;

/** RFC 3339, appendix A. */
export function checkDuration(text: string): string | undefined {
  if (!text.startsWith('P')) return 'must start with P';
  const body = text.slice(1);
  if (body === '') return 'nothing after P';
  if (body.endsWith('W')) return checkWeeks(body.slice(0, -1));
  for (const [index, part] of body.split('T').entries()) {
    if (index > 0 && part === '') return 'no time elements';
    const units = UNITS[index];
    if (units === undefined) return 'more than one T';
    const reason = checkElements(part, units);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function checkWeeks(number: string): string | undefined {
  if (number === '') return 'no number in week';
  return /^[0-9]+$/.test(number) ? undefined : 'invalid week';
}

function checkElements(part: string, units: string): string | undefined {
  let left = units;
  for (let rest = part; rest !== ''; ) {
    const digits = /^[0-9]*/.exec(rest)?.[0] ?? '';
    if (digits === '') return 'missing number';
    const unit = rest[digits.length];
    if (unit === undefined) return 'missing unit';
    const place = left.indexOf(unit);
    if (place < 0)
      return units.includes(unit)
        ? `unit ${quoteCharacter(unit)} out of order`
        : `invalid unit ${quoteCharacter(unit)}`;
    left = left.slice(place + 1);
    rest = rest.slice(digits.length + 1);
  }
  return undefined;
}

export function checkPeriod(text: string): string | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return 'missing slash';
  const start = text.slice(0, slash);
  const end = text.slice(slash + 1);
  if (start.startsWith('P'))
    return named('start duration', checkDuration(start)) ?? named('end date-time', checkDateTime(end));
  const first = named('start date-time', checkDateTime(start));
  if (first !== undefined) return first;
  return end.startsWith('P') ? named('end duration', checkDuration(end)) : named('end date-time', checkDateTime(end));
}

function named(what: string, reason: string | undefined): string | undefined {
  return reason === undefined ? undefined : `invalid ${what}: ${reason}`;
}
