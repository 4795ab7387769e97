/** Changed copies of objects; what is not on the path is shared. */
import { isObject, type Json, type JsonObject, member } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { actionFault } from './action-fault.ts';

export type Path = readonly [string, ...string[]];

/** The object with a value at a path; objects on the way are made. Throws `action.refused` where something else is in the way. */
export function withValue(object: KubeObject, [first, ...rest]: Path, value: Json): KubeObject {
  return { ...object, [first]: placed(object[first], rest, value) };
}

/** The object without what is at a path; the same object where nothing is there. */
export function withoutValue(object: KubeObject, [first, ...rest]: Path): KubeObject {
  const below = object[first];
  return isObject(below) && rest.length > 0 ? { ...object, [first]: removed(below, rest) } : object;
}

export function withAnnotation(object: KubeObject, name: string, value: string): KubeObject {
  return withValue(object, ['metadata', 'annotations', name], value);
}

export function withoutAnnotation(object: KubeObject, name: string): KubeObject {
  return withoutValue(object, ['metadata', 'annotations', name]);
}

export function annotationOf({ metadata }: KubeObject, name: string): string | undefined {
  const found = member(metadata.annotations, name);
  return typeof found === 'string' ? found : undefined;
}

export function labelOf({ metadata }: KubeObject, name: string): string | undefined {
  const found = member(metadata.labels, name);
  return typeof found === 'string' ? found : undefined;
}

function placed(here: Json | undefined, path: readonly string[], value: Json): Json {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (here !== undefined && here !== null && !isObject(here)) {
    throw actionFault('action.refused', `cannot set ${path.join('.')}: there is no object to set it in`);
  }
  return { ...here, [first]: placed(member(here ?? undefined, first), rest, value) };
}

function removed(here: JsonObject, [first = '', ...rest]: readonly string[]): JsonObject {
  if (!Object.hasOwn(here, first)) return here;
  const { [first]: below, ...others } = here;
  if (rest.length === 0) return others;
  return isObject(below) ? { ...here, [first]: removed(below, rest) } : here;
}
