/** What client-side apply would send: a creation, a three-way patch, or nothing. Source: kubectl's apply. */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
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
  if (live === undefined) return { kind: 'create', object: withoutNulls(modified) as KubeObject };
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

/**
 * kubectl's apply creates objects without the members whose value is null, though it notes them as applied; list items
 * that are null stay. Source: kubectl 1.35 on a real API server; recording 061.
 */
function withoutNulls(value: Json): Json {
  if (isList(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, withoutNulls(member as Json)]));
}
