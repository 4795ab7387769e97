/** Reads a time after one of Go's layouts, as `time.ParseInLocation`, with the texts of its errors. */
import { toBinary } from '../go-value/index.ts';
import { daysBefore, daysIn, isLeap, secondsOf } from './civil.ts';
import type { GoTime } from './go-time.ts';
import { type LayoutPart, parseLayout } from './layout.ts';
import { quoteTimeBytes } from './quote-time-text.ts';
import { BAD, type Clock, newClock, readElement, readFraction } from './read-element.ts';
import { fixedZone, UTC, type Zone } from './zone.ts';

export type TimeReading =
  | { readonly kind: 'time'; readonly time: GoTime }
  | { readonly kind: 'fault'; readonly message: string };

/** `zone` holds where the text names none. */
export function parseGoTime(layoutText: string, timeText: string, zone: Zone = UTC): TimeReading {
  // By bytes, since messages show where exactly the text and the layout part.
  const layout = toBinary(layoutText);
  const text = toBinary(timeText);
  const clock = newClock();
  const parts = parseLayout(layout);
  const complain = (element: string, rest: string, message = ''): TimeReading => {
    const tail = message === '' ? `: cannot parse ${quoteTimeBytes(rest)} as ${quoteTimeBytes(element)}` : message;
    const head = message === '' ? `${quoteTimeBytes(text)} as ${quoteTimeBytes(layout)}` : quoteTimeBytes(text);
    return { kind: 'fault', message: `parsing time ${head}${tail}` };
  };
  let rest = text;
  for (const [index, part] of parts.entries()) {
    const step = readPart(part, rest, clock, parts[index + 1]);
    if (step.kind === 'range') return complain(part.text, step.rest, `: ${step.what} out of range`);
    if (step.kind === 'bad') return complain(part.text, step.rest);
    rest = step.rest;
  }
  if (rest !== '') return complain('', rest, `: extra text: ${quoteTimeBytes(rest)}`);
  const wrong = settleDate(clock);
  if (wrong !== undefined) return complain('', rest, wrong);
  return { kind: 'time', time: timeOf(clock, zone) };
}

type Step =
  | { readonly kind: 'read'; readonly rest: string }
  | { readonly kind: 'bad'; readonly rest: string }
  | { readonly kind: 'range'; readonly rest: string; readonly what: string };

function readPart(part: LayoutPart, text: string, clock: Clock, next: LayoutPart | undefined): Step {
  if (part.kind === 'literal') return skip(text, part.text);
  const outcome =
    part.kind === 'fraction' ? readFraction(text, clock, part) : readElement(part.text, text, clock, next?.kind);
  if (outcome === BAD) return { kind: 'bad', rest: text };
  if (typeof outcome === 'string') return { kind: 'read', rest: outcome };
  return { kind: 'range', what: outcome.range, rest: text };
}

/** A space of the layout stands for any number of spaces. */
function skip(text: string, prefix: string): Step {
  let rest = text;
  for (let wanted = prefix; wanted !== ''; ) {
    if (wanted.startsWith(' ')) {
      if (rest !== '' && !rest.startsWith(' ')) return { kind: 'bad', rest };
      wanted = wanted.replace(/^ +/, '');
      rest = rest.replace(/^ +/, '');
      continue;
    }
    if (rest.charAt(0) !== wanted.charAt(0)) return { kind: 'bad', rest };
    wanted = wanted.slice(1);
    rest = rest.slice(1);
  }
  return { kind: 'read', rest };
}

/** Brings day of year, month and day together; answers with what is wrong. */
function settleDate(clock: Clock): string | undefined {
  if (clock.half === 'PM' && clock.hour < 12) clock.hour += 12;
  else if (clock.half === 'AM' && clock.hour === 12) clock.hour = 0;
  if (clock.yearDay !== undefined) {
    const wrong = settleYearDay(clock, clock.yearDay);
    if (wrong !== undefined) return wrong;
  }
  clock.month ??= 1;
  clock.day ??= 1;
  return clock.day < 1 || clock.day > daysIn(clock.month, clock.year) ? ': day out of range' : undefined;
}

function settleYearDay(clock: Clock, yearDay: number): string | undefined {
  if (yearDay < 1 || yearDay > (isLeap(clock.year) ? 366 : 365)) return ': day-of-year out of range';
  let month = 12;
  while (daysBefore(month, clock.year) >= yearDay) month -= 1;
  const day = yearDay - daysBefore(month, clock.year);
  if (clock.month !== undefined && clock.month !== month) return ': day-of-year does not match month';
  clock.month = month;
  if (clock.day !== undefined && clock.day !== day) return ': day-of-year does not match day';
  clock.day = day;
  return undefined;
}

function timeOf(clock: Clock, zone: Zone): GoTime {
  const { year, month = 1, day = 1, hour, minute, second, nanoseconds } = clock;
  const local = secondsOf({ year, month, day, hour, minute, second });
  const { isUtc, offset, abbreviation } = clock;
  if (isUtc) return { seconds: local, nanoseconds, zone: UTC };
  if (offset !== undefined) return withOffset({ seconds: local - BigInt(offset), nanoseconds }, clock, zone);
  if (abbreviation !== '') return withAbbreviation({ seconds: local, nanoseconds }, abbreviation, zone);
  return { seconds: toUtc(local, zone), nanoseconds, zone };
}

type Moment = Pick<GoTime, 'seconds' | 'nanoseconds'>;

function withOffset(moment: Moment, { offset = 0, abbreviation }: Clock, zone: Zone): GoTime {
  const state = zone.at(moment.seconds);
  const isSame = state.offset === offset && (abbreviation === '' || state.abbreviation === abbreviation);
  return { ...moment, zone: isSame ? zone : fixedZone(abbreviation, offset) };
}

/** A name that the zone does not know makes a zone without offset, but for `GMT+3`. */
function withAbbreviation(moment: Moment, abbreviation: string, zone: Zone): GoTime {
  const state = zone.at(moment.seconds);
  if (state.abbreviation === abbreviation) return { ...moment, seconds: moment.seconds - BigInt(state.offset), zone };
  const hours = abbreviation.startsWith('GMT') && abbreviation.length > 3 ? Number(abbreviation.slice(3)) : 0;
  return { ...moment, zone: fixedZone(abbreviation, hours * 3600) };
}

/** Seconds of a local time: where clocks go forward or back, as `time.Date` guesses. */
function toUtc(local: bigint, zone: Zone): bigint {
  const first = zone.at(local).offset;
  if (first === 0) return local;
  const guess = local - BigInt(first);
  const { offset } = zone.at(guess);
  return local - BigInt(offset);
}
