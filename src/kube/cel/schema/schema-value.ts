/** Values of a schema as expressions see them: texts of a format are times and bytes, lists know their keys. */

import { jsonEqual } from '../../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject, member } from '../../../base/json-value.ts';
import {
  CelFault,
  type CelList,
  type CelMap,
  duration,
  type ListSort,
  mapOfObject,
  noSuchOverload,
  type Opaque,
  parseDateTime,
  parseGoDuration,
  types,
  type Value,
} from '../../../lang/cel/index.ts';
import { isEmbeddedResource, withHead } from './declared-type.ts';
import { unescapeName } from './escape.ts';

/** The value of JSON that a schema describes; faults where it is not what the schema says. */
export function schemaValue(json: Json, schema: JsonObject): Value {
  if (json === null) {
    if (schema['nullable'] === true) return null;
    throw new CelFault('invalid data, got null for schema with nullable=false');
  }
  if (schema['x-kubernetes-int-or-string'] === true) return intOrString(json);
  switch (schema['type']) {
    case 'object':
      if (!isObject(json)) throw wrong('a map for the provided schema with type=object');
      return objectValue(json, isEmbeddedResource(schema) ? withHead(schema, true) : schema);
    case 'array':
      if (!isList(json)) throw wrong('an array for the provided schema with type=array');
      return listValue(json, schema);
    case 'string':
      if (typeof json !== 'string') throw wrong('string');
      return textValue(json, schema);
    case 'integer':
      return integer(json);
    case 'number':
      if (typeof json !== 'number' && typeof json !== 'bigint') throw wrong('float');
      return Number(json);
    case 'boolean':
      if (typeof json !== 'boolean') throw wrong('bool');
      return json;
    default:
      return preserved(json, schema);
  }
}

function wrong(wanted: string): CelFault {
  return new CelFault(`invalid data, expected ${wanted}`);
}

function integer(json: Json): bigint {
  if (typeof json === 'bigint') return json;
  if (typeof json !== 'number' || !Number.isInteger(json)) throw wrong('int');
  return BigInt(json);
}

function intOrString(json: Json): Value {
  if (typeof json === 'string') return json;
  if (typeof json === 'bigint') return json;
  if (typeof json === 'number' && Number.isInteger(json)) return BigInt(json);
  throw wrong('XIntOrString value to be either a string or integer');
}

/** A root of a request is an object with what every object has. */
export function rootValue(json: Json, schema: JsonObject, root: boolean): Value {
  return schemaValue(json, withHead(schema, root));
}

function objectValue(object: JsonObject, schema: JsonObject): CelMap {
  const properties = member(schema, 'properties');
  if (isObject(properties)) return fieldsValue(object, properties);
  const additional = member(schema, 'additionalProperties');
  if (isObject(additional)) return mapOfObject(object, (value) => schemaValue(value, additional));
  return withoutMembers(mapOfObject(object));
}

/** An object of declared fields; a null is an absent one. */
function fieldsValue(object: JsonObject, properties: JsonObject): CelMap {
  const map = mapOfObject(object, (value, key) => {
    const schema = member(properties, key);
    return isObject(schema) ? schemaValue(value, schema) : null;
  });
  return {
    ...map,
    get(key) {
      const name = typeof key === 'string' ? unescapeName(key) : undefined;
      if (name === undefined || !isObject(member(properties, name)) || member(object, name) === null) return undefined;
      return map.get(name);
    },
    keys: () => map.keys().filter((key) => typeof key === 'string' && isObject(member(properties, key))),
  };
}

/** Members that no schema declares are counted and seen by nobody. */
function withoutMembers(map: CelMap): CelMap {
  return { ...map, get: () => undefined, keys: () => [] };
}

function listValue(list: readonly Json[], schema: JsonObject): CelList {
  const { items } = schema;
  if (!isObject(items)) throw new CelFault('invalid array type, expected Items with a non-empty Schema');
  const values = list.map((item) => schemaValue(item, items));
  const sort = sortOf(schema);
  return { kind: 'list', items: values, size: values.length, ...(sort && { sort }) };
}

function sortOf(schema: JsonObject): ListSort | undefined {
  const keys = schema['x-kubernetes-list-map-keys'];
  switch (schema['x-kubernetes-list-type']) {
    case 'set':
      return { kind: 'set' };
    case 'map':
      return { kind: 'map', keys: isList(keys) ? keys.map(String) : [] };
    default:
      return undefined;
  }
}

function textValue(text: string, schema: JsonObject): Value {
  switch (schema['format']) {
    case 'duration': {
      const nanos = parseGoDuration(text);
      if (nanos === undefined) throw new CelFault(`Invalid duration ${text}`);
      return duration(nanos);
    }
    case 'date':
      return timeOf(`${text}T00:00:00Z`, 'date', text);
    case 'date-time':
      return timeOf(text, 'date-time', text);
    case 'byte':
      return bytesOf(text);
    default:
      return text;
  }
}

function timeOf(time: string, format: string, text: string): Value {
  const found = parseDateTime(time);
  if (found === undefined) throw new CelFault(`Invalid ${format} formatted string ${text}`);
  return found;
}

function bytesOf(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    throw new CelFault(`Invalid byte formatted string ${text}`);
  }
}

/** Of a value without a type only equality is known. */
function preserved(json: Json, schema: JsonObject): Opaque {
  if (schema['x-kubernetes-preserve-unknown-fields'] !== true) throw noSuchOverload();
  return {
    kind: 'opaque',
    type: types.opaque('unknown'),
    held: json,
    equals: (other) => jsonEqual(json, other.held as Json),
  };
}
