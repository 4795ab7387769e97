/** The types that a schema of Kubernetes declares to expressions, with how large their values may get. */
import { isList, isObject, type Json, type JsonObject, member } from '../../../base/json-value.ts';
import { type CelType, types } from '../../../lang/cel/index.ts';
import { escapeName } from './escape.ts';

export interface DeclaredType {
  readonly type: CelType;
  /** Of an object, by the names expressions use. */
  readonly fields?: ReadonlyMap<string, DeclaredType>;
  /** Of a list or a map. */
  readonly items?: DeclaredType;
  /** The most elements or characters a value may have; 0 where that says nothing. */
  readonly most: number;
  /** The fewest bytes of a value in JSON. */
  readonly bytes: number;
}

/** Object types by name, as the checker looks them up. */
export type ObjectFields = Map<string, ReadonlyMap<string, CelType>>;

const REQUEST = 3 * 1024 * 1024;
const BOOL: DeclaredType = { type: types.BOOL, most: 0, bytes: 4 };
const INT: DeclaredType = { type: types.INT, most: 0, bytes: 1 };
const DOUBLE: DeclaredType = { type: types.DOUBLE, most: 0, bytes: 1 };
const TEXT: JsonObject = { type: 'string' };
const HEAD: JsonObject = {
  apiVersion: TEXT,
  kind: TEXT,
  metadata: { type: 'object', properties: { name: TEXT, generateName: TEXT } },
};

export interface DeclareOptions {
  /** The schema is of a whole object of Kubernetes. */
  readonly root: boolean;
  /** Names of object types are made from it. */
  readonly name: string;
  /** Gets the object types. */
  readonly objects: ObjectFields;
}

/** The type of values of a schema; undefined where expressions cannot know it. */
export function declareType(schema: JsonObject, options: DeclareOptions): DeclaredType | undefined {
  if (schema['x-kubernetes-int-or-string'] === true) {
    return { type: types.DYN, most: charactersOf(schema) ?? REQUEST - 2, bytes: 1 };
  }
  switch (schema['type']) {
    case 'array':
      return declareList(schema, options);
    case 'object':
      return declareMap(schema, options) ?? declareObject(withHead(schema, options.root), options);
    case 'string':
      return declareText(schema);
    case 'boolean':
      return BOOL;
    case 'number':
      return DOUBLE;
    case 'integer':
      return INT;
    default:
      return undefined;
  }
}

/** The schema with what every object has, of which expressions may read two names. */
export function withHead(schema: JsonObject, root: boolean): JsonObject {
  if (!root) return schema;
  return { ...schema, properties: { ...objectAt(schema, 'properties'), ...HEAD } };
}

function objectAt(schema: JsonObject, key: string): JsonObject {
  const found = member(schema, key);
  return isObject(found) ? found : {};
}

export function isEmbeddedResource(schema: JsonObject): boolean {
  return schema['x-kubernetes-embedded-resource'] === true;
}

function declareList(schema: JsonObject, options: DeclareOptions): DeclaredType | undefined {
  const { items } = schema;
  if (!isObject(items)) return undefined;
  const inner = declareType(items, { ...options, root: isEmbeddedResource(items), name: `${options.name}.@idx` });
  if (inner === undefined) return undefined;
  const most = numberAt(schema, 'maxItems') ?? Math.floor((REQUEST - 2) / (inner.bytes + 1));
  return { type: types.listOf(inner.type), items: inner, most: Math.max(0, most), bytes: 2 };
}

/** A map of any keys; undefined for an object of declared fields. */
function declareMap(schema: JsonObject, options: DeclareOptions): DeclaredType | undefined {
  const values = schema['additionalProperties'];
  if (!isObject(values)) return undefined;
  const inner = declareType(values, { ...options, root: isEmbeddedResource(values), name: `${options.name}.@elem` });
  if (inner === undefined) return undefined;
  const most = numberAt(schema, 'maxProperties') ?? Math.floor((REQUEST - 2) / (inner.bytes + 6));
  return { type: types.mapOf(types.STRING, inner.type), items: inner, most: Math.max(0, most), bytes: 2 };
}

function declareObject(schema: JsonObject, options: DeclareOptions): DeclaredType {
  const { name, objects } = options;
  const required = schema['required'];
  const fields = new Map<string, DeclaredType>();
  let bytes = 2;
  for (const [key, property] of Object.entries(objectAt(schema, 'properties'))) {
    if (!isObject(property)) continue;
    const escaped = escapeName(key);
    const inner = { ...options, root: isEmbeddedResource(property), name: `${name}.${escaped ?? key}` };
    const type = declareType(property, inner);
    if (type === undefined) continue;
    if (escaped !== undefined) fields.set(escaped, type);
    const needed = isList(required) && required.includes(key) && property['default'] === undefined;
    if (needed) bytes += new TextEncoder().encode(key).length + type.bytes + 4;
  }
  objects.set(name, new Map([...fields].map(([key, { type }]) => [key, type])));
  return { type: types.struct(name), fields, most: 0, bytes };
}

const TIMED: Readonly<Record<string, DeclaredType>> = {
  duration: { type: types.DURATION, most: 32, bytes: 3 },
  date: { type: types.TIMESTAMP, most: 12, bytes: 12 },
  'date-time': { type: types.TIMESTAMP, most: 32, bytes: 21 },
};

function declareText(schema: JsonObject): DeclaredType {
  const format = schema['format'];
  const timed = typeof format === 'string' && Object.hasOwn(TIMED, format) ? TIMED[format] : undefined;
  if (timed !== undefined) return timed;
  const longest = numberAt(schema, 'maxLength');
  if (format === 'byte') {
    return { type: types.BYTES, most: longest === undefined ? REQUEST - 2 : Math.max(0, longest), bytes: 2 };
  }
  return { type: types.STRING, most: charactersOf(schema) ?? enumLength(schema['enum']) ?? REQUEST - 2, bytes: 2 };
}

/** A character may take four bytes. */
function charactersOf(schema: JsonObject): number | undefined {
  const longest = numberAt(schema, 'maxLength');
  return longest === undefined ? undefined : Math.max(0, longest) * 4;
}

function enumLength(values: Json | undefined): number | undefined {
  if (!isList(values) || values.length === 0) return undefined;
  return Math.max(
    0,
    ...values.map((value) => (typeof value === 'string' ? new TextEncoder().encode(value).length : 0)),
  );
}

function numberAt(schema: JsonObject, key: string): number | undefined {
  const value = member(schema, key);
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
}

/** How many values of a type fit in a request. */
export function mostInRequest({ bytes }: DeclaredType): bigint {
  return BigInt(Math.floor(REQUEST / (bytes + 1)));
}
