/** What the live object would be after `kubectl apply` of the desired one (features B1). */
import type { JsonObject } from '../../base/json-value.ts';
import type { MergeSchema, SchemaSource } from '../../kube/merge-schema/merge-schema.ts';
import type { KubeObject, ObjectMeta } from '../../kube/object/kube-object.ts';
import { applyMergePatch, createThreeWayMergePatch, type ThreeObjects } from '../../kube/patch/merge/merge-patch.ts';
import { applyStrategicPatch } from '../../kube/patch/strategic/apply-strategic-patch.ts';
import { createThreeWayStrategicPatch } from '../../kube/patch/strategic/three-way-patch.ts';
import { isTyped } from './typed-groups.ts';

export interface Prediction {
  readonly predicted: KubeObject;
  /** The patch is empty: the prediction is the live object. */
  readonly unchanged: boolean;
}

/**
 * The three-way patch of last applied, desired and live, applied to live: strategic merge for kinds the schemas know, JSON
 * merge for the others. `original` is the desired object itself where nothing is known to have been applied, so that
 * only its own fields count.
 */
export function predict(
  sides: { readonly original: KubeObject; readonly target: KubeObject; readonly live: KubeObject },
  schemas: SchemaSource,
): Prediction {
  const { live, target } = sides;
  const three: ThreeObjects = { original: withoutPlace(sides.original), modified: withoutPlace(target), current: live };
  const schema = mergeSchemaOf(target, schemas);
  const patch = schema === undefined ? createThreeWayMergePatch(three) : createThreeWayStrategicPatch(three, schema);
  if (Object.keys(patch).length === 0) return { predicted: live, unchanged: true };
  const predicted = schema === undefined ? applyMergePatch(live, patch) : applyStrategicPatch(live, patch, schema);
  return { predicted: predicted as KubeObject, unchanged: false };
}

/** Undefined where a kind merges as JSON. */
export function mergeSchemaOf({ apiVersion, kind }: KubeObject, schemas: SchemaSource): MergeSchema | undefined {
  return isTyped(apiVersion) ? schemas.schemaOf(apiVersion, kind) : undefined;
}

/** Without the namespace, which manifests may leave out, and without an empty annotations map. */
function withoutPlace(object: KubeObject): JsonObject {
  const { namespace: _, annotations, ...rest } = object.metadata;
  const empty = annotations === undefined || annotations === null || Object.keys(annotations).length === 0;
  const metadata: ObjectMeta = empty ? rest : { ...rest, annotations };
  return { ...object, metadata };
}
