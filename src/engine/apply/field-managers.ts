/**
 * Moving fields of client-side managers to a server-side one, so that what leaves the manifest is removed by the apply.
 * Source: client-go's csaupgrade, kubectl's apply --server-side.
 */
import { isObject, type Json, type JsonObject, memberAt } from '../../base/json-value.ts';
import type { KubeObject, ManagedFieldsEntry } from '../../kube/object/kube-object.ts';
import { LAST_APPLIED_ANNOTATION } from './last-applied.ts';

/**
 * JSON patch that gives the fields of these managers' updates to `manager`'s apply; undefined where there is nothing to move.
 * The resourceVersion in it is the precondition.
 */
export function migrationPatch(
  live: KubeObject,
  from: readonly string[],
  manager: string,
): readonly Json[] | undefined {
  const entries = live.metadata.managedFields ?? [];
  const moved = entries.filter((entry) => isClientSide(entry) && from.includes(entry.manager ?? ''));
  const [first] = moved;
  if (first === undefined) return undefined;
  const applied = entries.find(
    (entry) => entry.manager === manager && entry.operation === 'Apply' && !entry.subresource,
  );
  const fields = [applied, ...moved].reduce((sum, entry) => union(sum, entry?.fieldsV1 ?? {}), {} as JsonObject);
  const base = applied ?? { ...first, manager, operation: 'Apply' };
  const rest = entries.filter((entry) => entry !== applied && !moved.includes(entry));
  const managedFields = [{ ...base, fieldsV1: fields }, ...rest];
  return [
    { op: 'replace', path: '/metadata/managedFields', value: managedFields },
    { op: 'replace', path: '/metadata/resourceVersion', value: live.metadata.resourceVersion ?? '' },
  ];
}

/** Managers whose update wrote the last-applied annotation: those who applied client-side. */
export function clientSideAppliers(live: KubeObject): readonly string[] {
  const key = `f:${LAST_APPLIED_ANNOTATION}`;
  const owners = (live.metadata.managedFields ?? []).filter(
    (entry) => isClientSide(entry) && memberAt(entry.fieldsV1, 'f:metadata', 'f:annotations', key) !== undefined,
  );
  return [...new Set(owners.map((entry) => entry.manager ?? ''))];
}

function isClientSide(entry: ManagedFieldsEntry): boolean {
  return entry.operation === 'Update' && (entry.subresource ?? '') === '';
}

/** Field sets are trees of members: their union is the union of the trees. */
function union(left: JsonObject, right: JsonObject): JsonObject {
  const result: Record<string, Json | undefined> = { ...left };
  for (const [key, value] of Object.entries(right)) {
    const before = result[key];
    result[key] = isObject(before) && isObject(value) ? union(before, value) : value;
  }
  return result;
}
