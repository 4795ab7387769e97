/** DELETE of an object or of a collection. Options come in the body or in the query; a body makes the query count for nothing. */

import { stringifyJson } from '../../base/json/stringify.ts';
import { isObject, type JsonObject } from '../../base/json-value.ts';
import { decodeTyped } from '../../kube/builtin/decode.ts';
import { structType } from '../../kube/builtin/type-table.ts';
import { type DeleteRequest, deleteObject } from '../operations/delete-object.ts';
import { listBody } from '../printing/object-views.ts';
import { badRequest, notFound } from '../status/faults.ts';
import { type FullAnswer, jsonAnswer } from './api-request.ts';
import { admissionOf, type Call } from './call.ts';
import { currentObject } from './current-object.ts';
import { requestOfOptions } from './delete-options.ts';
import { pageOf } from './handle-list.ts';
import { answerWith } from './handle-write.ts';
import { booleanOf, integerOf, listOptionsOf } from './list-options.ts';
import { readOptions } from './read-body.ts';
import { selectionOf } from './selection.ts';
import { checkIncluded, viewOptionsOf } from './view-options.ts';

const KEPT_PODS =
  'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning';

/** The answer is a Status where the object is gone, and the object where something holds it. */
export function handleDelete(call: Call): FullAnswer {
  const { cluster, definition, path } = call;
  const options = deleteOptions(call);
  const current = currentObject(call);
  if (!current) throw notFound(definition, path.name);
  const { kind, stored } = deleteObject(cluster, definition, current, options);
  if (kind === 'held' || returnsObject(definition.shelf)) return answerWith(call, 200, stored);
  checkIncluded(call);
  const { uid = '' } = stored.object.metadata;
  const details = {
    name: path.name,
    ...(definition.group && { group: definition.group }),
    kind: definition.plural,
    uid,
  };
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
  return jsonAnswer(200, `${stringifyJson(status)}\n`);
}

/** Some kinds answer a deletion with the object. Source: `ReturnDeletedObject` of the registries. */
function returnsObject(shelf: string): boolean {
  return [
    '/pods',
    '/serviceaccounts',
    '/services',
    '/persistentvolumes',
    '/persistentvolumeclaims',
    '/podtemplates',
    '/resourcequotas',
    'policy/podsecuritypolicies',
    'storage.k8s.io/storageclasses',
    'storage.k8s.io/volumeattachments',
    'storage.k8s.io/csinodes',
    'storage.k8s.io/csidrivers',
    'storage.k8s.io/csistoragecapacities',
  ].includes(shelf);
}

/** Deletes what the selectors choose; the answer is the list of it. */
export function handleDeleteCollection(call: Call): FullAnswer {
  const { cluster, definition, path, query } = call;
  const listed = listOptionsOf(query);
  const selection = selectionOf(definition, path.namespace, listed);
  const options = deleteOptions(call);
  const { items, metadata } = pageOf({ call, options: listed, selection });
  for (const { namespace, name } of items) {
    const item = cluster.store.get(definition.shelf, namespace, name);
    if (item) deleteObject(cluster, definition, item, options);
  }
  // The answer shows what was found.
  const deleted = items.map((item) => item.as(definition.apiVersion, definition.convert));
  // What goes through untyped lists shows that there is no more.
  const view = viewOptionsOf(call, 'list');
  const more = definition.custom && view.form.view === 'full' ? { continue: '' } : {};
  return jsonAnswer(200, listBody(deleted, { ...view, metadata: { ...more, ...metadata } }));
}

function deleteOptions(call: Call): DeleteRequest {
  const given = call.request.body.length === 0 ? optionsIn(call.query) : bodyOf(call);
  const request = requestOfOptions(given);
  if (call.definition.shelf === 'batch/jobs' && !request.propagation) call.notes.warnings.push(KEPT_PODS);
  return { ...request, admit: admissionOf(call, 'DeleteOptions') };
}

function optionsIn(query: URLSearchParams): JsonObject {
  const orphanDependents = booleanOf(query.get('orphanDependents'));
  const gracePeriodSeconds = integerOf(query.get('gracePeriodSeconds'));
  const propagationPolicy = query.get('propagationPolicy');
  return {
    dryRun: query.getAll('dryRun'),
    ...(propagationPolicy !== null && { propagationPolicy }),
    ...(orphanDependents !== undefined && { orphanDependents }),
    ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
  };
}

function bodyOf(call: Call): JsonObject {
  if (call.request.body.length === 0) return {};
  const value = readOptions(call.request);
  if (!isObject(value)) throw badRequest('the object provided is unrecognized (must be of type DeleteOptions)');
  const { apiVersion } = value;
  const kind = value['kind'] || 'DeleteOptions';
  const struct = structType('meta/v1.DeleteOptions');
  if (kind === 'DeleteOptions') return struct === undefined ? value : decodeTyped(value, struct).object;
  const version = apiVersion === undefined || apiVersion === '' ? 'meta.k8s.io/v1' : String(apiVersion);
  throw badRequest(
    `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(version)} in scheme "pkg/runtime/scheme.go:111"`,
  );
}
