/** JSON as values: integers are `int`, other numbers `double`, objects maps. Nothing is converted before it is looked at. */
import { isList, type Json, type JsonObject } from '../../../base/json-value.ts';
import { type CelMap, list, type Value } from './values.ts';

export function fromJson(json: Json): Value {
  switch (typeof json) {
    case 'number':
      return Number.isInteger(json) ? BigInt(json) : json;
    case 'object':
      if (json === null) return null;
      return isList(json) ? list(json.map(fromJson)) : mapOfObject(json);
    default:
      return json;
  }
}

/** A map of an object's own members. */
export function mapOfObject(object: JsonObject, convert: (member: Json, key: string) => Value = fromJson): CelMap {
  const keys = Object.keys(object).filter((key) => object[key] !== undefined);
  // A loop may read the same member many times.
  const known = new Map<string, Value>();
  return {
    kind: 'map',
    type: 'map',
    size: keys.length,
    get(key) {
      if (typeof key !== 'string' || !Object.hasOwn(object, key)) return undefined;
      const before = known.get(key);
      if (before !== undefined) return before;
      const member = object[key];
      if (member === undefined) return undefined;
      const value = convert(member, key);
      known.set(key, value);
      return value;
    },
    keys: () => keys,
  };
}
