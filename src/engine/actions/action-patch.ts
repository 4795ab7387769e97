/** How the change that an action makes is written. */
import { canonicalJson } from '../../base/json/stringify.ts';
import type { JsonObject } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { createMergePatch } from '../../kube/patch/merge/merge-patch.ts';

/** Merge patches as texts. */
export interface ActionPatch {
  /** All of it: for a kind that has no subresource `status`. */
  readonly whole: string;
  /** Without the status; undefined where nothing else changes. */
  readonly rest: string | undefined;
  /** Undefined where the status does not change: then only `whole` is sent. */
  readonly status: string | undefined;
}

/**
 * The change as Argo CD sends it: a merge patch of what differs. Undefined where nothing does. Where the status differs the
 * whole is sent to the subresource `status` first, which takes the status alone; then the rest. Where the kind has no such
 * subresource, the whole is sent as it is.
 */
export function actionPatch(live: KubeObject, changed: KubeObject): ActionPatch | undefined {
  const patch: JsonObject = createMergePatch(live, changed);
  if (Object.keys(patch).length === 0) return undefined;
  const { status, ...rest } = patch;
  return {
    whole: canonicalJson(patch),
    rest: Object.keys(rest).length === 0 ? undefined : canonicalJson(rest),
    status: status === undefined ? undefined : canonicalJson({ status }),
  };
}
