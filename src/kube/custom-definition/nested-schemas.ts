/** Walks over the schemas inside a schema, as it is declared. */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';

/** Members of a map of schemas, in byte order: the server's order is that of a Go map, which is none. */
export function schemaEntries(value: Json | undefined): readonly (readonly [name: string, schema: JsonObject])[] {
  if (!isObject(value)) return [];
  return Object.entries(value)
    .flatMap(([name, schema]) => (isObject(schema) ? [[name, schema] as const] : []))
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
}

/** Schemas in a list; none where it is no list. */
export function schemaList(value: Json | undefined): readonly JsonObject[] {
  return isList(value) ? value.filter(isObject) : [];
}

/** Some schema in this one, or itself, is such. */
export function someSchema(schema: JsonObject, holds: (schema: JsonObject) => boolean): boolean {
  return holds(schema) || innerSchemas(schema).some((inner) => someSchema(inner, holds));
}

function innerSchemas(schema: JsonObject): readonly JsonObject[] {
  const { items, additionalProperties, additionalItems, not } = schema;
  return [
    ...[items, not, additionalProperties, additionalItems].filter(isObject),
    ...['items', 'allOf', 'anyOf', 'oneOf'].flatMap((name) => schemaList(schema[name])),
    ...['properties', 'patternProperties', 'definitions', 'dependencies'].flatMap((name) =>
      schemaEntries(schema[name]).map(([, inner]) => inner),
    ),
  ];
}
