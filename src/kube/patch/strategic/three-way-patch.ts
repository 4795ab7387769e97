/**
 * The patch of `kubectl apply`: what the wanted object changes of the live one, and deletions of what was applied before and
 * is wanted no more. Same result as apimachinery's CreateThreeWayMergePatch with overwrite.
 */
import { jsonEqual } from '../../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject, member } from '../../../base/json-value.ts';
import type { MergeField, MergeSchema } from '../../merge-schema/merge-schema.ts';
import { UNTYPED } from '../../merge-schema/merge-schema.ts';
import type { ThreeObjects } from '../merge/merge-patch.ts';
import { diffObjects } from './create-strategic-patch.ts';
import { fieldOfDirective, SET_ELEMENT_ORDER } from './directives.ts';
import { orderElements } from './element-order.ts';

/** The strategic patch for the live object; `{}` where nothing is to be done. */
export function createThreeWayStrategicPatch(three: ThreeObjects, schema: MergeSchema): JsonObject {
  const { original, modified, current } = three;
  const changes = diffObjects(
    { original: current, modified, schema, retainKeys: false },
    { changes: true, deletions: false },
  );
  const deletions = diffObjects({ original, modified, schema, retainKeys: false }, { changes: false, deletions: true });
  return joinPatches(deletions, changes, schema);
}

/** Both patches as one; they come from the same wanted object, so their directives agree where both have them. */
function joinPatches(deletions: JsonObject, changes: JsonObject, schema: MergeSchema): JsonObject {
  const joined: Record<string, Json | undefined> = { ...deletions };
  for (const [key, change] of Object.entries(changes)) {
    if (change === undefined) continue;
    const deletion = Object.hasOwn(deletions, key) ? deletions[key] : undefined;
    joined[key] = joinMember(deletion, change, schema.field(key));
  }
  for (const [key, order] of Object.entries(joined)) {
    const name = fieldOfDirective(key, SET_ELEMENT_ORDER);
    if (name === undefined || !isList(order)) continue;
    const list = joined[name];
    const mergeKey = schema.field(name)?.mergeKey ?? '';
    const serverOrder = isList(deletions[name]) ? deletions[name] : [];
    if (isList(list)) joined[name] = orderElements({ merged: list, patchOrder: order, serverOrder, mergeKey });
  }
  return joined;
}

function joinMember(deletion: Json | undefined, change: Json, field: MergeField | undefined): Json {
  if (isObject(deletion) && isObject(change)) return joinPatches(deletion, change, field?.schema ?? UNTYPED);
  if (isList(deletion) && isList(change) && field?.strategies.includes('merge')) {
    return joinElements(deletion, change, field);
  }
  return change;
}

function joinElements(deletions: readonly Json[], changes: readonly Json[], field: MergeField): readonly Json[] {
  const joined = [...deletions];
  for (const change of changes) {
    const key = member(change, field.mergeKey);
    const at = joined.findIndex((item) => jsonEqual(member(item, field.mergeKey), key));
    const deletion = joined[at];
    if (isObject(deletion) && isObject(change)) joined[at] = joinPatches(deletion, change, field.schema.element);
    else joined.push(change);
  }
  return joined;
}
