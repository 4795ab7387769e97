/** Functions of dates: broken-down times as `[year, month from 0, day, hour, minute, seconds, weekday, day of the year]`. */
import { isList, type Json } from '../../../base/json-value.ts';
import { JqError, notFor, previewOf } from '../value/fault.ts';
import { formatTime, parseTime } from './date-format.ts';
import { arg, type Call, type FunctionTable } from './table.ts';

export const DATES: FunctionTable = {
  'mktime/0': (call) => Math.floor(secondsOf(call)),
  'gmtime/0': (call) => brokenDown(seconds(call)),
  'localtime/0': (call) => brokenDown(seconds(call)),
  'strftime/1': strftime,
  'strflocaltime/1': strftime,
  'strptime/1': strptime,
};

function seconds(call: Call): number {
  const { input } = call;
  if (typeof input === 'number' || typeof input === 'bigint') return Number(input);
  throw notFor(call.name, input, call.args);
}

/** From a broken-down time, parts that are missing being zero; its last two parts are not looked at. */
function secondsOf(call: Call): number {
  const { input } = call;
  if (!isList(input)) throw notFor(call.name, input, call.args);
  const parts = input.map((part) => {
    if (typeof part === 'number') return part;
    throw new JqError(`${call.name} cannot be applied to ${previewOf(input)}: expected an array of 8 numbers`);
  });
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const date = new Date(0);
  date.setUTCFullYear(Math.trunc(year), Math.trunc(month), Math.trunc(day));
  return date.getTime() / 1000 + Math.trunc(hour) * 3600 + Math.trunc(minute) * 60 + second;
}

function brokenDown(instant: number): Json {
  const date = new Date(Math.floor(instant) * 1000);
  if (Number.isNaN(date.getTime())) throw new JqError(`gmtime cannot be applied to: number (${previewOf(instant)})`);
  const fraction = Math.floor((instant - Math.floor(instant)) * 1e9) / 1e9;
  const startOfYear = Date.UTC(date.getUTCFullYear(), 0, 1);
  return [
    date.getUTCFullYear(),
    date.getUTCMonth(),
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds() + fraction,
    date.getUTCDay(),
    Math.floor((date.getTime() - startOfYear) / 86_400_000),
  ];
}

function strftime(call: Call): Json {
  const format = arg(call, 0);
  if (typeof format !== 'string') throw notFor(call.name, call.input, call.args);
  const instant = isList(call.input) ? secondsOf(call) : seconds(call);
  const date = new Date(Math.floor(instant) * 1000);
  if (Number.isNaN(date.getTime())) throw notFor(call.name, call.input, call.args);
  const text = formatTime(date, format);
  call.budget.hold(text.length);
  return text;
}

function strptime(call: Call): Json {
  const [text, format] = [call.input, arg(call, 0)];
  if (typeof text !== 'string' || typeof format !== 'string') throw notFor(call.name, text, call.args);
  const instant = parseTime(text, format);
  if (instant === undefined) {
    throw new JqError(
      `strptime(${previewOf(format)}) cannot be applied to ${previewOf(text)}: it does not have that form`,
    );
  }
  return brokenDown(instant);
}
