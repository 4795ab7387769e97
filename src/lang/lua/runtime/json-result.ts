/** Lua values as JSON: tables with whole keys from 1 are lists, and so is the empty one; with string keys they are objects. */
import type { Json } from '../../../base/json-value.ts';
import { textOf } from './byte-text.ts';
import { LuaFault } from './fault.ts';
import { LuaTable } from './table.ts';
import { type LuaValue, typeOf } from './value.ts';

/** Throws a fault in the encoder's words where JSON has no such value. A table may come up once only. */
export function jsonOf(value: LuaValue, seen = new Set<LuaTable>()): Json {
  switch (typeof value) {
    case 'undefined':
      return null;
    case 'boolean':
      return value;
    case 'string':
      return textOf(value);
    case 'number':
      return finite(value);
    default:
      if (value instanceof LuaTable) return tableJson(value, seen);
      throw new LuaFault(`cannot encode ${typeOf(value)} to JSON`);
  }
}

function finite(value: number): number {
  if (Number.isFinite(value)) return value;
  throw new LuaFault(`json: unsupported value: ${Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'}`);
}

function tableJson(table: LuaTable, seen: Set<LuaTable>): Json {
  if (seen.has(table)) throw new LuaFault('cannot encode recursively nested tables to JSON');
  seen.add(table);
  const first = table.next(undefined);
  if (first === undefined) return [];
  if (typeof first[0] === 'number') return listJson(table, first, seen);
  if (typeof first[0] === 'string') return objectJson(table, first, seen);
  throw new LuaFault('cannot encode mixed or invalid key types');
}

type Entry = readonly [LuaValue, LuaValue];

function listJson(table: LuaTable, first: Entry, seen: Set<LuaTable>): Json {
  const values: LuaValue[] = [];
  for (let entry: Entry | undefined = first; entry !== undefined; entry = table.next(entry[0])) {
    if (typeof entry[0] !== 'number') throw new LuaFault('cannot encode mixed or invalid key types');
    if (entry[0] !== values.length + 1) throw new LuaFault('cannot encode sparse array');
    values.push(entry[1]);
  }
  return values.map((value) => jsonOf(value, seen));
}

function objectJson(table: LuaTable, first: Entry, seen: Set<LuaTable>): Json {
  const entries: [string, LuaValue][] = [];
  for (let entry: Entry | undefined = first; entry !== undefined; entry = table.next(entry[0])) {
    if (typeof entry[0] !== 'string') throw new LuaFault('cannot encode mixed or invalid key types');
    entries.push([textOf(entry[0]), entry[1]]);
  }
  return Object.fromEntries(entries.map(([key, value]) => [key, jsonOf(value, seen)]));
}
