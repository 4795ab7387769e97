/**
 * Validates built-in objects by walking their type. Covers what people get wrong and what reconciling depends on, not
 * everything: what the server would refuse beyond that is accepted, nothing it accepts is refused.
 */
import { type JsonObject, textAt } from '../../base/json-value.ts';
import { structOfKind } from '../builtin/type-table.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { withClaimVolumes } from './claim-volumes.ts';
import { creationCauses, lastingCauses } from './creation.ts';
import { immutableCauses } from './immutable.ts';
import { generatedSelectorCauses } from './job-update.ts';
import { metadataCauses, metadataUpdateCauses, newMetadataCauses } from './metadata.ts';
import { serviceAddressCauses, takenPortCauses } from './service-rules.ts';
import { orderedCauses } from './update-order.ts';
import { walkStruct } from './walk-type.ts';

/** What is wrong with an object to be created. It must be decoded and defaulted. */
export function validateBuiltin(object: JsonObject): readonly FieldCause[] {
  for (const causes of [serviceAddressCauses(object), takenPortCauses(object)]) if (causes.length > 0) return causes;
  const content = [...ownSelector(object), ...contentCauses(object), ...creationCauses(object)];
  const own = LATE_METADATA.has(`${object['apiVersion']} ${object['kind']}`) ? [] : metadataCauses(object);
  const causes = [...own, ...content];
  return causes.length > 0 ? causes : newMetadataCauses(object);
}

/** Kinds whose metadata are looked at once all else is right. */
const LATE_METADATA = new Set(['policy/v1 PodDisruptionBudget', 'v1 Event']);

/** Jobs come with the selector that was made for them. */
function ownSelector(object: JsonObject, old?: JsonObject): readonly FieldCause[] {
  return object['kind'] === 'Job' && object['apiVersion'] === 'batch/v1' ? generatedSelectorCauses(object, old) : [];
}

function contentCauses(object: JsonObject): readonly FieldCause[] {
  const struct = structOfKind(textAt(object, 'apiVersion') ?? '', textAt(object, 'kind') ?? '');
  const whole = withClaimVolumes(object);
  return struct === undefined ? [] : walkStruct(whole, struct, { path: '', object: whole });
}

/** Kinds to whose rules something empty is something else than nothing. */
const EMPTY_COUNTS = new Set(['v1 ConfigMap', 'v1 Secret']);

/** What may not change. What is sent empty is shown, but is no change. */
function changeCauses(object: JsonObject, old: JsonObject, plain: JsonObject): readonly FieldCause[] {
  const shown = immutableCauses(object, old);
  if (shown.length === 0 || object === plain) return shown;
  if (EMPTY_COUNTS.has(`${object['apiVersion']} ${object['kind']}`)) return shown;
  const causes = immutableCauses(plain, old);
  const outline = (list: readonly FieldCause[]) => list.map(({ field, reason }) => `${field} ${reason}`).join('\n');
  return outline(shown) === outline(causes) ? shown : causes;
}

/** What is wrong with an object that is to replace `old`; `plain` is the object without what was sent empty. */
export function validateBuiltinUpdate(
  object: JsonObject,
  old: JsonObject,
  plain: JsonObject = object,
): readonly FieldCause[] {
  const early = serviceAddressCauses(object);
  if (early.length > 0) return early;
  const lasting = lastingCauses(object, old, contentCauses(object));
  const changes = changeCauses(object, old, plain);
  const isSlice = object['kind'] === 'ResourceSlice' && object['apiVersion'] === 'resource.k8s.io/v1';
  const parts = isSlice ? { content: slice(lasting, changes), changes: [] } : { content: lasting, changes };
  return orderedCauses(object, old, { ...parts, own: ownSelector(object, old) });
}

/** Who drives the devices and to which pool they belong is told first. */
function slice(lasting: readonly FieldCause[], changes: readonly FieldCause[]): readonly FieldCause[] {
  const first = lasting.filter(({ field }) => /^spec\.(driver|pool)/.test(field));
  return [...first, ...changes, ...lasting.filter((cause) => !first.includes(cause))];
}

/** What is wrong with an object that a subresource changes, `changes` among it. */
export function validateBuiltinChange(
  object: JsonObject,
  old: JsonObject,
  changes: readonly FieldCause[],
): readonly FieldCause[] {
  return [...metadataUpdateCauses(object, old), ...contentCauses(object), ...changes];
}
