/** `time.Time`, `time.Duration`, `time.Month` and `time.Weekday` as values of templates, with what can be called on them. */
import {
  addDuration,
  civilOf,
  durationBetween,
  formatGoDuration,
  formatGoTime,
  type GoTime,
  goTimeText,
  LOCAL,
  MONTHS,
  secondsOf,
  UTC,
  WEEKDAYS,
  ZERO_TIME,
} from '../../go-time/index.ts';
import {
  GoInt,
  type GoMethod,
  GoPointer,
  GoStruct,
  type GoType,
  type GoValue,
  goInt,
  INT,
  INT64,
  methodTable,
  namedType,
  STRING,
  structType,
} from '../../go-value/index.ts';
import { CallArguments } from '../define.ts';

export class TimeValue extends GoStruct {
  readonly time: GoTime;

  constructor(time: GoTime) {
    super(TIME, []);
    this.time = time;
  }
}

/** The time that a value is, or a pointer leads to. */
export function timeIn(value: GoValue): GoTime | undefined {
  if (value instanceof GoPointer) return timeIn(value.target);
  return value instanceof TimeValue ? value.time : undefined;
}

type Ask = (time: GoTime, args: CallArguments) => GoValue;

function method(name: string, parameters: readonly GoType[], ask: Ask): GoMethod {
  return {
    name,
    parameters,
    call: (receiver, _context, args) => ask(timeIn(receiver) ?? ZERO_TIME, new CallArguments(args)),
  };
}

function local(time: GoTime) {
  return civilOf(time.seconds + BigInt(time.zone.at(time.seconds).offset));
}

function inNanoseconds(time: GoTime): bigint {
  return time.seconds * 1_000_000_000n + BigInt(time.nanoseconds);
}

function int64(value: bigint): GoInt {
  return new GoInt(INT64, BigInt.asIntN(64, value));
}

/** Parts beyond their range carry over: the 31st of April is the first of May. */
function addDate(time: GoTime, args: CallArguments): TimeValue {
  const { year, month, day, hour, minute, second } = local(time);
  const moved = { year: year + args.count(0), month: month + args.count(1), day: day + args.count(2) };
  const seconds = secondsOf({ ...moved, hour, minute, second });
  return new TimeValue({ ...time, seconds: seconds - BigInt(time.zone.at(seconds).offset) });
}

export const DURATION: GoType = namedType('time.Duration', INT64, {
  text: (value) => formatGoDuration(value instanceof GoInt ? value.value : 0n),
  methods: methodTable(
    ...Object.entries({ Hours: 3_600e9, Minutes: 60e9, Seconds: 1e9 }).map(
      ([name, unit]): GoMethod => ({ name, parameters: [], call: (value) => durationOf(value) / unit }),
    ),
    ...Object.entries({ Milliseconds: 1_000_000n, Microseconds: 1_000n, Nanoseconds: 1n }).map(
      ([name, unit]): GoMethod => ({ name, parameters: [], call: (value) => int64(nanosecondsOf(value) / unit) }),
    ),
    { name: 'String', parameters: [], call: (value) => formatGoDuration(nanosecondsOf(value)) },
  ),
});

function nanosecondsOf(value: GoValue): bigint {
  return value instanceof GoInt ? value.value : 0n;
}

function durationOf(value: GoValue): number {
  return Number(nanosecondsOf(value));
}

function enumeration(name: string, names: readonly string[], first: number): GoType {
  const text = (value: GoValue) =>
    names[Number(nanosecondsOf(value)) - first] ?? `%!${name.slice(5)}(${nanosecondsOf(value)})`;
  return namedType(name, INT, { text, methods: methodTable({ name: 'String', parameters: [], call: text }) });
}

const MONTH = enumeration('time.Month', MONTHS, 1);
const WEEKDAY = enumeration('time.Weekday', WEEKDAYS, 0);

const PARTS = {
  Year: (time: GoTime) => local(time).year,
  Day: (time: GoTime) => local(time).day,
  Hour: (time: GoTime) => local(time).hour,
  Minute: (time: GoTime) => local(time).minute,
  Second: (time: GoTime) => local(time).second,
  YearDay: (time: GoTime) => local(time).yearDay,
  Nanosecond: (time: GoTime) => time.nanoseconds,
} as const;

const SELF: GoType = structType('time.Time', []);
/** With nanoseconds as far as there are any. */
const JSON_LAYOUT = '2006-01-02T15:04:05.999999999Z07:00';

export const TIME: GoType = namedType('time.Time', SELF, {
  text: (value) => goTimeText(timeIn(value) ?? ZERO_TIME),
  json: (value) => `"${formatGoTime(timeIn(value) ?? ZERO_TIME, JSON_LAYOUT)}"`,
  methods: methodTable(
    ...Object.entries(PARTS).map(([name, part]) => method(name, [], (time) => goInt(part(time)))),
    method('Month', [], (time) => new GoInt(MONTH, BigInt(local(time).month))),
    method('Weekday', [], (time) => new GoInt(WEEKDAY, BigInt(local(time).weekday))),
    method('Unix', [], ({ seconds }) => int64(seconds)),
    method('UnixMilli', [], (time) => int64(inNanoseconds(time) / 1_000_000n)),
    method('UnixMicro', [], (time) => int64(inNanoseconds(time) / 1_000n)),
    method('UnixNano', [], (time) => int64(inNanoseconds(time))),
    method('UTC', [], (time) => new TimeValue({ ...time, zone: UTC })),
    method('Local', [], (time) => new TimeValue({ ...time, zone: LOCAL })),
    method('Format', [STRING], (time, args) => formatGoTime(time, args.text(0))),
    method('String', [], goTimeText),
    method('IsZero', [], (time) => time.seconds === ZERO_TIME.seconds && time.nanoseconds === 0),
    method('Add', [DURATION], (time, args) => new TimeValue(addDuration(time, args.integer(0)))),
    method('AddDate', [INT, INT, INT], addDate),
    method('Sub', [SELF], (time, args) => new GoInt(DURATION, durationBetween(time, other(args)))),
    method('Before', [SELF], (time, args) => durationBetween(time, other(args)) < 0n),
    method('After', [SELF], (time, args) => durationBetween(time, other(args)) > 0n),
    method('Equal', [SELF], (time, args) => inNanoseconds(time) === inNanoseconds(other(args))),
    method('Compare', [SELF], (time, args) => goInt(sign(inNanoseconds(time) - inNanoseconds(other(args))))),
  ),
});

function other(args: CallArguments): GoTime {
  return timeIn(args.value(0)) ?? ZERO_TIME;
}

function sign(value: bigint): number {
  if (value === 0n) return 0;
  return value < 0n ? -1 : 1;
}
