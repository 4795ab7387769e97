/** Reading structural schemas of custom resources (`openAPIV3Schema` of a version). */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';

/** The schema of a member: declared, or that of additional properties; `open` where any value may stand, undefined where none. */
export function memberSchema(schema: JsonObject, name: string): JsonObject | 'open' | undefined {
  const properties = schema['properties'];
  if (isObject(properties) && Object.hasOwn(properties, name)) {
    const found = properties[name];
    return isObject(found) ? found : 'open';
  }
  const additional = schema['additionalProperties'];
  if (isObject(additional)) return additional;
  return additional === true || preserves(schema) ? 'open' : undefined;
}

/** Unknown members stay. */
export function preserves(schema: JsonObject): boolean {
  return schema['x-kubernetes-preserve-unknown-fields'] === true;
}

/** The value is an object of Kubernetes: apiVersion, kind and metadata belong to it whatever the schema says. */
export function isEmbedded(schema: JsonObject): boolean {
  return schema['x-kubernetes-embedded-resource'] === true;
}

export function isIntOrString(schema: JsonObject): boolean {
  return schema['x-kubernetes-int-or-string'] === true;
}

/** The schema of list elements; undefined where any may stand. */
export function itemSchema(schema: JsonObject): JsonObject | undefined {
  return isObject(schema['items']) ? schema['items'] : undefined;
}

/** Schemas under a keyword such as `oneOf`. */
export function schemasUnder(schema: JsonObject, keyword: string): readonly JsonObject[] {
  const list = schema[keyword];
  return isList(list) ? list.filter(isObject) : [];
}

/** Some part of the schema has validation rules, so refusals say that these were not evaluated. */
export function hasRules(schema: Json | undefined): boolean {
  if (isList(schema)) return schema.some(hasRules);
  if (!isObject(schema)) return false;
  if (isList(schema['x-kubernetes-validations'])) return true;
  return Object.values(schema).some(hasRules);
}

/** Members every object has. */
export const OBJECT_HEAD: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

export function joinPath(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
