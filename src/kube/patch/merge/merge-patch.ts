/** JSON merge patch (RFC 7386): what is used for custom resources, where no schema tells how lists merge. */
import { jsonEqual } from '../../../base/json-equal.ts';
import { isObject, type Json, type JsonObject } from '../../../base/json-value.ts';
import { sortedMembers } from '../sorted-members.ts';

/**
 * The target with the patch applied: null removes, objects merge, anything else replaces. Unchanged parts are shared; what
 * was merged has its members in the order of their names, as messages of a server show it.
 */
export function applyMergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const result: Record<string, Json | undefined> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    if (value === null) delete result[key];
    else result[key] = applyMergePatch(Object.hasOwn(result, key) ? result[key] : undefined, value);
  }
  return sortedMembers(result);
}

/** The smallest merge patch that makes `modified` from `original`; `{}` where they are equal. */
export function createMergePatch(original: JsonObject, modified: JsonObject): JsonObject {
  const patch: Record<string, Json> = {};
  for (const key of Object.keys(original)) {
    if (original[key] !== undefined && modified[key] === undefined) patch[key] = null;
  }
  return { ...patch, ...changesOf(original, modified, createMergePatch) };
}

/**
 * The patch kubectl apply sends for kinds without a strategy: deletions are what `original` (last applied) has and
 * `modified` (wanted) lacks or says to be null; additions and changes are what differs between `current` and `modified`.
 * Source: apimachinery jsonmergepatch.CreateThreeWayJSONMergePatch.
 */
export function createThreeWayMergePatch(three: ThreeObjects): JsonObject {
  const additions = additionsOf(three.current, three.modified);
  const deletions = deletionsOf(three.original, three.modified);
  return applyDeletions(additions, deletions);
}

export interface ThreeObjects {
  /** Last applied; an empty object where there is none. */
  readonly original: JsonObject;
  /** Wanted. */
  readonly modified: JsonObject;
  /** Live. */
  readonly current: JsonObject;
}

/** A wanted null adds nothing and removes nothing: only what was applied before and is not wanted any more goes. */
function additionsOf(current: JsonObject, modified: JsonObject): JsonObject {
  return withoutNulls(changesOf(current, modified, additionsOf));
}

/** An object that holds nothing else than nulls is no addition; one that is empty as it is written is. */
function withoutNulls(patch: JsonObject): JsonObject {
  const kept: Record<string, Json> = {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined || value === null) continue;
    const inner = isObject(value) ? withoutNulls(value) : value;
    if (isObject(value) && Object.keys(value).length > 0 && Object.keys(inner as JsonObject).length === 0) continue;
    kept[key] = inner;
  }
  return kept;
}

function changesOf(
  from: JsonObject,
  to: JsonObject,
  within: (left: JsonObject, right: JsonObject) => JsonObject,
): JsonObject {
  const patch: Record<string, Json> = {};
  for (const [key, value] of Object.entries(to)) {
    if (value === undefined) continue;
    const before = Object.hasOwn(from, key) ? from[key] : undefined;
    if (jsonEqual(before, value)) continue;
    if (!isObject(before) || !isObject(value)) {
      patch[key] = value;
      continue;
    }
    const inner = within(before, value);
    if (Object.keys(inner).length > 0) patch[key] = inner;
  }
  return patch;
}

function deletionsOf(original: JsonObject, modified: JsonObject): JsonObject {
  const patch: Record<string, Json> = {};
  for (const [key, value] of Object.entries(original)) {
    if (value === undefined) continue;
    const after = Object.hasOwn(modified, key) ? modified[key] : undefined;
    if (after === undefined || (after === null && value !== null)) patch[key] = null;
    else if (isObject(value) && isObject(after)) {
      const inner = deletionsOf(value, after);
      if (Object.keys(inner).length > 0) patch[key] = inner;
    }
  }
  return patch;
}

function applyDeletions(additions: JsonObject, deletions: JsonObject): JsonObject {
  const patch: Record<string, Json | undefined> = { ...additions };
  for (const [key, value] of Object.entries(deletions)) {
    const added = patch[key];
    patch[key] = isObject(value) && isObject(added) ? applyDeletions(added, value) : value;
  }
  return patch;
}
