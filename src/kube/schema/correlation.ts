/** Which value of the object before a value of an object belongs to, so that what did not change is not refused. */
import { jsonEqual } from '../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { memberSchema } from './structural.ts';

/** The value before, where there is one that belongs to this one. */
export interface Earlier {
  readonly value: Json;
}

/** What belongs to a member. */
export function earlierMember(earlier: Earlier | undefined, schema: JsonObject, name: string): Earlier | undefined {
  const value = earlier?.value;
  const known = memberSchema(schema, name);
  if (!isObject(value) || known === undefined || known === 'open') return undefined;
  const before = Object.hasOwn(value, name) ? value[name] : undefined;
  return before === undefined ? undefined : { value: before };
}

/** What belongs to an element: only lists that are maps tell by their keys. */
export function earlierElement(earlier: Earlier | undefined, schema: JsonObject, element: Json): Earlier | undefined {
  const [list, keys] = [earlier?.value, schema['x-kubernetes-list-map-keys']];
  if (!isList(list) || !isList(keys) || schema['x-kubernetes-list-type'] !== 'map' || !isObject(element))
    return undefined;
  const same = (other: Json) =>
    isObject(other) && keys.every((key) => jsonEqual(other[String(key)] ?? null, element[String(key)] ?? null));
  const before = list.find(same);
  return before === undefined ? undefined : { value: before };
}
