/** Follows a path such as `.spec.parts['a.b']` through a schema. */
import { isObject, type JsonObject } from '../../base/json-value.ts';

const NOWHERE = 'does not refer to a valid field';
const END = 'unexpected end of JSON path';
const TOKEN = /'(?:[^'\\]|\\.)*'|[.[\]]|[^.[\]']+|'.*/gs;

/** The schema that a path leads to, or what is wrong with the path. */
export function schemaAtPath(
  path: string,
  schema: JsonObject,
  { brackets }: { readonly brackets: boolean },
): JsonObject | string {
  const tokens = path.match(TOKEN) ?? [];
  let current: JsonObject = schema;
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at];
    if (token !== '.' && token !== '[') return `expected [ or . but got: ${token}`;
    if (token === '[' && !brackets) return 'array notation is not allowed';
    const name = tokens[at + 1];
    if (name === undefined) return END;
    const quoted = /^'(.*)'$/s.exec(name)?.[1];
    if (token === '[' && quoted === undefined) return `expected single quoted string but got ${name}`;
    const next = memberOf(current, token === '[' ? (quoted ?? '').replace(/\\(.)/gs, '$1') : name);
    if (next === undefined) return NOWHERE;
    current = next;
    at += 2;
    if (token === '.') continue;
    const close = tokens[at];
    if (close === undefined) return END;
    if (close !== ']') return `expected ] but got ${close}`;
    at += 1;
  }
  return current;
}

function memberOf({ properties, additionalProperties }: JsonObject, name: string): JsonObject | undefined {
  if (isObject(properties)) {
    const found = Object.hasOwn(properties, name) ? properties[name] : undefined;
    return isObject(found) ? found : undefined;
  }
  if (additionalProperties === undefined) return undefined;
  return isObject(additionalProperties) ? additionalProperties : {};
}
