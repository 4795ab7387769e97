/** The patch types that need nothing but the current value; strategic merge and apply know the kind. */
import { isObject, type Json } from '../../base/json-value.ts';
import { parseJson } from '../../base/json/parse.ts';
import { applyJsonPatch } from '../../kube/patch/json/apply-json-patch.ts';
import { applyMergePatch } from '../../kube/patch/merge/merge-patch.ts';
import { badRequest, unsupportedMediaType } from '../status/faults.ts';
import { mediaType } from './accepted-form.ts';
import { headerOf } from './api-request.ts';
import type { Call } from './call.ts';

export const JSON_PATCH = 'application/json-patch+json';
export const MERGE_PATCH = 'application/merge-patch+json';
export const STRATEGIC_PATCH = 'application/strategic-merge-patch+json';
export const APPLY_PATCH = 'application/apply-patch+yaml';

/** The type of a patch, without parameters. */
export function patchTypeOf({ request }: Call): string {
  return mediaType(headerOf(request, 'content-type') ?? '').type;
}

/** The value after the patch of a call. Throws 400 for a broken patch, 415 for another type, and what the patch itself refuses. */
export function patchedValue(call: Call, current: Json): Json {
  const patch = readPatch(call);
  const type = patchTypeOf(call);
  if (type === JSON_PATCH) return applyJsonPatch(current, patch);
  if (type !== MERGE_PATCH && type !== STRATEGIC_PATCH) {
    throw unsupportedMediaType([JSON_PATCH, MERGE_PATCH, STRATEGIC_PATCH]);
  }
  return applyMergePatch(current, asMembers(patch));
}

/** A patch as JSON. */
export function readPatch({ request }: Call): Json {
  try {
    return parseJson(Buffer.from(request.body).toString());
  } catch (error) {
    throw badRequest(`error decoding patch: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Merge patches are objects. */
export function asMembers(patch: Json) {
  if (isObject(patch)) return patch;
  throw badRequest('error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}');
}
