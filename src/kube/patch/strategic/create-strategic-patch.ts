/** Creates strategic merge patches between two objects, with the directives and order of apimachinery's strategicpatch. */
import { jsonEqual } from '../../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject } from '../../../base/json-value.ts';
import type { MergeField, MergeSchema } from '../../merge-schema/merge-schema.ts';
import {
  DELETE_FROM_PRIMITIVE_LIST,
  noField,
  noMergeKey,
  PATCH,
  RETAIN_KEYS,
  SET_ELEMENT_ORDER,
} from './directives.ts';

/** Which half of the difference is wanted. */
export interface DiffParts {
  /** What `modified` adds to or changes of `original`. */
  readonly changes: boolean;
  /** What `modified` lacks. */
  readonly deletions: boolean;
}

type Patch = Record<string, Json>;

/** The strategic patch that makes `modified` from `original`; `{}` where they are equal. */
export function createStrategicPatch(original: JsonObject, modified: JsonObject, schema: MergeSchema): JsonObject {
  return diffObjects({ original, modified, schema, retainKeys: false }, { changes: true, deletions: true });
}

export interface ObjectDiff {
  readonly original: JsonObject;
  readonly modified: JsonObject;
  readonly schema: MergeSchema;
  /** The field's strategy asks for a `$retainKeys` directive. */
  readonly retainKeys: boolean;
}

/** One half of the difference, for three-way patches; see `DiffParts`. */
export function diffObjects({ original, modified, schema, retainKeys }: ObjectDiff, parts: DiffParts): Patch {
  const patch: Patch = {};
  for (const [key, after] of Object.entries(modified)) {
    if (after === undefined) continue;
    const before = Object.hasOwn(original, key) ? original[key] : undefined;
    if (isObject(before) && isObject(after)) diffMember(patch, { key, before, after }, schema, parts);
    else if (isList(before) && isList(after)) diffListMember(patch, { key, before, after }, schema, parts);
    else if (parts.changes && !jsonEqual(before, after)) patch[key] = after;
  }
  if (parts.deletions) {
    for (const key of Object.keys(original)) {
      if (original[key] !== undefined && modified[key] === undefined) patch[key] = null;
    }
  }
  if (retainKeys) addRetainKeys(patch, original, modified);
  return patch;
}

interface Change<T> {
  readonly key: string;
  readonly before: T;
  readonly after: T;
}

function diffMember(patch: Patch, change: Change<JsonObject>, schema: MergeSchema, parts: DiffParts): void {
  const { key, before, after } = change;
  const field = schemaField(schema, change);
  if (field === undefined) return;
  if (field.strategies.includes('replace')) {
    if (parts.changes) patch[key] = after;
    return;
  }
  const inner = diffObjects(
    { original: before, modified: after, schema: field.schema, retainKeys: field.strategies.includes('retainKeys') },
    parts,
  );
  if (Object.keys(inner).length > 0) patch[key] = inner;
}

function diffListMember(patch: Patch, change: Change<readonly Json[]>, schema: MergeSchema, parts: DiffParts): void {
  const { key, before, after } = change;
  const field = schemaField(schema, change);
  if (field === undefined) return;
  if (!field.strategies.includes('merge')) {
    if (parts.changes && !jsonEqual(before, after)) patch[key] = after;
    return;
  }
  const { content, deleted, order } = diffLists(before, after, field, parts);
  if (content.length > 0) patch[key] = content;
  if (deleted.length > 0) patch[`${DELETE_FROM_PRIMITIVE_LIST}/${key}`] = deleted;
  if (order.length > 0) patch[`${SET_ELEMENT_ORDER}/${key}`] = order;
}

/** Undefined where the field is unknown and equal on both sides, which needs no schema. */
function schemaField(schema: MergeSchema, { key, before, after }: Change<Json>): MergeField | undefined {
  const field = schema.field(key);
  if (field === undefined && !jsonEqual(before, after)) {
    throw noField(schema, key);
  }
  return field;
}

interface ListDiff {
  readonly content: readonly Json[];
  /** Scalars to delete. */
  readonly deleted: readonly Json[];
  readonly order: readonly Json[];
}

const NOTHING: ListDiff = { content: [], deleted: [], order: [] };

function diffLists(before: readonly Json[], after: readonly Json[], field: MergeField, parts: DiffParts): ListDiff {
  if (before.length === 0) return parts.changes ? { ...NOTHING, content: after } : NOTHING;
  return isObject(before[0] ?? null) ? diffElements(before, after, field, parts) : diffScalars(before, after, parts);
}

function diffScalars(before: readonly Json[], after: readonly Json[], parts: DiffParts): ListDiff {
  const added = parts.changes ? lacking(after, before) : [];
  const deleted = parts.deletions ? lacking(before, after) : [];
  // Go sorts the old list before it compares, so an unsorted list gets an order even where nothing changed.
  const reorders = deleted.length > 0 || (parts.changes && !jsonEqual(before.toSorted(byText), after));
  return { content: added, deleted: deleted.toSorted(byText), order: reorders ? after : [] };
}

/** Elements of one list for which the other has no counterpart, duplicates counted. */
function lacking(list: readonly Json[], other: readonly Json[]): readonly Json[] {
  const left = [...other];
  return list.filter((item) => {
    const at = left.findIndex((candidate) => jsonEqual(candidate, item));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function diffElements(before: readonly Json[], after: readonly Json[], field: MergeField, parts: DiffParts): ListDiff {
  const { mergeKey } = field;
  const old = keyedElements(before, mergeKey);
  const wanted = keyedElements(after, mergeKey);
  const matched = new Set<JsonObject>();
  const content: Json[] = [];
  for (const { key, element } of wanted) {
    const counterpart = old.find((candidate) => !matched.has(candidate.element) && jsonEqual(candidate.key, key));
    if (counterpart === undefined) {
      if (parts.changes) content.push(element);
      continue;
    }
    matched.add(counterpart.element);
    const inner = diffObjects(
      {
        original: counterpart.element,
        modified: element,
        schema: field.schema.element,
        retainKeys: field.strategies.includes('retainKeys'),
      },
      parts,
    );
    if (Object.keys(inner).length > 0) content.push({ ...inner, [mergeKey]: key });
  }
  const gone = parts.deletions ? old.filter(({ element }) => !matched.has(element)) : [];
  const deletions = gone
    .toSorted((one, other) => byText(one.key, other.key))
    .map(({ key }) => ({ [PATCH]: 'delete', [mergeKey]: key }));
  const sameOrder = old.length === wanted.length && old.every(({ key }, at) => jsonEqual(key, wanted[at]?.key));
  const all = [...content, ...deletions];
  return {
    content: all,
    deleted: [],
    order: all.length > 0 || (parts.changes && !sameOrder) ? wanted.map(({ key }) => ({ [mergeKey]: key })) : [],
  };
}

interface Keyed {
  readonly key: Json;
  readonly element: JsonObject;
}

function keyedElements(list: readonly Json[], mergeKey: string): readonly Keyed[] {
  return list.map((element) => {
    const key = isObject(element) ? element[mergeKey] : undefined;
    if (!isObject(element) || key === undefined) throw noMergeKey(element, mergeKey);
    return { key, element };
  });
}

/** `$retainKeys` goes with any change, and wherever keys must be cleared. */
function addRetainKeys(patch: Patch, original: JsonObject, modified: JsonObject): void {
  const keep = Object.keys(modified).filter((key) => modified[key] !== undefined && modified[key] !== null);
  const clears = Object.keys(original).some((key) => original[key] !== undefined && modified[key] === undefined);
  if (keep.length > 0 && (Object.keys(patch).length > 0 || clears)) patch[RETAIN_KEYS] = keep.toSorted();
}

function byText(one: Json, other: Json): number {
  const [left, right] = [String(one), String(other)];
  return left < right ? -1 : left > right ? 1 : 0;
}
