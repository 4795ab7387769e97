/**
 * Strategic merge patch: a merge patch whose lists merge by key, steered by directives. Behaviour is that of apimachinery's
 * strategicpatch package (the oracle of the tests); unchanged parts are shared with the input.
 */
import { jsonEqual } from '../../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject, member } from '../../../base/json-value.ts';
import type { MergeField, MergeSchema } from '../../merge-schema/merge-schema.ts';
import { goText } from '../../object/go-text.ts';
import {
  badPatch,
  contentOf,
  DELETE_FROM_PRIMITIVE_LIST,
  fieldOfDirective,
  noField,
  noMergeKey,
  PATCH,
  RETAIN_KEYS,
  SET_ELEMENT_ORDER,
  unknownPatchType,
} from './directives.ts';
import { orderElements } from './element-order.ts';

/**
 * The object after the patch. `schema` is that of the whole object (`SchemaSource.schemaOf`). Throws `kube.server-error`
 * for malformed patches, with the API server's message.
 */
export function applyStrategicPatch(object: JsonObject, patch: JsonObject, schema: MergeSchema): JsonObject {
  return mergeObjects(object, patch, schema);
}

function mergeObjects(original: JsonObject, patch: JsonObject, schema: MergeSchema): JsonObject {
  if (Object.hasOwn(patch, PATCH)) return directed(patch);
  const result: Record<string, Json | undefined> = retain(original, patch);
  const handled = mergeOrderedLists(result, patch, schema);
  // Deletions first: Go's order is random, and what a patch both deletes and lists is meant to be there.
  for (const [key, value] of Object.entries(patch)) {
    const name = fieldOfDirective(key, DELETE_FROM_PRIMITIVE_LIST);
    if (name === undefined) continue;
    handled.add(key);
    deleteScalars(result, name, value ?? null);
  }
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined || key === RETAIN_KEYS || handled.has(key)) continue;
    mergeMember({ result, key, value, schema });
  }
  return result;
}

/** `$patch: replace` puts the rest of the patch in the place of what was there, `delete` nothing. */
function directed(patch: JsonObject): JsonObject {
  const { [PATCH]: type, ...rest } = patch;
  if (type === 'replace') return rest;
  if (type === 'delete') return {};
  throw unknownPatchType(type, patch);
}

/** `$retainKeys`: members that it does not name go. */
function retain(original: JsonObject, patch: JsonObject): Record<string, Json | undefined> {
  const keep = patch[RETAIN_KEYS];
  if (keep === undefined) return { ...original };
  if (!isList(keep)) throw wrongKind('slice', keep);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null || key.startsWith('$') || keep.includes(key)) continue;
    throw badPatch('invalid patch format of retainKeys');
  }
  return Object.fromEntries(Object.entries(original).filter(([key]) => keep.includes(key)));
}

interface Member {
  readonly result: Record<string, Json | undefined>;
  readonly key: string;
  readonly value: Json;
  readonly schema: MergeSchema;
}

function mergeMember({ result, key, value, schema }: Member): void {
  if (value === null) {
    delete result[key];
    return;
  }
  const before = Object.hasOwn(result, key) ? result[key] : undefined;
  if (isObject(before) && isObject(value)) {
    const field = fieldNamed(schema, key);
    result[key] = field.strategies.includes('replace') ? value : mergeObjects(before, value, field.schema);
  } else if (isList(before) && isList(value)) {
    result[key] = mergeListField(before, value, fieldNamed(schema, key));
  } else {
    const content = contentOf(value);
    if (content === undefined) delete result[key];
    else result[key] = content;
  }
}

function fieldNamed(schema: MergeSchema, key: string): MergeField {
  const field = schema.raw === undefined ? schema.field(key) : undefined;
  if (field === undefined) {
    throw noField(schema, key);
  }
  return field;
}

function mergeListField(original: readonly Json[], patch: readonly Json[], field: MergeField): readonly Json[] {
  return field.strategies.includes('merge') ? mergeLists(original, patch, field) : patch;
}

function mergeLists(original: readonly Json[], patch: readonly Json[], field: MergeField): readonly Json[] {
  if (original.length === 0 && patch.length === 0) return original;
  checkSameTypes(original, patch);
  if (!isObject(original[0] ?? patch[0] ?? null)) {
    const merged = distinct([...original, ...patch]);
    return orderElements({ merged, patchOrder: patch, serverOrder: original, mergeKey: '' });
  }
  if (field.mergeKey === '') throw badPatch('cannot merge lists without merge key');
  const { kept, changes } = obeyElements(original, patch, field.mergeKey);
  const merged = mergeElements(kept, changes, field);
  return orderElements({ merged, patchOrder: changes, serverOrder: kept, mergeKey: field.mergeKey });
}

/** Elements that are instructions: `$patch: delete` with a key, or `$patch: replace` for the list as a whole. */
function obeyElements(
  original: readonly Json[],
  patch: readonly Json[],
  mergeKey: string,
): { readonly kept: readonly Json[]; readonly changes: readonly Json[] } {
  let kept = original;
  let replaces = false;
  const changes: Json[] = [];
  for (const element of patch) {
    if (!isObject(element) || !Object.hasOwn(element, PATCH)) {
      changes.push(element);
    } else if (element[PATCH] === 'delete') {
      const key = element[mergeKey];
      if (key === undefined) throw noMergeKey(element, mergeKey);
      kept = kept.filter((item) => !jsonEqual(member(item, mergeKey), key));
    } else if (element[PATCH] === 'replace') {
      replaces = true;
    } else if (element[PATCH] === 'merge') {
      throw badPatch('merging lists cannot yet be specified in the patch');
    } else {
      throw unknownPatchType(element[PATCH], element);
    }
  }
  return replaces ? { kept: changes, changes: [] } : { kept, changes };
}

function mergeElements(original: readonly Json[], changes: readonly Json[], field: MergeField): readonly Json[] {
  const merged = [...original];
  for (const change of changes) {
    const key = member(change, field.mergeKey);
    if (!isObject(change) || key === undefined) throw noMergeKey(change, field.mergeKey);
    const at = merged.findIndex((item) => jsonEqual(member(item, field.mergeKey), key));
    const before = merged[at];
    if (isObject(before)) merged[at] = mergeObjects(before, change, field.schema.element);
    else merged.push(change);
  }
  return merged;
}

/** Merges the lists for which the patch sets an order; returns the keys that are done with. */
function mergeOrderedLists(
  result: Record<string, Json | undefined>,
  patch: JsonObject,
  schema: MergeSchema,
): Set<string> {
  const handled = new Set<string>();
  for (const [key, order] of Object.entries(patch)) {
    const name = fieldOfDirective(key, SET_ELEMENT_ORDER);
    if (name === undefined) continue;
    handled.add(key);
    if (!isList(order)) throw wrongKind('slice', order ?? null);
    const before = Object.hasOwn(result, name) ? result[name] : undefined;
    const changes = Object.hasOwn(patch, name) ? patch[name] : undefined;
    if (isList(changes)) handled.add(name);
    const ordered = mergeOrdered({ before, changes, order, field: fieldNamed(schema, name) });
    if (ordered !== undefined) result[name] = ordered;
  }
  return handled;
}

interface OrderedMerge {
  readonly before: Json | undefined;
  readonly changes: Json | undefined;
  readonly order: readonly Json[];
  readonly field: MergeField;
}

function mergeOrdered({ before, changes, order, field }: OrderedMerge): readonly Json[] | undefined {
  const original = isList(before) ? before : undefined;
  const patch = isList(changes) ? changes : undefined;
  if (patch) checkOrder(patch, order, field.mergeKey);
  if (original?.length === 0 && patch?.length === 0) throw badPatch('no elements in any of the given slices');
  const merged = original && patch ? mergeListField(original, patch, field) : (original ?? contentOf(patch ?? null));
  if (!isList(merged)) return undefined;
  if (original === undefined && merged.length === 0 && patch?.length === 0)
    throw badPatch('no elements in any of the given slices');
  return orderElements({ merged, patchOrder: order, serverOrder: original ?? [], mergeKey: field.mergeKey });
}

/** Every element of the patch list must be in the order list, and in that order. */
function checkOrder(patch: readonly Json[], order: readonly Json[], mergeKey: string): void {
  const content = patch.filter((item) => !isObject(item) || !Object.hasOwn(item, PATCH));
  let next = 0;
  for (const place of order) {
    const element = content[next];
    if (element === undefined) break;
    const same =
      mergeKey === '' ? jsonEqual(element, place) : jsonEqual(member(element, mergeKey), member(place, mergeKey));
    if (same) next++;
  }
  if (next < content.length) {
    throw badPatch(
      `The order in patch list:\n${goText(patch)}\n doesn't match $setElementOrder list:\n${goText(order)}\n`,
    );
  }
}

function deleteScalars(result: Record<string, Json | undefined>, key: string, values: Json): void {
  const before = Object.hasOwn(result, key) ? result[key] : undefined;
  if (!isList(before) || !isList(values)) return;
  result[key] = before.filter((item) => !values.some((value) => jsonEqual(item, value)));
}

function checkSameTypes(original: readonly Json[], patch: readonly Json[]): void {
  const all = [...original, ...patch];
  if (all.every((item) => isObject(item) === isObject(all[0]))) return;
  throw badPatch(`list element types are not identical: ${goText([original, patch])}`);
}

function distinct(values: readonly Json[]): readonly Json[] {
  return [...new Set(values)];
}

function wrongKind(expected: string, actual: Json): Error {
  const kind = isList(actual) ? 'slice' : isObject(actual) ? 'map' : typeof actual;
  return badPatch(`expected a ${expected}, but received a ${kind}`);
}
