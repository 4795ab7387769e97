/** PATCH: the four patch types, each a pure function over the current object; the result goes the way of an update. */

import { parseJson } from '../../base/json/parse.ts';
import { isObject, type Json } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { applyJsonPatch } from '../../kube/patch/json/apply-json-patch.ts';
import { applyMergePatch } from '../../kube/patch/merge/merge-patch.ts';
import { updateObject } from '../operations/update-object.ts';
import { badRequest, notFound, unsupportedMediaType } from '../status/faults.ts';
import { mediaType } from './accepted-form.ts';
import { type FullAnswer, headerOf } from './api-request.ts';
import { type Call, writeOptionsOf } from './call.ts';
import { answerWith } from './handle-write.ts';
import { asKind } from './read-body.ts';

const JSON_PATCH = 'application/json-patch+json';
const MERGE = 'application/merge-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';

/** Patches an object or its status. Throws 400 for a broken patch, 404, 409, 415, 422. */
export function handlePatch(call: Call): FullAnswer {
  const { cluster, definition, path, request } = call;
  const options = writeOptionsOf(call, 'PatchOptions');
  const { type } = mediaType(headerOf(request, 'content-type') ?? '');
  const current = cluster.store.get(definition.shelf, path.namespace, path.name);
  if (!current) throw notFound(definition, path.name);
  const shown = current.as(definition.apiVersion, definition.convert).object;
  const next = patched(call, type, shown);
  return answerWith(
    call,
    200,
    updateObject(cluster, definition, { current, next }, { ...options, subresource: path.subresource }),
  );
}

function patched(call: Call, type: string, current: KubeObject): KubeObject {
  const patch = readPatch(call);
  const result = applyOf(type, current, patch);
  return asKind(result, call.definition);
}

function applyOf(type: string, current: KubeObject, patch: Json): Json {
  if (type === JSON_PATCH) return applyJsonPatch(current, patch);
  if (type !== MERGE && type !== STRATEGIC) throw unsupportedMediaType([JSON_PATCH, MERGE, STRATEGIC]);
  if (!isObject(patch)) {
    throw badRequest(
      'error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}',
    );
  }
  return applyMergePatch(current, patch);
}

function readPatch({ request }: Call): Json {
  try {
    return parseJson(Buffer.from(request.body).toString());
  } catch (error) {
    throw badRequest(`error decoding patch: ${error instanceof Error ? error.message : String(error)}`);
  }
}
