/** The annotation in which client-side apply keeps what it applied. Source: kubectl's apply. */

import { parseJson } from '../../base/json/parse.ts';
import { canonicalJson } from '../../base/json/stringify.ts';
import { isObject, type JsonObject } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { annotationOf } from '../sync/sync-options.ts';

export const LAST_APPLIED_ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration';

/** The object with its own JSON in the annotation, as kubectl writes it: sorted keys, without the annotation itself. */
export function withLastApplied(object: KubeObject): KubeObject {
  const bare = withoutLastApplied(object);
  const annotations = { ...bare.metadata.annotations, [LAST_APPLIED_ANNOTATION]: `${canonicalJson(bare)}\n` };
  return { ...bare, metadata: { ...bare.metadata, annotations } };
}

/** What was applied before; undefined where the object does not say, or not in JSON. */
export function lastAppliedOf(object: KubeObject): JsonObject | undefined {
  const text = annotationOf(object, LAST_APPLIED_ANNOTATION);
  if (text === '') return undefined;
  try {
    const value = parseJson(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function withoutLastApplied(object: KubeObject): KubeObject {
  const { [LAST_APPLIED_ANNOTATION]: _, ...annotations } = object.metadata.annotations ?? {};
  return { ...object, metadata: { ...object.metadata, annotations } };
}
