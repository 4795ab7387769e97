/** Deleting an object: preconditions, what holds it (finalizers, dependents, grace), removal. */

import { rfc3339 } from '../../base/clock.ts';
import { jsonEqual } from '../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject, memberAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { Admit } from '../policies/admitted-write.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import type { ApiFault } from '../status/api-fault.ts';
import { conflict, forbidden } from '../status/faults.ts';
import { StoredObject } from '../storage/stored-object.ts';
import type { Cluster } from './cluster.ts';

export type Propagation = 'Foreground' | 'Background' | 'Orphan';

export interface DeleteRequest {
  readonly dryRun: boolean;
  readonly propagation?: Propagation;
  readonly gracePeriodSeconds?: number;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly admit?: Admit;
}

/** `gone`: removed now, with its last state. `held`: marked, goes when nothing holds it. */
export interface Deletion {
  readonly kind: 'gone' | 'held';
  readonly stored: StoredObject;
}

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';
const PERMANENT_NAMESPACES: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public']);

/** Deletes or marks an object. Throws 403 for what may never go and 409 where a precondition does not hold. */
export function deleteObject(
  cluster: Cluster,
  definition: ResourceDefinition,
  current: StoredObject,
  request: DeleteRequest,
): Deletion {
  if (definition.shelf === '/namespaces' && PERMANENT_NAMESPACES.has(current.name)) {
    throw forbidden(definition, current.name, 'this namespace may not be deleted');
  }
  checkDeletable(definition, current.object, request);
  const old = current.as(definition.apiVersion, definition.convert).object;
  const { namespace, name } = current;
  request.admit?.({ operation: 'DELETE', definition, subresource: '', namespace, name, old, dryRun: request.dryRun });
  const finalizers = heldBy(definition, current.object, request.propagation);
  const grace = graceOf(definition, current.object, request.gracePeriodSeconds);
  const held = finalizers.length > 0 || grace > 0 || namespaceHolds(definition, current.object);
  if (!held) return remove(cluster, definition, current, request);
  return mark(cluster, definition, current, { request, finalizers, grace });
}

function remove(
  cluster: Cluster,
  definition: ResourceDefinition,
  current: StoredObject,
  request: DeleteRequest,
): Deletion {
  const last = definition.shelf === '/pods' ? marked(cluster, current, request) : current;
  const removed = request.dryRun ? undefined : cluster.store.remove(definition.shelf, current.namespace, current.name);
  return { kind: 'gone', stored: (removed ?? last).as(definition.apiVersion, definition.convert) };
}

const DEFINITIONS = 'apiextensions.k8s.io/customresourcedefinitions';

/** A definition says that its objects go. */
function endingStatus(status: Json | undefined, lastTransitionTime: string): JsonObject {
  const conditions = memberAt(status, 'conditions');
  const ending = {
    type: 'Terminating',
    status: 'True',
    lastTransitionTime,
    reason: 'InstanceDeletionPending',
    message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
  };
  return { ...(isObject(status) ? status : {}), conditions: [...(isList(conditions) ? conditions : []), ending] };
}

/** Kinds that go gracefully say when they go, also where that is now. */
function marked({ store, clock }: Cluster, { object, version }: StoredObject, { dryRun }: DeleteRequest): StoredObject {
  const { metadata } = object;
  if (metadata.deletionTimestamp !== undefined && metadata.deletionGracePeriodSeconds === 0) {
    return new StoredObject(object, version);
  }
  const generation = (metadata.generation ?? 0) + 1;
  const deletionTimestamp = metadata.deletionTimestamp ?? rfc3339(clock.now());
  const next = { ...object, metadata: { ...metadata, generation, deletionTimestamp, deletionGracePeriodSeconds: 0 } };
  return dryRun ? new StoredObject(next, version) : store.put('/pods', next);
}

function mark(
  cluster: Cluster,
  definition: ResourceDefinition,
  current: StoredObject,
  how: { readonly request: DeleteRequest; readonly finalizers: readonly string[]; readonly grace: number },
): Deletion {
  const marked = markedObject(cluster, definition, current.object, how);
  const changed = !jsonEqual(marked.metadata, current.object.metadata);
  const stored =
    !changed || how.request.dryRun
      ? new StoredObject(marked, current.version)
      : cluster.store.put(definition.shelf, marked);
  return { kind: 'held', stored: stored.as(definition.apiVersion, definition.convert) };
}

function markedObject(
  cluster: Cluster,
  definition: ResourceDefinition,
  object: KubeObject,
  how: { readonly finalizers: readonly string[]; readonly grace: number },
): KubeObject {
  const { metadata } = object;
  const { finalizers: _, ...rest } = metadata;
  const already = metadata.deletionTimestamp !== undefined;
  const shorter = already && how.grace < (metadata.deletionGracePeriodSeconds ?? 0);
  const time = rfc3339(cluster.clock.now() + how.grace * 1000);
  const next = {
    ...object,
    metadata: {
      ...rest,
      ...(!already && metadata.generation && { generation: metadata.generation + 1 }),
      ...((!already || shorter) && { deletionTimestamp: time }),
      // Namespaces end by themselves, not by the rules of graceful deletion.
      ...((!already || shorter) && definition.shelf !== '/namespaces' && { deletionGracePeriodSeconds: how.grace }),
      ...(how.finalizers.length > 0 && { finalizers: how.finalizers }),
    },
  };
  if (definition.shelf === DEFINITIONS && !already) return { ...next, status: endingStatus(object.status, time) };
  if (definition.shelf !== '/namespaces') return next;
  return { ...next, status: { ...(object.status as JsonObject | undefined), phase: 'Terminating' } };
}

/** Throws 409 where a precondition of the request does not hold. */
export function checkDeletable(definition: ResourceDefinition, object: KubeObject, request: DeleteRequest): void {
  const { uid, resourceVersion, name = '' } = object.metadata;
  if (request.uid !== undefined && request.uid !== uid) {
    throw unmet(
      definition,
      name,
      `the UID in the precondition (${request.uid}) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
    );
  }
  if (request.resourceVersion === undefined || request.resourceVersion === resourceVersion) return;
  throw unmet(
    definition,
    name,
    `the ResourceVersion in the precondition (${request.resourceVersion}) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`,
  );
}

/** A server names the kind in place of the resource where a precondition of a deletion fails. */
function unmet({ group, kind }: ResourceDefinition, name: string, why: string): ApiFault {
  return conflict({ group, plural: kind }, name, why);
}

/** The finalizers an object has after the request: propagation is a finalizer that the garbage collector serves. */
function heldBy(definition: ResourceDefinition, object: KubeObject, asked: Propagation | undefined): readonly string[] {
  const present = object.metadata.finalizers ?? [];
  const inherited = present.includes(ORPHAN) ? 'Orphan' : present.includes(FOREGROUND) ? 'Foreground' : undefined;
  const propagation = asked ?? inherited ?? definition.strategy.defaultPropagation ?? 'Background';
  const kept = present.filter((finalizer) => finalizer !== ORPHAN && finalizer !== FOREGROUND);
  const added = object.metadata.deletionTimestamp ? [] : (definition.strategy.finalizersOnDelete ?? []);
  const others = [...new Set([...kept, ...added])];
  if (propagation === 'Orphan') return [...others, ORPHAN];
  return propagation === 'Foreground' ? [...others, FOREGROUND] : others;
}

/** Only pods go gracefully, and only those that run on a node. */
function graceOf(definition: ResourceDefinition, object: KubeObject, asked: number | undefined): number {
  if (definition.shelf !== '/pods') return 0;
  const spec = object.spec as
    | { readonly nodeName?: string; readonly terminationGracePeriodSeconds?: number }
    | undefined;
  const status = object.status as { readonly phase?: string } | undefined;
  if (!spec?.nodeName || status?.phase === 'Failed' || status?.phase === 'Succeeded') return 0;
  const wanted = asked ?? object.metadata.deletionGracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? 30;
  return wanted < 0 ? 1 : wanted;
}

function namespaceHolds(definition: ResourceDefinition, object: KubeObject): boolean {
  if (definition.shelf !== '/namespaces') return false;
  const spec = object.spec as { readonly finalizers?: readonly string[] } | undefined;
  return (spec?.finalizers?.length ?? 0) > 0;
}
