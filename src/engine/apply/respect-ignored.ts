/** RespectIgnoreDifferences: what comparison ignores, a sync leaves as it lives. Source: features row C20, recording 067. */
import type { SchemaSource } from '../../kube/merge-schema/merge-schema.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { applyMergePatch, createMergePatch } from '../../kube/patch/merge/merge-patch.ts';
import { applyStrategicPatch } from '../../kube/patch/strategic/apply-strategic-patch.ts';
import { createStrategicPatch } from '../../kube/patch/strategic/create-strategic-patch.ts';
import { fieldRemover, type IgnoreOptions } from '../compare/ignore/apply-rules.ts';

/** The target with the live values of all ignored fields; those that are not live leave it. Throws as `fieldRemover`. */
export function withIgnoredAsLive(
  target: KubeObject,
  live: KubeObject,
  options: IgnoreOptions & { readonly schemas: SchemaSource },
): KubeObject {
  const remove = fieldRemover(target, live, options);
  const wanted = remove(target);
  const rest = remove(live);
  if (wanted === target && rest === live) return target;
  const schema = options.schemas.schemaOf(target.apiVersion, target.kind);
  if (schema === undefined) return applyMergePatch(wanted, createMergePatch(rest, live)) as KubeObject;
  return applyStrategicPatch(wanted, createStrategicPatch(rest, live, schema), schema) as KubeObject;
}
