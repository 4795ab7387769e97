/** TOML as values: whole numbers are int64, lists under `[[name]]` are lists of maps. */
import { parse, TomlDate, TomlError } from 'smol-toml';
import {
  ANY_MAP,
  type Budget,
  GoError,
  GoInt,
  GoMap,
  GoSlice,
  type GoValue,
  goDict,
  INT64,
  sliceOf,
} from '../../go-value/index.ts';
import { TimeValue } from '../dates/time-value.ts';
import { readTomlTime } from './toml-time.ts';

/** Fails with GoError that names the line. */
export function readToml(text: string, budget: Budget): GoMap {
  budget.take(text.length);
  budget.step(text.length);
  const table = parseTable(text);
  const value = goValueOf(table, '', headers(text));
  return value instanceof GoMap ? value : goDict();
}

function parseTable(text: string): unknown {
  try {
    return parse(text, { integersAsBigInt: true });
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [reason = ''] = error.message.replace(/^Invalid TOML document: /, '').split('\n');
    throw new GoError(`toml: line ${error.line}: ${reason}`);
  }
}

/** The names of lists of tables, parts joined by a character that no name has. */
function headers(text: string): ReadonlySet<string> {
  const names = [...text.matchAll(/^[ \t]*\[\[(.+?)\]\]/gm)].map(([, name = '']) => nameParts(name).join('\0'));
  return new Set(names);
}

function nameParts(name: string): readonly string[] {
  const parts = name.match(/"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+/g) ?? [];
  return parts.map((part) => part.replace(/^(["'])(.*)\1$/s, '$2'));
}

const MAP_LIST = sliceOf(ANY_MAP);

function goValueOf(value: unknown, path: string, lists: ReadonlySet<string>): GoValue {
  if (typeof value === 'bigint') return new GoInt(INT64, value);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (value instanceof TomlDate) return timeOf(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => goValueOf(item, path, lists));
    return lists.has(path) ? new GoSlice(MAP_LIST, items) : items;
  }
  if (typeof value !== 'object' || value === null) return null;
  const entries = Object.entries(value).map(
    ([key, item]) => [key, goValueOf(item, path === '' ? key : `${path}\0${key}`, lists)] as const,
  );
  return goDict(entries);
}

function timeOf(date: TomlDate): TimeValue {
  const text = date.toISOString();
  if (date.isTime()) return new TimeValue(readTomlTime(text, 'time-local'));
  if (date.isDate()) return new TimeValue(readTomlTime(text, 'date-local'));
  return new TimeValue(readTomlTime(text, date.isLocal() ? 'datetime-local' : 'offset'));
}
