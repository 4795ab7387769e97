/** Writing calls of the Kubernetes protocol, each one exchange. */

import { stringifyJson } from '../../base/json/stringify.ts';
import { type JsonObject, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { DeleteOptions, ObjectAddress, PatchType, ResourceType, WriteOptions } from '../../ports/kube.ts';
import { kubeObject, readObject } from './answers.ts';
import { type Ask, type Call, describe } from './ask.ts';
import { collectionPath, objectPath, type Query, requirePlace, withQuery } from './paths.ts';
import { askObject, orUndefined } from './reads.ts';
import type { WireRequest } from './wire.ts';

const PATCH_CONTENT: Readonly<Record<PatchType, string>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  // JSON is YAML, and older servers know no other content type for server-side apply.
  apply: 'application/apply-patch+yaml',
};

export async function create(
  ask: Ask,
  type: ResourceType,
  object: KubeObject,
  options: WriteOptions,
): Promise<KubeObject> {
  const namespace = object.metadata.namespace ?? '';
  requirePlace(type, namespace);
  const path = withQuery(collectionPath(type, namespace), queryOf(options));
  return askObject(ask, {
    ...withBody(options, 'application/json', stringifyJson(object)),
    method: 'POST',
    path,
    verb: 'create',
    type,
  });
}

export async function replace(
  ask: Ask,
  address: ObjectAddress,
  object: KubeObject,
  options: WriteOptions,
): Promise<KubeObject> {
  const { type } = address;
  const path = withQuery(objectPath(address), queryOf(options));
  return askObject(ask, {
    ...withBody(options, 'application/json', stringifyJson(object)),
    method: 'PUT',
    path,
    verb: 'update',
    type,
  });
}

export interface Patch {
  readonly type: PatchType;
  /** JSON text. */
  readonly text: string;
}

export async function patch(
  ask: Ask,
  address: ObjectAddress,
  change: Patch,
  options: WriteOptions,
): Promise<KubeObject> {
  const { type } = address;
  const applied = change.type === 'apply';
  // `force` is refused with any other patch type.
  const path = withQuery(objectPath(address), { ...queryOf(options), force: applied ? options.force : undefined });
  const body = withBody(options, PATCH_CONTENT[change.type], change.text);
  return askObject(ask, { ...body, method: 'PATCH', path, verb: applied ? 'apply' : 'patch', type });
}

/** Servers answer with a Status, or for some kinds with the object as it was; only one that is held back is the answer here. */
export function remove(ask: Ask, address: ObjectAddress, options: DeleteOptions): Promise<KubeObject | undefined> {
  const { type } = address;
  const body = withBody(options, 'application/json', stringifyJson(deleteOptions(options)));
  const call: Call = { ...body, method: 'DELETE', path: objectPath(address), verb: 'delete', type };
  return orUndefined(held(ask, call));
}

async function held(ask: Ask, call: Call): Promise<KubeObject | undefined> {
  const answer = await readObject(await ask(call), describe(call));
  const isHeld = textAt(answer, 'metadata', 'deletionTimestamp') !== undefined;
  return isHeld ? kubeObject(answer, describe(call)) : undefined;
}

/** A server that gets these does not look at the query any more: a dry run asked for there would delete in earnest. */
function deleteOptions(options: DeleteOptions): JsonObject {
  const preconditions = { uid: options.uid, resourceVersion: options.resourceVersion };
  const given = Object.values(preconditions).some((value) => value !== undefined);
  return {
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    propagationPolicy: options.propagation,
    gracePeriodSeconds: options.gracePeriodSeconds,
    dryRun: options.dryRun ? ['All'] : undefined,
    ...(given ? { preconditions } : {}),
  };
}

function queryOf(options: WriteOptions): Query {
  return {
    dryRun: options.dryRun ? 'All' : undefined,
    fieldManager: options.fieldManager,
    fieldValidation: options.fieldValidation,
  };
}

type WriteParts = Pick<Call, 'headers' | 'body' | 'signal' | 'fence'>;

function withBody(options: WriteOptions, contentType: string, body: string): WriteParts {
  const { signal, fence } = options;
  return { headers: { 'content-type': contentType, ...impersonation(options) }, body, signal, fence };
}

function impersonation(options: WriteOptions): WireRequest['headers'] {
  const { impersonate } = options;
  if (impersonate === undefined) return {};
  const groups = impersonate.groups ?? [];
  return { 'impersonate-user': impersonate.user, ...(groups.length > 0 ? { 'impersonate-group': [...groups] } : {}) };
}
