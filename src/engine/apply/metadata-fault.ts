/** Metadata that kubectl cannot read: told by the dry run already. Source: recorded results of syncs; Go's encoding/json. */
import { isList, isObject, type Json } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';

/** In Go's words, of the first field in the order of names; undefined where labels and annotations are texts. */
export function metadataFault({ metadata }: KubeObject): string | undefined {
  return faultOf('annotations', metadata.annotations) ?? faultOf('labels', metadata.labels);
}

/** A null stands for an empty text. */
function faultOf(field: string, texts: unknown): string | undefined {
  if (texts === undefined || texts === null) return undefined;
  const map = texts as Json;
  if (!isObject(map)) return sentence(field, map, 'map[string]string');
  const wrong = Object.keys(map)
    .sort()
    .map((key) => map[key])
    .find((value) => value !== null && typeof value !== 'string');
  return wrong === undefined ? undefined : sentence(field, wrong, 'string');
}

function sentence(field: string, found: Json, wanted: string): string {
  return `json: cannot unmarshal ${kindOf(found)} into Go struct field ObjectMeta.metadata.${field} of type ${wanted}`;
}

function kindOf(value: Json): string {
  if (isList(value)) return 'array';
  if (isObject(value)) return 'object';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'string' : 'number';
}
