/** Writes a time after one of Go's layouts, as `Time.Format`. */
import { type Civil, civilOf } from './civil.ts';
import type { GoTime } from './go-time.ts';
import { type LayoutPart, parseLayout } from './layout.ts';
import { MONTHS, WEEKDAYS } from './names.ts';
import type { ZoneState } from './zone.ts';

interface Shown {
  readonly civil: Civil;
  readonly zone: ZoneState;
  readonly nanoseconds: number;
}

/** The text of a time; what is no element of a layout stands for itself. */
export function formatGoTime(time: GoTime, layout: string): string {
  const zone = time.zone.at(time.seconds);
  const shown = { zone, civil: civilOf(time.seconds + BigInt(zone.offset)), nanoseconds: time.nanoseconds };
  return parseLayout(layout)
    .map((part) => formatPart(part, shown))
    .join('');
}

/** As `Time.String` without a reading of the monotonic clock: `2006-01-02 15:04:05.999999999 -0700 MST`. */
export function goTimeText(time: GoTime): string {
  return formatGoTime(time, '2006-01-02 15:04:05.999999999 -0700 MST');
}

function formatPart(part: LayoutPart, shown: Shown): string {
  if (part.kind === 'literal') return part.text;
  if (part.kind === 'fraction') return fraction(part, shown.nanoseconds);
  const write = ELEMENTS[part.text];
  return write === undefined ? zoneOffset(part.text, shown.zone) : write(shown);
}

const ELEMENTS: Readonly<Record<string, (shown: Shown) => string>> = {
  January: ({ civil }) => MONTHS[civil.month - 1] ?? '',
  Jan: ({ civil }) => (MONTHS[civil.month - 1] ?? '').slice(0, 3),
  Monday: ({ civil }) => WEEKDAYS[civil.weekday] ?? '',
  Mon: ({ civil }) => (WEEKDAYS[civil.weekday] ?? '').slice(0, 3),
  MST: ({ zone }) => zoneName(zone),
  '01': ({ civil }) => padded(civil.month, 2),
  '1': ({ civil }) => `${civil.month}`,
  '02': ({ civil }) => padded(civil.day, 2),
  _2: ({ civil }) => `${civil.day}`.padStart(2),
  '2': ({ civil }) => `${civil.day}`,
  '002': ({ civil }) => padded(civil.yearDay, 3),
  __2: ({ civil }) => `${civil.yearDay}`.padStart(3),
  '2006': ({ civil }) => padded(civil.year, 4),
  '06': ({ civil }) => padded(Math.abs(civil.year) % 100, 2),
  '15': ({ civil }) => padded(civil.hour, 2),
  '03': ({ civil }) => padded(ofTwelve(civil.hour), 2),
  '3': ({ civil }) => `${ofTwelve(civil.hour)}`,
  '04': ({ civil }) => padded(civil.minute, 2),
  '4': ({ civil }) => `${civil.minute}`,
  '05': ({ civil }) => padded(civil.second, 2),
  '5': ({ civil }) => `${civil.second}`,
  PM: ({ civil }) => (civil.hour >= 12 ? 'PM' : 'AM'),
  pm: ({ civil }) => (civil.hour >= 12 ? 'pm' : 'am'),
};

function ofTwelve(hour: number): number {
  return hour % 12 === 0 ? 12 : hour % 12;
}

function padded(value: number, width: number): string {
  return value < 0 ? `-${padded(-value, width)}` : `${value}`.padStart(width, '0');
}

function fraction(part: Extract<LayoutPart, { kind: 'fraction' }>, nanoseconds: number): string {
  const digits = padded(nanoseconds, 9).slice(0, part.digits);
  if (!part.isTrimmed) return `${part.separator}${digits}`;
  const trimmed = digits.replace(/0+$/, '');
  return trimmed === '' ? '' : `${part.separator}${trimmed}`;
}

function zoneName({ abbreviation, offset }: ZoneState): string {
  if (abbreviation !== '') return abbreviation;
  const minutes = Math.trunc(Math.abs(offset) / 60);
  const sign = Math.trunc(offset / 60) < 0 ? '-' : '+';
  return `${sign}${padded(Math.trunc(minutes / 60), 2)}${padded(minutes % 60, 2)}`;
}

/** `element` is one of the `Z07…` and `-07…` family: its length and colons say what to write. */
function zoneOffset(element: string, { offset }: ZoneState): string {
  if (element.startsWith('Z') && offset === 0) return 'Z';
  const sign = Math.trunc(offset / 60) < 0 ? '-' : '+';
  const size = Math.abs(offset);
  const pieces = [Math.trunc(size / 3600), Math.trunc((size % 3600) / 60), size % 60];
  const count = (element.replaceAll(':', '').length - 1) / 2;
  return (
    sign +
    pieces
      .slice(0, count)
      .map((piece) => padded(piece, 2))
      .join(element.includes(':') ? ':' : '')
  );
}
