/** Parameters that operations of an OpenAPI v2 document share stand once, by name and a hash of what they say. */
import { createHash } from 'node:crypto';
import { stringifyJson } from '../../base/json/stringify.ts';
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';

/** Stand where they are used: names differ by kind, and older clients of kubectl look for the other two there. */
const OWN: ReadonlySet<Json | undefined> = new Set<Json | undefined>(['name', 'fieldValidation', 'dryRun']);
const COMMON_BODIES = '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.';

/** Paths of v2 with references to the shared parameters, and these by name. Source: the documents of a real server. */
export function shareParameters(paths: JsonObject): { readonly parameters: JsonObject; readonly paths: JsonObject } {
  const shared = new Map<string, JsonObject>();
  const referring = (holder: JsonObject): JsonObject => {
    const { parameters } = holder;
    if (!isList(parameters)) return holder;
    return { ...holder, parameters: parameters.map((one) => (isObject(one) ? referenceTo(one, shared) : one)) };
  };
  const items = Object.entries(paths).map(([path, item]): [string, Json] => {
    if (!isObject(item)) return [path, item ?? {}];
    const members = Object.entries(item).map(([name, member]): [string, Json] => [
      name,
      isObject(member) ? referring(member) : (member ?? null),
    ]);
    return [path, referring(Object.fromEntries(members))];
  });
  const parameters = [...shared].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return { parameters: Object.fromEntries(parameters), paths: Object.fromEntries(items) };
}

function referenceTo(parameter: JsonObject, shared: Map<string, JsonObject>): JsonObject {
  if (!isShared(parameter)) return parameter;
  const hash = createHash('sha256').update(stringifyJson(parameter)).digest('base64url').slice(0, 8);
  const name = `${String(parameter['name'])}-${hash}`;
  shared.set(name, parameter);
  return { $ref: `#/parameters/${name}` };
}

function isShared({ in: place, name, schema }: JsonObject): boolean {
  if (place !== 'body') return !OWN.has(name);
  const reference = isObject(schema) ? schema['$ref'] : undefined;
  return typeof reference === 'string' && reference.startsWith(COMMON_BODIES);
}
