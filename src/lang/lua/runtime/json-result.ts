/** Lua values as JSON: tables with whole keys from 1 are lists, and so is the empty one; with string keys they are objects. */
import type { Json } from '../../../base/json-value.ts';
import { textOf } from './byte-text.ts';
import { LuaFault } from './fault.ts';
import { numberText } from './number-text.ts';
import { LuaTable } from './table.ts';
import { type LuaValue, typeOf } from './value.ts';

/** Throws a fault in the encoder's words where JSON has no such value. A table may come up once only. */
export function jsonOf(value: LuaValue, seen: Nesting = { tables: new Set(), depth: 1 }): Json {
  switch (typeof value) {
    case 'undefined':
      return null;
    case 'boolean':
      return value;
    case 'string':
      return textOf(value);
    case 'number':
      return finite(value, seen);
    default:
      if (value instanceof LuaTable) return tableJson(value, seen);
      throw refused(seen, `cannot encode ${typeOf(value)} to JSON`);
  }
}

interface Nesting {
  readonly tables: Set<LuaTable>;
  readonly depth: number;
}

/** Go's encoder wraps the reason once for each table around it. */
function refused({ depth }: Nesting, reason: string): LuaFault {
  return new LuaFault('json: error calling MarshalJSON for type json.jsonValue: '.repeat(depth) + reason);
}

const MAX_NESTING = 1000;
const OWN = { enumerable: true, configurable: true, writable: true };

function finite(value: number, seen: Nesting): number {
  if (Number.isFinite(value)) return value;
  throw refused(seen, `json: unsupported value: ${numberText(value)}`);
}

function tableJson(table: LuaTable, nesting: Nesting): Json {
  if (nesting.tables.has(table)) throw refused(nesting, 'cannot encode recursively nested tables to JSON');
  nesting.tables.add(table);
  if (nesting.depth > MAX_NESTING) throw refused(nesting, 'the result is nested too deeply');
  const inner = { ...nesting, depth: nesting.depth + 1 };
  const first = table.next(undefined);
  if (first === undefined) return [];
  if (typeof first[0] === 'number') return listJson(table, first, inner);
  if (typeof first[0] === 'string') return objectJson(table, first, inner);
  throw refused(nesting, 'cannot encode mixed or invalid key types');
}

/** Of the table itself, whose values are one level deeper. */
function outer({ tables, depth }: Nesting): Nesting {
  return { tables, depth: depth - 1 };
}

type Entry = readonly [LuaValue, LuaValue];

function listJson(table: LuaTable, first: Entry, inner: Nesting): Json {
  const values: LuaValue[] = [];
  for (let entry: Entry | undefined = first; entry !== undefined; entry = table.next(entry[0])) {
    if (typeof entry[0] !== 'number') throw refused(outer(inner), 'cannot encode mixed or invalid key types');
    if (entry[0] !== values.length + 1) throw refused(outer(inner), 'cannot encode sparse array');
    values.push(entry[1]);
  }
  return values.map((value) => jsonOf(value, inner));
}

function objectJson(table: LuaTable, first: Entry, inner: Nesting): Json {
  const found: Record<string, Json> = {};
  const entries: [string, LuaValue][] = [];
  for (let entry: Entry | undefined = first; entry !== undefined; entry = table.next(entry[0])) {
    if (typeof entry[0] !== 'string') throw refused(outer(inner), 'cannot encode mixed or invalid key types');
    entries.push([textOf(entry[0]), entry[1]]);
  }
  for (const [key, value] of entries) {
    const converted = jsonOf(value, inner);
    if (key === '__proto__') Object.defineProperty(found, key, { value: converted, ...OWN });
    else found[key] = converted;
  }
  return found;
}
