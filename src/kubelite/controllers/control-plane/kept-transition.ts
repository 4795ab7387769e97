/** When a condition came to its status: the time that an object tells already, while the status stays. */
import { isList, memberAt, textAt } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';

/** Undefined where the condition is new or had another status. */
export function keptTransition(
  object: KubeObject,
  { type, status }: { readonly type: string; readonly status: string },
): string | undefined {
  const conditions = memberAt(object.status, 'conditions');
  const known = (isList(conditions) ? conditions : []).find((one) => textAt(one, 'type') === type);
  return textAt(known, 'status') === status ? textAt(known, 'lastTransitionTime') : undefined;
}
