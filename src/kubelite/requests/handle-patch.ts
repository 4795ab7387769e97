/** PATCH: the four patch types, each a pure function over the current object; the result goes the way of an update. */
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { updateObject } from '../operations/update-object.ts';
import { notFound } from '../status/faults.ts';
import type { FullAnswer } from './api-request.ts';
import { type Call, writeOptionsOf } from './call.ts';
import { currentObject } from './current-object.ts';
import { asPatched, decodePatched } from './field-validation.ts';
import { handleApply } from './handle-apply.ts';
import { answerWith, checkNamed, checkNamespaceOf } from './handle-write.ts';
import { APPLY_PATCH, patchTypeOf, STRATEGIC_PATCH } from './patch-types.ts';
import { patchedValue } from './patch-value.ts';
import { withOwnersOnce } from './repeated-owners.ts';

/** Patches an object or its status. Throws 400 for a broken patch, 404, 409, 422. */
export function handlePatch(call: Call): FullAnswer {
  const { cluster, definition, path } = call;
  const options = writeOptionsOf(call, 'PatchOptions');
  if (patchTypeOf(call) === APPLY_PATCH) return handleApply(call, options);
  const current = currentObject(call);
  if (!current) throw notFound(definition, path.name);
  const shown = current.as(definition.apiVersion, definition.convert).object;
  const { apiVersion, kind, custom } = definition;
  const typed = { apiVersion, kind, custom };
  const patched = patchedValue(call, { ...typed, current: shown });
  const sent = asPatched(definition, patched, { strategic: patchTypeOf(call) === STRATEGIC_PATCH });
  const next = withOwnersOnce(call, decodePatched(call, sent), { patched: true });
  checkPlace(call, next);
  const write = { ...options, sent, subresource: path.subresource };
  return answerWith(call, 200, updateObject(cluster, definition, { current, next }, { ...write, patches: true }));
}

/** The result is still the object of the path. */
function checkPlace(call: Call, next: KubeObject): void {
  checkNamed(call, next);
  checkNamespaceOf(call, next);
}
