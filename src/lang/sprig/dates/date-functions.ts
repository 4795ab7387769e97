/** `now`, `date`, `ago`, `duration`, `toDate`: points and spans of time. The clock is an input of the call. */
import {
  addDuration,
  durationBetween,
  formatGoDuration,
  formatGoTime,
  type GoTime,
  LOCAL,
  loadZone,
  parseGoDuration,
  parseGoTime,
  roundGoDuration,
  UTC,
  unixTime,
  ZERO_TIME,
} from '../../go-time/index.ts';
import { ANY, type CallContext, GoError, type GoFunction, GoInt, type GoValue, STRING } from '../../go-value/index.ts';
import { type CallArguments, define, named } from '../define.ts';
import { TIME, TimeValue, timeIn } from './time-value.ts';

const SECOND = 1_000_000_000n;

function nowOf(context: CallContext): GoTime {
  const nanoseconds = context.now();
  return { ...addDuration(unixTime(0n), nanoseconds), zone: LOCAL };
}

/** Integers of these types are seconds since 1970; what is neither they nor a time is now. */
function timeOf(value: GoValue, context: CallContext, integers: readonly string[]): GoTime {
  const time = timeIn(value);
  if (time !== undefined) return time;
  if (value instanceof GoInt && integers.includes(value.type.name)) return unixTime(value.value, LOCAL);
  return nowOf(context);
}

const DATE_INTEGERS = ['int64', 'int', 'int32'];

function dateInZone(layout: string, value: GoValue, { context, zone }: { context: CallContext; zone: string }): string {
  context.budget.step(layout.length);
  context.budget.take(layout.length * 16);
  const time = timeOf(value, context, DATE_INTEGERS);
  const text = formatGoTime({ ...time, zone: loadZone(zone) ?? UTC }, layout);
  context.budget.take(text.length);
  return text;
}

const HTML = '2006-01-02';

function ago(value: GoValue, context: CallContext): string {
  const elapsed = durationBetween(nowOf(context), timeOf(value, context, ['int64', 'int']));
  return formatGoDuration(roundGoDuration(elapsed, SECOND));
}

const HIGHEST = 2n ** 63n - 1n;

/** `strconv.ParseInt` without its error. */
function clampedInteger(text: string): bigint {
  if (!/^[+-]?\d+$/.test(text)) return 0n;
  const value = BigInt(text.replace(/^\+/, ''));
  if (value > HIGHEST) return HIGHEST;
  return value < -HIGHEST - 1n ? -HIGHEST - 1n : value;
}

function durationText(value: GoValue): string {
  let seconds = 0n;
  if (typeof value === 'string') seconds = clampedInteger(value);
  else if (value instanceof GoInt && value.type.name === 'int64') seconds = value.value;
  return formatGoDuration(BigInt.asIntN(64, seconds * SECOND));
}

const UNITS: readonly (readonly [string, bigint])[] = [
  ['y', 365n * 86_400n * SECOND],
  ['mo', 30n * 86_400n * SECOND],
  ['d', 86_400n * SECOND],
  ['h', 3_600n * SECOND],
  ['m', 60n * SECOND],
  ['s', SECOND],
];

/** The largest unit of which there is more than one. */
function roundedDuration(nanoseconds: bigint): string {
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const unit = UNITS.find(([, length]) => size > length);
  return unit === undefined ? '0s' : `${size / unit[1]}${unit[0]}`;
}

function spanOf(value: GoValue, context: CallContext): bigint {
  const time = value instanceof TimeValue ? value.time : undefined;
  if (time !== undefined) return durationBetween(nowOf(context), time);
  if (value instanceof GoInt && value.type.name === 'int64') return value.value;
  const reading = typeof value === 'string' ? parseGoDuration(value) : undefined;
  return reading?.kind === 'duration' ? reading.nanoseconds : 0n;
}

function timeAt(args: CallArguments, index: number): GoTime {
  return timeIn(args.value(index)) ?? ZERO_TIME;
}

const DATE_IN_ZONE = define('dateInZone', [STRING, ANY, STRING], (args, context) =>
  dateInZone(args.text(0), args.value(1), { context, zone: args.text(2) }),
);

const MODIFY = define('dateModify', [STRING, TIME], (args) => {
  const reading = parseGoDuration(args.text(0));
  const time = timeAt(args, 1);
  return new TimeValue(reading.kind === 'duration' ? addDuration(time, reading.nanoseconds) : time);
});

const MUST_MODIFY = define('mustDateModify', [STRING, TIME], (args) => {
  const reading = parseGoDuration(args.text(0));
  if (reading.kind === 'fault') throw new GoError(reading.message);
  return new TimeValue(addDuration(timeAt(args, 1), reading.nanoseconds));
});

export const DATE_FUNCTIONS: readonly GoFunction[] = [
  define('now', [], (_args, context) => new TimeValue(nowOf(context))),
  define('date', [STRING, ANY], (args, context) => dateInZone(args.text(0), args.value(1), { context, zone: 'Local' })),
  ...named(DATE_IN_ZONE, 'dateInZone', 'date_in_zone'),
  define('htmlDate', [ANY], (args, context) => dateInZone(HTML, args.value(0), { context, zone: 'Local' })),
  define('htmlDateInZone', [ANY, STRING], (args, context) =>
    dateInZone(HTML, args.value(0), { context, zone: args.text(1) }),
  ),
  define('ago', [ANY], (args, context) => ago(args.value(0), context)),
  define('duration', [ANY], (args) => durationText(args.value(0))),
  define('durationRound', [ANY], (args, context) => roundedDuration(spanOf(args.value(0), context))),
  ...named(MODIFY, 'dateModify', 'date_modify'),
  ...named(MUST_MODIFY, 'mustDateModify', 'must_date_modify'),
  define('toDate', [STRING, STRING], (args) => {
    const reading = parseGoTime(args.text(0), args.text(1), LOCAL);
    return new TimeValue(reading.kind === 'time' ? reading.time : ZERO_TIME);
  }),
  define('mustToDate', [STRING, STRING], (args) => {
    const reading = parseGoTime(args.text(0), args.text(1), LOCAL);
    if (reading.kind === 'fault') throw new GoError(reading.message);
    return new TimeValue(reading.time);
  }),
  define('unixEpoch', [TIME], (args) => `${timeAt(args, 0).seconds}`),
];
