/** Which changes of a live object matter (features B9). */
import { jsonEqual } from '../../base/json-equal.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { fieldRemover, type IgnoreOptions } from './ignore/apply-rules.ts';

/**
 * True where nothing but ignored fields, `generation`, `resourceVersion` and `managedFields` differs: with unchanged health no
 * reason to compare again. A rule that cannot be applied ignores nothing.
 */
export function isMinorUpdate(before: KubeObject, after: KubeObject, options: IgnoreOptions): boolean {
  try {
    return jsonEqual(relevantPart(before, options), relevantPart(after, options));
  } catch {
    return false;
  }
}

function relevantPart(object: KubeObject, options: IgnoreOptions): KubeObject {
  const { managedFields: _fields, resourceVersion: _version, generation: _generation, ...metadata } = object.metadata;
  return fieldRemover(object, object, options)({ ...object, metadata });
}
