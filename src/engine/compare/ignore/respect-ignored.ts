/** RespectIgnoreDifferences: what is ignored in comparison is left alone by a sync, too (features C20). */

import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { applyMergePatch, createMergePatch } from '../../../kube/patch/merge/merge-patch.ts';
import { applyStrategicPatch } from '../../../kube/patch/strategic/apply-strategic-patch.ts';
import { createStrategicPatch } from '../../../kube/patch/strategic/create-strategic-patch.ts';
import type { CompareOptions } from '../compare-options.ts';
import { fieldRemover } from './apply-rules.ts';

/**
 * The desired object with ignored fields as they are live: a live value replaces the desired one, a field that is not live
 * goes. The object itself where no rule is about it. Throws `compare.jq-unsupported`.
 */
export function respectIgnored(
  target: KubeObject,
  live: KubeObject,
  options: Pick<CompareOptions, 'ignoreRules' | 'removeByJq' | 'schemas'>,
): KubeObject {
  const remove = fieldRemover(target, live, {
    rules: options.ignoreRules,
    ...(options.removeByJq === undefined ? {} : { removeByJq: options.removeByJq }),
  });
  const withoutIgnored = remove(target);
  const liveWithoutIgnored = remove(live);
  if (withoutIgnored === target && liveWithoutIgnored === live) return target;
  const schema = options.schemas.schemaOf(target.apiVersion, target.kind);
  const result =
    schema === undefined
      ? applyMergePatch(withoutIgnored, createMergePatch(liveWithoutIgnored, live))
      : applyStrategicPatch(withoutIgnored, createStrategicPatch(liveWithoutIgnored, live, schema), schema);
  return result as KubeObject;
}
