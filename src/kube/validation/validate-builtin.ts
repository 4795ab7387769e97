/**
 * Validates built-in objects by walking their type. Covers what people get wrong and what reconciling depends on, not
 * everything: what the server would refuse beyond that is accepted, nothing it accepts is refused.
 */
import { isList, isObject, type Json, type JsonObject, textAt } from '../../base/json-value.ts';
import { type Field, type StructType, structOfKind, structType, type TypeRef } from '../builtin/type-table.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { ALL_RULES } from './all-rules.ts';
import { creationCauses, lastingCauses } from './creation.ts';
import { declaredCause, declaredCauses } from './declared.ts';
import { immutableCauses } from './immutable.ts';
import { generatedSelectorCauses } from './job-update.ts';
import { metadataCauses, metadataUpdateCauses, newMetadataCauses } from './metadata.ts';
import { join, type RuleInput, type StructRules } from './rule.ts';
import { serviceAddressCauses, takenPortCauses } from './service-rules.ts';
import { orderedCauses } from './update-order.ts';

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
  return struct === undefined ? [] : walk(object, struct, { path: '', object });
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

interface Place {
  readonly path: string;
  readonly object: JsonObject;
  readonly outer?: RuleInput;
}

function walk(value: JsonObject, struct: StructType, place: Place): readonly FieldCause[] {
  const rule = Object.hasOwn(ALL_RULES, struct.name) ? ALL_RULES[struct.name] : undefined;
  if (typeof rule === 'object') return walkRuled(value, struct, rule, place);
  const input = { value, ...place };
  const causes = [...(rule === undefined ? declaredCauses(value, struct, place.path) : rule(input))];
  const found = { place: { ...place, outer: input }, causes };
  for (const field of struct.fields) below(value, field, found);
  return causes;
}

/** Causes stand in the order of the fields, each followed by what is in it. */
function walkRuled(value: JsonObject, struct: StructType, rules: StructRules, place: Place): readonly FieldCause[] {
  const causes: FieldCause[] = [];
  const input = { value, ...place, found: causes };
  causes.push(...(rules.first?.(input) ?? []));
  const order = typeof rules.order === 'function' ? rules.order(input) : rules.order;
  const closed = rules.closed?.(input) ?? [];
  const inside = { place: { ...place, outer: input }, causes };
  for (const field of orderedFields(struct, order)) {
    const rule = rules.fields?.[field.name];
    const path = join(place.path, field.name);
    causes.push(...(rule ? rule(value[field.name], path, input) : declaredCause(value, field, place.path)));
    if (!closed.includes(field.name)) below(value, field, inside);
    causes.push(...(rules.after?.[field.name]?.(input) ?? []));
  }
  if (rules.last) causes.push(...rules.last(input));
  return causes;
}

const orders = new WeakMap<readonly string[], Map<StructType, readonly Field[]>>();

/** Those of the order first. */
function orderedFields(struct: StructType, order: readonly string[] = []): readonly Field[] {
  if (order.length === 0) return struct.fields;
  const known = orders.get(order) ?? new Map<StructType, readonly Field[]>();
  const found = known.get(struct);
  if (found !== undefined) return found;
  const first = order.flatMap((name) => struct.byName.get(name) ?? []);
  const fields = [...first, ...struct.fields.filter(({ name }) => !order.includes(name))];
  orders.set(order, known.set(struct, fields));
  return fields;
}

interface Found {
  readonly place: Place;
  /** Grows element by element: those that come later may ask what was found before. */
  readonly causes: FieldCause[];
}

/** Adds what is wrong in a field. */
function below(value: JsonObject, { name, type }: Field, { place, causes }: Found): void {
  // Metadata is judged by itself, and a status is the server's.
  if (name === 'status' || name === 'metadata') return;
  const item = value[name];
  if (item === undefined || item === null || type.kind === 'scalar' || type.kind === 'map') return;
  walkValue(item, type, { place: { ...place, path: join(place.path, name) }, causes });
}

function walkValue(value: Json, type: TypeRef, { place, causes }: Found): void {
  if (type.kind === 'struct') {
    const struct = structType(type.name);
    if (struct !== undefined && isObject(value)) causes.push(...walk(value, struct, place));
  } else if (type.kind === 'list' && isList(value)) {
    for (const [index, item] of value.entries()) {
      walkValue(item, type.of, { place: { ...place, path: `${place.path}[${index}]` }, causes });
    }
  }
}
