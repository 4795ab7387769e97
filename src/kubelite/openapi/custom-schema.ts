/** The schema of a custom resource as OpenAPI publishes it: for v3 nearly what its definition says, for v2 what kubectl copes with. */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';

/** What every object has, with the schema of its metadata. */
export interface HeadSchemas {
  readonly apiVersion: JsonObject;
  readonly kind: JsonObject;
  readonly metadata: JsonObject;
}

export type SchemaVersion = 'v2' | 'v3';

const UNPUBLISHED: ReadonlySet<string> = new Set(['example', 'externalDocs']);
const JUNCTORS: ReadonlySet<string> = new Set(['allOf', 'oneOf', 'anyOf', 'not', 'nullable']);
const INT_OR_STRING: JsonObject = { anyOf: [{ type: 'integer' }, { type: 'string' }] };
const PRESERVES = 'x-kubernetes-preserve-unknown-fields';
const EMBEDDED = 'x-kubernetes-embedded-resource';

/** The published schema of the whole object. Source: what a real server publishes. */
export function customSchema(schema: JsonObject, head: HeadSchemas, version: SchemaVersion): JsonObject {
  if (version === 'v2' && schema[PRESERVES] === true) return { type: 'object' };
  const own = published(schema, { head, version });
  return { ...own, properties: { ...objectAt(own, 'properties'), ...head } };
}

interface Publishing {
  readonly head: HeadSchemas;
  readonly version: SchemaVersion;
}

function published(schema: JsonObject, publishing: Publishing): JsonObject {
  const { version } = publishing;
  const stated = version === 'v2' ? inV2(schema) : withBothTypes(schema);
  const members = Object.entries(stated).flatMap(([name, member]): readonly [string, Json][] => {
    return UNPUBLISHED.has(name) ? [] : [[name, publishedMember(name, member ?? null, publishing)]];
  });
  return withHead(Object.fromEntries(members), publishing);
}

function publishedMember(name: string, member: Json, publishing: Publishing): Json {
  if (!isObject(member)) return member;
  if (name === 'items' || name === 'additionalProperties') return published(member, publishing);
  if (name !== 'properties') return member;
  const properties = Object.entries(member).map(([key, one]): [string, Json] => [
    key,
    isObject(one) ? published(one, publishing) : (one ?? null),
  ]);
  return Object.fromEntries(properties);
}

/** Either type is what a field of both may have, where the definition does not say so itself. */
function withBothTypes(schema: JsonObject): JsonObject {
  const { anyOf, allOf } = schema;
  const [first] = isList(allOf) ? allOf : [];
  const said = anyOf !== undefined || (isObject(first) && first['anyOf'] !== undefined);
  return schema['x-kubernetes-int-or-string'] === true && !said ? { ...schema, ...INT_OR_STRING } : schema;
}

/** v2 knows no junctors and no null; kubectl takes no fields beside unknown ones, and no list of nothing. */
function inV2(schema: JsonObject): JsonObject {
  const nullable = schema['nullable'] === true;
  const preserves = schema[PRESERVES] === true;
  const bare = nullable || preserves;
  const listOfNothing = schema['type'] === 'array' && (bare || schema['items'] === undefined);
  const untyped = nullable || listOfNothing || (preserves && schema['type'] === 'object');
  const kept = Object.entries(schema).filter(([name]) => {
    if (JUNCTORS.has(name)) return false;
    if (name === 'type') return !untyped;
    return !(bare && (name === 'items' || name === 'properties'));
  });
  return withoutNullable(Object.fromEntries(kept));
}

/** What may be null is not asked for. */
function withoutNullable(schema: JsonObject): JsonObject {
  const { required, ...rest } = schema;
  if (!isList(required)) return schema;
  const properties = objectAt(schema, 'properties');
  const left = required.filter((name) => objectAt(properties, String(name))['nullable'] !== true);
  return left.length > 0 ? { ...rest, required: left } : rest;
}

/** Objects within objects have a head as well. */
function withHead(schema: JsonObject, { head, version }: Publishing): JsonObject {
  if (schema[EMBEDDED] !== true || (version === 'v2' && schema[PRESERVES] === true)) return schema;
  const required = isList(schema['required']) ? schema['required'] : [];
  const missing = ['kind', 'apiVersion'].filter((name) => !required.includes(name));
  return {
    ...schema,
    properties: { ...objectAt(schema, 'properties'), ...head },
    required: [...required, ...missing],
  };
}

function objectAt(value: JsonObject, name: string): JsonObject {
  const member = Object.hasOwn(value, name) ? value[name] : undefined;
  return isObject(member) ? member : {};
}
