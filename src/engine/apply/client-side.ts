/** What client-side apply would send: a creation, a three-way patch, or nothing. Source: kubectl's apply. */
import type { JsonObject } from '../../base/json-value.ts';
import type { SchemaSource } from '../../kube/merge-schema/merge-schema.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { createThreeWayMergePatch } from '../../kube/patch/merge/merge-patch.ts';
import { createThreeWayStrategicPatch } from '../../kube/patch/strategic/three-way-patch.ts';
import { lastAppliedOf, withLastApplied } from './last-applied.ts';

export type ApplyPlan =
  | { readonly kind: 'create'; readonly object: KubeObject }
  | { readonly kind: 'unchanged' }
  | {
      readonly kind: 'patch';
      /** `strategic` for kinds with a merge schema, `merge` for the others. */
      readonly type: 'strategic' | 'merge';
      readonly patch: JsonObject;
      /** The live object does not say what was applied before: nothing can be deleted from it, and kubectl warns. */
      readonly firstApply: boolean;
    };

/** Plans the apply of a target over what is live. Throws what the patch code throws for values that do not fit the kind. */
export function planApply(target: KubeObject, live: KubeObject | undefined, schemas: SchemaSource): ApplyPlan {
  const modified = withLastApplied(target);
  if (live === undefined) return { kind: 'create', object: modified };
  const original = lastAppliedOf(live);
  const three = { original: original ?? {}, modified, current: live };
  const schema = schemas.schemaOf(target.apiVersion, target.kind);
  const patch = schema === undefined ? createThreeWayMergePatch(three) : createThreeWayStrategicPatch(three, schema);
  if (Object.keys(patch).length === 0) return { kind: 'unchanged' };
  return {
    kind: 'patch',
    type: schema === undefined ? 'merge' : 'strategic',
    patch,
    firstApply: original === undefined,
  };
}
