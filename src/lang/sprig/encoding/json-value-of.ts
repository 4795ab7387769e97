/** A value as plain JSON: what `encoding/json` would write and read again, without the text between. */
import { setOwn } from '../../../base/json/own.ts';
import type { Json } from '../../../base/json-value.ts';
import {
  type Budget,
  GoError,
  GoInt,
  GoMap,
  GoNil,
  GoScalar,
  GoSlice,
  type GoValue,
  isArray,
  typeOf,
} from '../../go-value/index.ts';
import { readJson } from './json-reader.ts';
import { jsonText } from './json-writer.ts';

const DEEPEST = 1000;
/** What a value takes in memory, at least. */
const BYTES_OF_NODE = 48;

/** Fails with GoError where JSON cannot say it. Bytes of a text that are none become U+FFFD. */
export function jsonValue(value: GoValue, budget: Budget, depth = 0): Json {
  budget.step();
  budget.take(BYTES_OF_NODE);
  if (value === null || value instanceof GoNil) return null;
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return floatValue(value);
  if (depth > DEEPEST) throw new GoError('json: unsupported value: encountered a cycle');
  if (typeOf(value)?.json === undefined) {
    if (isArray(value)) return value.map((item) => jsonValue(item, budget, depth + 1));
    if (value instanceof GoSlice) return value.items.map((item) => jsonValue(item, budget, depth + 1));
    if (value instanceof GoMap) return mapValue(value, budget, depth);
    if (value instanceof GoInt) return integerValue(value.value);
    if (value instanceof GoScalar && value.type.name !== 'json.Number') return jsonValue(value.value, budget, depth);
  }
  return jsonValue(readJson(jsonText(value, { escapesHtml: false }, budget), budget), budget);
}

function mapValue(map: GoMap, budget: Budget, depth: number): Json {
  const object: Record<string, Json> = {};
  map.forEach((item, key) => {
    setOwn(object, key.toWellFormed(), jsonValue(item, budget, depth + 1));
  });
  return object;
}

function integerValue(value: bigint): Json {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function floatValue(value: number): number {
  if (Number.isFinite(value)) return value;
  const text = Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  throw new GoError(`json: unsupported value: ${text}`);
}
