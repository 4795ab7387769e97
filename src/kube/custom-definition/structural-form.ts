/** Whether a schema can be read as a structural one at all; what it then must obey is in `structural-rules.ts`. */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { schemaEntries, schemaList } from './nested-schemas.ts';

/** Keywords that structural schemas do not know, in the order they are looked for. */
const UNSUPPORTED: readonly (readonly [key: string, shown: string])[] = [
  ['id', 'id'],
  ['$schema', 'schema'],
  ['$ref', '$ref'],
  ['patternProperties', 'patternProperties'],
  ['dependencies', 'dependencies'],
  ['additionalItems', 'additionalItems'],
  ['definitions', 'definitions'],
];

/** Why this is no structural schema, in the server's words; undefined if it is one. */
export function unstructuredReason(schema: JsonObject): string | undefined {
  for (const [key, shown] of UNSUPPORTED) {
    if (isGiven(schema[key])) return `OpenAPIV3Schema '${shown}' is not supported`;
  }
  for (const inner of combined(schema)) {
    const reason = unstructuredReason(inner);
    if (reason !== undefined) return reason;
  }
  if (schema['x-kubernetes-preserve-unknown-fields'] === false) {
    return "internal error: 'x-kubernetes-preserve-unknown-fields' must be true or undefined";
  }
  if (isList(schema['items']) && schema['items'].length > 0)
    return "OpenAPIV3Schema 'items' must be a schema, but is an array";
  return below(schema)
    .map(unstructuredReason)
    .find((reason) => reason !== undefined);
}

function combined(schema: JsonObject): readonly JsonObject[] {
  const { not } = schema;
  return [...(isObject(not) ? [not] : []), ...['allOf', 'anyOf', 'oneOf'].flatMap((name) => schemaList(schema[name]))];
}

function below({ items, properties, additionalProperties }: JsonObject): readonly JsonObject[] {
  const members = schemaEntries(properties).map(([, schema]) => schema);
  return [items, ...members, additionalProperties].filter(isObject);
}

function isGiven(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return false;
  return !isObject(value) || Object.keys(value).length > 0;
}
