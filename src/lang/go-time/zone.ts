/** Time zones as Go's `time.Location`: what they are called and how far they are from UTC at an instant. */
import { ZONE_ABBREVIATIONS } from './zone-abbreviations.ts';

export interface ZoneState {
  /** `CET`; empty where the zone has only an offset. */
  readonly abbreviation: string;
  /** Seconds to add to UTC. */
  readonly offset: number;
}

export interface Zone {
  /** `UTC`, `Local`, `Europe/Berlin`. */
  readonly name: string;
  /** Seconds are counted from 1970. */
  at(seconds: bigint): ZoneState;
}

export const UTC: Zone = { name: 'UTC', at: () => ({ abbreviation: 'UTC', offset: 0 }) };
/** The zone of the process. Servers run in UTC, and a render must not depend on where it happens. */
export const LOCAL: Zone = { name: 'Local', at: UTC.at };

/** A zone with one offset. */
export function fixedZone(abbreviation: string, offset: number): Zone {
  return { name: abbreviation, at: () => ({ abbreviation, offset }) };
}

/**
 * A zone of the IANA database by name, in its exact spelling; undefined where there is none. Abbreviations are those in
 * use today: what a zone was called in the past is not known here.
 */
export function loadZone(name: string): Zone | undefined {
  if (name === '' || name === 'UTC') return UTC;
  if (name === 'Local') return LOCAL;
  const abbreviations = abbreviationsOf(name);
  if (abbreviations === undefined) return undefined;
  const offsetAt = offsets(name);
  if (offsetAt === undefined) return undefined;
  const at = (seconds: bigint): ZoneState => {
    const offset = offsetAt(seconds);
    return { offset, abbreviation: abbreviate(abbreviations, { seconds, offset }, offsetAt) };
  };
  return { name, at };
}

function abbreviationsOf(name: string): readonly [string, string] | undefined {
  const row = ZONE_ABBREVIATIONS.find(([, names]) => names.split(' ').includes(name));
  if (row === undefined) return undefined;
  const [standard = '', summer = standard] = row[0].split('/');
  return [standard, summer];
}

type OffsetAt = (seconds: bigint) => number;
/** What `Date` can hold. */
const LATEST = 8_640_000_000_000n;
/** The calendar repeats every 400 years, and so do zones once their rules no longer change. */
const CYCLE = 12_622_780_800n;
const YEAR_2100 = 4_102_444_800n;
/** Zones that have always had one offset, but that Node takes for the history of a place. */
const CONSTANT: Readonly<Record<string, number>> = { EST: -5, MST: -7, HST: -10 };

function withinDate(seconds: bigint): bigint {
  if (seconds > LATEST) return YEAR_2100 + ((seconds - YEAR_2100) % CYCLE);
  return seconds < -LATEST ? -LATEST : seconds;
}

function offsets(timeZone: string): OffsetAt | undefined {
  const constant = Object.hasOwn(CONSTANT, timeZone) ? CONSTANT[timeZone] : undefined;
  if (constant !== undefined) return () => constant * 3600;
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    return (seconds) => {
      const parts = format.formatToParts(Number(withinDate(seconds)) * 1000);
      return offsetOf(parts.find(({ type }) => type === 'timeZoneName')?.value ?? '');
    };
  } catch {
    return undefined;
  }
}

function offsetOf(text: string): number {
  const match = /^GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(text);
  if (match === null) return 0;
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = match;
  const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return sign === '-' ? -size : size;
}

const HALF_YEAR = 15_778_800n;

/** Summer is when the offset is greater than half a year away; zones without letters show their offset. */
function abbreviate(
  [standard, summer]: readonly [string, string],
  now: { readonly seconds: bigint; readonly offset: number },
  offsetAt: OffsetAt,
): string {
  // Before zones were agreed on, every place had the time of its own sun.
  if (now.offset % 60 !== 0) return 'LMT';
  if (standard === '') return offsetName(now.offset);
  return now.offset > Math.min(offsetAt(now.seconds - HALF_YEAR), offsetAt(now.seconds + HALF_YEAR))
    ? summer
    : standard;
}

function offsetName(offset: number): string {
  const size = Math.abs(offset);
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.trunc((size % 3600) / 60);
  const tail = size % 60 === 0 ? (minutes === 0 ? '' : two(minutes)) : `${two(minutes)}${two(size % 60)}`;
  return `${offset < 0 ? '-' : '+'}${two(Math.trunc(size / 3600))}${tail}`;
}
