/** Which changes of a live object matter (features B9). */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../../base/json/stringify.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { fieldRemover, type IgnoreOptions } from './ignore/apply-rules.ts';

/**
 * A digest that stays the same as long as nothing but ignored fields, `generation`, `resourceVersion` and `managedFields`
 * changes. An unchanged digest with unchanged health is no reason to compare again.
 */
export function updateDigest(object: KubeObject, options: IgnoreOptions): string {
  const { managedFields: _fields, resourceVersion: _version, generation: _generation, ...metadata } = object.metadata;
  const relevant = fieldRemover(object, object, options)({ ...object, metadata });
  return createHash('sha256').update(canonicalJson(relevant)).digest('base64url');
}
