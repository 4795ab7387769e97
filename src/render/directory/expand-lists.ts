/** Objects that hold others: anything with a list under `items`, whatever its kind says (A7). */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { renderFault } from '../render-fault.ts';

/** The objects of one document of the file `name`. Throws `render.invalid-manifest` where an item is no object. */
export function expandList(name: string, value: JsonObject): readonly KubeObject[] {
  const items = value['items'];
  if (isList(items)) return items.map((item) => itemOf(name, item));
  const holder = items === null && value['spec'] === undefined && value['status'] === undefined;
  return holder ? [] : [asObject(value)];
}

function itemOf(name: string, item: Json): KubeObject {
  if (isObject(item)) return asObject(item);
  const message = `Failed to unmarshal ${JSON.stringify(name)}: items member is not an object`;
  throw renderFault('render.invalid-manifest', message);
}

/** What is left out is empty; what is of a wrong type stays for the comparison to refuse. */
function asObject(value: JsonObject): KubeObject {
  const { apiVersion, kind, metadata } = value;
  const named = typeof apiVersion === 'string' && typeof kind === 'string' && isObject(metadata);
  const object = named ? value : { ...value, ...completed(value) };
  return object as KubeObject;
}

function completed(value: JsonObject): JsonObject {
  const { apiVersion, kind, metadata } = value;
  return {
    apiVersion: typeof apiVersion === 'string' ? apiVersion : '',
    kind: typeof kind === 'string' ? kind : '',
    metadata: isObject(metadata) ? metadata : {},
  };
}
