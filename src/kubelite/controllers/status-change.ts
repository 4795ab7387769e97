/** Writing a status only when it says something new. */
import { jsonEqual } from '../../base/json-equal.ts';
import type { JsonObject } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { Action } from './controller.ts';

/** The write of this status, or nothing where it stands already. Absent members (undefined) are left out. */
export function statusChange(object: KubeObject, status: JsonObject): readonly Action[] {
  const clean = withoutAbsent(status);
  if (jsonEqual(object.status, clean)) return [];
  return [{ kind: 'update-status', object: { ...object, status: clean } }];
}

/** A count as Go writes it with `omitempty`: absent when zero. */
export function unlessZero(count: number): number | undefined {
  return count === 0 ? undefined : count;
}

/** The object without members that are undefined. */
export function withoutAbsent(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
