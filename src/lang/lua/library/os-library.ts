/** `os.*`: time and date, in UTC; nothing of the environment is seen, and what touches files or processes is refused. */
import { MONTHS, WEEKDAYS } from '../../go-time/names.ts';
import { numberText, parseNumber } from '../runtime/number-text.ts';
import { LuaTable } from '../runtime/table.ts';
import type { Results } from '../runtime/value.ts';
import { type Arguments, toInteger } from './arguments.ts';
import { type Library, library } from './library.ts';
import { NO_FILES, NO_PROCESSES, refused } from './refused.ts';

export const OS_LIBRARY: Library = library({
  clock: () => 0,
  date,
  difftime: (args) => args.integer(1) - args.integer(2),
  execute: refused('os.execute', NO_PROCESSES),
  exit: refused('os.exit', NO_PROCESSES),
  getenv: () => undefined,
  remove: refused('os.remove', NO_FILES),
  rename: refused('os.rename', NO_FILES),
  setenv: refused('os.setenv', NO_PROCESSES),
  setlocale: () => false,
  time,
  tmpname: refused('os.tmpname', NO_FILES),
});

function time(args: Arguments): Results {
  if (args.count === 0 || args.at(1) === undefined) return args.machine.now;
  const table = args.table(1);
  const seconds = field(table, 'sec', 0);
  const minutes = field(table, 'min', 0);
  const hours = field(table, 'hour', 12);
  const day = field(table, 'day', -1);
  const month = field(table, 'month', -1);
  const year = field(table, 'year', -1);
  const moment = new Date(0);
  moment.setUTCFullYear(year, month - 1, day);
  moment.setUTCHours(hours, minutes, seconds, 0);
  return Math.floor(moment.getTime() / 1000);
}

function field(table: LuaTable, name: string, otherwise: number): number {
  const value = table.getName(name);
  const number = typeof value === 'string' ? parseNumber(value.replace(/^ *0*(?=[1-9])/, '')) : value;
  return typeof number === 'number' ? toInteger(number) : otherwise;
}

/** A letter of a format costs about as much as so many parts of a program. */
const DATE_STEPS = 10;

function date(args: Arguments): Results {
  const written = args.count >= 1 ? args.string(1) : '%c';
  const format = written.replace(/^!+/, '');
  const moment = new Date((args.count >= 2 ? args.integer(2) : args.machine.now) * 1000);
  if (Number.isNaN(moment.getTime())) throw args.machine.fault('the time is out of range');
  if (format.startsWith('*t')) return fieldsOf(args, moment);
  args.machine.allocateString(format.length * 16);
  args.machine.spend(DATE_STEPS * (format.length + 1));
  return format.replace(/%(.)/gs, (whole, letter: string) => {
    if (letter === '%') return '%';
    return Object.hasOwn(PARTS, letter) ? (PARTS[letter]?.(moment) ?? whole) : whole;
  });
}

function fieldsOf({ machine }: Arguments, moment: Date): LuaTable {
  const table = new LuaTable(machine);
  table.set('year', moment.getUTCFullYear());
  table.set('month', moment.getUTCMonth() + 1);
  table.set('day', moment.getUTCDate());
  table.set('hour', moment.getUTCHours());
  table.set('min', moment.getUTCMinutes());
  table.set('sec', moment.getUTCSeconds());
  table.set('wday', moment.getUTCDay() + 1);
  table.set('yday', 0);
  table.set('isdst', false);
  return table;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

const year = (moment: Date) => String(moment.getUTCFullYear()).padStart(4, '0');
const month = (moment: Date) => MONTHS[moment.getUTCMonth()] ?? '';
const clock = (moment: Date, mark: string) =>
  [moment.getUTCHours(), moment.getUTCMinutes(), moment.getUTCSeconds()].map(two).join(mark);

/** By letter. `%a` is the word `mon` on every day, and `%x` is a time: so it is in gopher-lua. */
const PARTS: Readonly<Record<string, (moment: Date) => string>> = {
  a: () => 'mon',
  A: (moment) => WEEKDAYS[moment.getUTCDay()] ?? '',
  b: (moment) => month(moment).slice(0, 3),
  B: month,
  c: (moment) =>
    `${two(moment.getUTCDate())} ${month(moment).slice(0, 3)} ${year(moment).slice(-2)} ${clock(moment, ':').slice(0, 5)} UTC`,
  d: (moment) => two(moment.getUTCDate()),
  F: (moment) => moment.toISOString().slice(0, 10),
  H: (moment) => two(moment.getUTCHours()),
  I: (moment) => two(moment.getUTCHours() % 12 || 12),
  m: (moment) => two(moment.getUTCMonth() + 1),
  M: (moment) => two(moment.getUTCMinutes()),
  p: (moment) => (moment.getUTCHours() < 12 ? 'AM' : 'PM'),
  P: (moment) => (moment.getUTCHours() < 12 ? 'am' : 'pm'),
  S: (moment) => two(moment.getUTCSeconds()),
  w: (moment) => numberText(moment.getUTCDay()),
  x: (moment) => clock(moment, '/'),
  X: (moment) => clock(moment, ':'),
  y: (moment) => year(moment).slice(-2),
  Y: year,
  z: () => '+0000',
  Z: () => 'UTC',
};
