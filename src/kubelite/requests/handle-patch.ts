/** PATCH: the four patch types, each a pure function over the current object; the result goes the way of an update. */
import { updateObject } from '../operations/update-object.ts';
import { notFound } from '../status/faults.ts';
import type { FullAnswer } from './api-request.ts';
import { type Call, writeOptionsOf } from './call.ts';
import { answerWith } from './handle-write.ts';
import { patchedValue } from './patch-value.ts';
import { asKind } from './read-body.ts';

/** Patches an object or its status. Throws 400 for a broken patch, 404, 409, 415, 422. */
export function handlePatch(call: Call): FullAnswer {
  const { cluster, definition, path } = call;
  const options = writeOptionsOf(call, 'PatchOptions');
  const current = cluster.store.get(definition.shelf, path.namespace, path.name);
  if (!current) throw notFound(definition, path.name);
  const shown = current.as(definition.apiVersion, definition.convert).object;
  const { apiVersion, kind, custom } = definition;
  const typed = { apiVersion, kind, custom };
  const next = asKind(patchedValue(call, { ...typed, current: shown }), definition);
  const write = { ...options, subresource: path.subresource };
  return answerWith(call, 200, updateObject(cluster, definition, { current, next }, write));
}
