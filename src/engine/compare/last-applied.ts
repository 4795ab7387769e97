import { tryParseJson } from '../../base/json/parse.ts';
import { isObject, textAt } from '../../base/json-value.ts';
import type { KubeObject, ObjectMeta } from '../../kube/object/kube-object.ts';

export const LAST_APPLIED_ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration';

/** What was applied last, from the annotation; undefined where there is none or it is no object. */
export function lastAppliedOf(live: KubeObject): KubeObject | undefined {
  const text = textAt(live.metadata, 'annotations', LAST_APPLIED_ANNOTATION) ?? '';
  if (text === '') return undefined;
  const value = tryParseJson(text);
  if (!isObject(value)) return undefined;
  const { apiVersion, kind, metadata } = value;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return undefined;
  return { ...value, apiVersion, kind, metadata: (isObject(metadata) ? metadata : {}) as ObjectMeta };
}
