/** The patch types that need nothing but the current value; strategic merge and apply know the kind. */

import { AppError, messageOf } from '../../base/errors.ts';
import { goJsonError } from '../../base/json/go-json-error.ts';
import { parseJson } from '../../base/json/parse.ts';
import { isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { BUILTIN_SCHEMAS } from '../../kube/merge-schema/builtin-schema.ts';
import { UNTYPED } from '../../kube/merge-schema/merge-schema.ts';
import { applyJsonPatch } from '../../kube/patch/json/apply-json-patch.ts';
import { applyMergePatch } from '../../kube/patch/merge/merge-patch.ts';
import { applyStrategicPatch } from '../../kube/patch/strategic/apply-strategic-patch.ts';
import { badRequest } from '../status/faults.ts';
import type { Call } from './call.ts';
import { JSON_PATCH, MERGE_PATCH, patchTypeOf, STRATEGIC_PATCH } from './patch-types.ts';

/** A value to patch and what it is. */
export interface Patched {
  readonly current: JsonObject;
  readonly apiVersion: string;
  readonly kind: string;
}

/** The value after the patch of a call. Throws 400 for a broken patch, and what the patch itself refuses. */
export function patchedValue(call: Call, { current, apiVersion, kind }: Patched): Json {
  const type = patchTypeOf(call);
  const patch = readPatch(call);
  if (type === JSON_PATCH) return applyJsonPatch(current, patch);
  if (type === MERGE_PATCH) return applyMergePatch(current, asMembers(patch));
  const schema = BUILTIN_SCHEMAS.schemaOf(apiVersion, kind) ?? UNTYPED;
  return applyStrategicPatch(current, asMembers(patch ?? {}, ''), schema);
}

/** A patch as JSON. Throws 400; what is wrong with a strategic one stands without a beginning. */
export function readPatch(call: Call): Json {
  const text = Buffer.from(call.request.body).toString();
  try {
    return parseJson(text);
  } catch (error) {
    const doing = patchTypeOf(call) === STRATEGIC_PATCH ? '' : DECODING;
    throw badRequest(
      `${doing}${error instanceof AppError && error.code === 'json.invalid' ? goJsonError(call.request.body) : messageOf(error)}`,
    );
  }
}

const DECODING = 'error decoding patch: ';

/** Merge patches are objects. Throws 400 that begins with what was being done. */
export function asMembers(patch: Json, doing = DECODING): JsonObject {
  if (isObject(patch)) return patch;
  if (patch === null) throw badRequest('Invalid JSON Patch');
  const type = Array.isArray(patch) ? 'array' : typeof patch === 'boolean' ? 'bool' : typeof patch;
  throw badRequest(`${doing}json: cannot unmarshal ${type} into Go value of type map[string]interface {}`);
}
