/** Why an object cannot be marked: annotations or labels that are no texts (features A25). Source: recorded conditions. */
import { isList, isObject, type Json } from '../../base/json-value.ts';
import { gvkOf, type KubeObject } from '../../kube/object/kube-object.ts';
import { isCustomResourceDefinition, type Tracking } from './tracking.ts';

/** In Argo CD's words; undefined where the object can be marked, or needs no mark. */
export function trackingFault(object: KubeObject, tracking: Tracking): string | undefined {
  if (isCustomResourceDefinition(object)) return undefined;
  const annotations = tracking.method === 'label' ? undefined : faultOfTexts(object, 'annotations');
  if (annotations !== undefined) {
    const whose = tracking.installationId === '' ? 'for' : 'from target object';
    return `failed to get annotations ${whose} ${place(object)}: ${annotations}`;
  }
  const labels = tracking.method === 'annotation' ? undefined : faultOfTexts(object, 'labels');
  if (labels === undefined) return undefined;
  return `failed to set app instance label: failed to get labels from target object ${place(object)}: ${labels}`;
}

function place(object: KubeObject): string {
  const { group, version, kind } = gvkOf(object);
  const { namespace = '', name = '' } = object.metadata;
  return `${group}/${version}, Kind=${kind} ${namespace}/${name}`;
}

function faultOfTexts(object: KubeObject, field: 'annotations' | 'labels'): string | undefined {
  const texts: unknown = object.metadata[field];
  if (texts === undefined || texts === null) return undefined;
  const accessor = `.metadata.${field} accessor error: `;
  const map = texts as Json;
  if (!isObject(map)) return `${accessor}${typed(map)}, expected map[string]interface {}`;
  const other = Object.entries(map).find(([, value]) => typeof value !== 'string');
  if (other === undefined) return undefined;
  return `${accessor}contains non-string value in the map under key "${other[0]}": ${typed(other[1])}, expected string`;
}

/** A value and its type as Go prints them. */
function typed(value: Json | undefined): string {
  if (value === undefined || value === null) return '<nil> is of the type <nil>';
  if (isList(value)) return `[${value.map(plain).join(' ')}] is of the type []interface {}`;
  if (isObject(value)) return `${plain(value)} is of the type map[string]interface {}`;
  const whole = typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
  const name = typeof value === 'boolean' ? 'bool' : typeof value === 'string' ? 'string' : whole ? 'int64' : 'float64';
  return `${String(value)} is of the type ${name}`;
}

function plain(value: Json | undefined): string {
  if (value === undefined || value === null) return '<nil>';
  if (isList(value)) return `[${value.map(plain).join(' ')}]`;
  if (!isObject(value)) return String(value);
  const keys = Object.keys(value).sort();
  return `map[${keys.map((key) => `${key}:${plain(value[key])}`).join(' ')}]`;
}
