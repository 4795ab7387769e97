/** Creates, updates and patches of objects. */
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { quote } from '../../lang/go-value/text/quote.ts';
import { CERTIFICATE_REQUESTS, requestedBy } from '../operations/certificate-requests.ts';
import { createObject } from '../operations/create-object.ts';
import { updateObject } from '../operations/update-object.ts';
import { objectBody } from '../printing/object-views.ts';
import { ApiFault } from '../status/api-fault.ts';
import { badRequest, invalid, notFound } from '../status/faults.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { type FullAnswer, jsonAnswer } from './api-request.ts';
import { type Call, writeOptionsOf } from './call.ts';
import { currentObject } from './current-object.ts';
import { decodeBody } from './field-validation.ts';
import { readObject } from './read-body.ts';
import { withOwnersOnce } from './repeated-owners.ts';
import { viewOptionsOf } from './view-options.ts';

/** POST of a collection. */
export function handleCreate(call: Call): FullAnswer {
  const { cluster, definition, path, request } = call;
  const options = writeOptionsOf(call, 'CreateOptions');
  const sent = readObject(request, definition);
  const decoded = decodeBody(call, sent);
  checkNamespaceOf(call, decoded);
  if (definition.namespaced && path.namespace === '') throw homeless(call, decoded);
  const owned = withOwnersOnce(call, decoded);
  const object = definition.shelf === CERTIFICATE_REQUESTS ? requestedBy(owned, call.user) : owned;
  // Also a refused creation names its object in the audit log.
  if (object.metadata.name) call.notes.createdName = object.metadata.name;
  const stored = createObject(cluster, definition, object, { ...options, sent, namespace: path.namespace });
  call.notes.createdName = stored.name;
  return answerWith(call, 201, stored);
}

function homeless({ definition }: Call, { metadata: { name = '' } }: KubeObject) {
  return invalid(definition, name, [
    { field: 'metadata.namespace', message: 'Required value', reason: 'FieldValueRequired' },
  ]);
}

/** PUT of an object or of its `status` or `finalize`. */
export function handleUpdate(call: Call): FullAnswer {
  const { cluster, definition, path, request } = call;
  const options = writeOptionsOf(call, 'UpdateOptions');
  const sent = readObject(request, definition);
  const decoded = decodeBody(call, sent);
  checkNamed(call, decoded);
  checkNamespaceOf(call, decoded);
  const next = withOwnersOnce(call, decoded);
  const current = currentObject(call);
  if (!current) {
    if (!definition.strategy.createOnUpdate || path.subresource !== '') throw notFound(definition, path.name);
    checkVersion(next);
    checkName(call, next);
    return answerWith(call, 201, createObject(cluster, definition, next, { ...options, namespace: path.namespace }));
  }
  const change = { current, next };
  return answerWith(
    call,
    200,
    updateObject(cluster, definition, change, { ...options, sent, subresource: path.subresource }),
  );
}

/** Throws 400 for an object without a name. */
export function checkNamed({ path }: Call, next: KubeObject): void {
  if (next.metadata.name) return;
  throw badRequest(`the name of the object (${path.name} based on URL) was undeterminable: name must be provided`);
}

/** Throws 500 for a version that is none. */
function checkVersion({ metadata: { resourceVersion = '' } }: KubeObject): void {
  if (/^\d*$/.test(resourceVersion)) return;
  const message = `strconv.ParseUint: parsing ${quote(resourceVersion)}: invalid syntax`;
  throw new ApiFault({ code: 500, reason: '', message });
}

function checkName({ path }: Call, next: KubeObject): void {
  if (next.metadata.name === path.name) return;
  throw badRequest(`the name of the object (${next.metadata.name}) does not match the name on the URL (${path.name})`);
}

/** An object may leave its namespace out, but not name another one than the path. */
export function checkNamespaceOf({ path, definition }: Call, object: KubeObject): void {
  const { namespace } = object.metadata;
  if (!namespace || !definition.namespaced || namespace === path.namespace || path.namespace === '') return;
  throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
}

/** One object in the form the client takes. */
export function answerWith(call: Call, status: number, stored: StoredObject): FullAnswer {
  return jsonAnswer(status, objectBody(stored, viewOptionsOf(call, 'object')));
}
