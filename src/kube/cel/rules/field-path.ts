/** The path of a rule's `fieldPath` as messages write it: `.spec['a.b']` is `spec.a.b`, a key of a map `[key]`. */
import { isObject, type Json, type JsonObject, member } from '../../../base/json-value.ts';

const STEP = /\.([^.[\]]+)|\['((?:[^'\\]|\\.)*)'\]/gs;

/** The written form; undefined where the path leads nowhere. */
export function fieldPathText(path: string, schema: JsonObject): string | undefined {
  let text = '';
  let here: JsonObject = schema;
  let read = 0;
  for (const match of path.matchAll(STEP)) {
    const name = match[1] ?? (match[2] ?? '').replace(/\\(.)/gs, '$1');
    const properties = member(here, 'properties');
    const next: Json | undefined = isObject(properties)
      ? member(properties, name)
      : member(here, 'additionalProperties');
    if (!isObject(next)) return undefined;
    text += isObject(properties) ? `${text === '' ? '' : '.'}${name}` : `[${name}]`;
    here = next;
    read += match[0].length;
  }
  return read === path.length && text !== '' ? text : undefined;
}
