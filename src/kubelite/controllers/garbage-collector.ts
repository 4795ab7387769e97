/**
 * The garbage collector: objects whose owners are all gone go as well; owners deleted in the foreground wait for those
 * that block them; owners deleted with `Orphan` let theirs go free. Source: Kubernetes docs, "Garbage Collection".
 */
import type { KubeObject, OwnerReference } from '../../kube/object/kube-object.ts';
import { splitApiVersion } from '../../kube/object/kube-object.ts';
import type { Propagation, ServedResource } from './cluster-access.ts';
import {
  type Action,
  type ClusterReader,
  type Controller,
  controllerOf,
  type Dependent,
  deletionOf,
  keyOfObject,
  NOTHING,
  type Step,
  type TriggerChange,
  type WorkKey,
} from './controller.ts';

const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';

/** What became of an owner, seen from an object that names it. */
type OwnerState =
  | { readonly kind: 'present' }
  /** Deleted in the foreground: it waits for its dependents. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'gone' }
  /** Its kind is not served at the moment; nothing can be said. */
  | { readonly kind: 'unknown' };

export interface ObservedOwnership {
  readonly resource: ServedResource;
  readonly object: KubeObject;
  readonly owners: readonly { readonly reference: OwnerReference; readonly state: OwnerState }[];
  readonly dependents: readonly Dependent[];
}

export const garbageCollector: Controller = controllerOf<ObservedOwnership>({
  name: 'garbage-collector',
  triggers: [{ resource: 'any', keys: concerned }],
  observe,
  step: garbageStep,
});

/** One look at an object: as an owner that is going, and as a dependent whose owners may be gone. */
export function garbageStep(seen: ObservedOwnership): Step {
  const { object, resource, dependents } = seen;
  const finalizers = object.metadata.finalizers ?? [];
  const going = object.metadata.deletionTimestamp !== undefined;
  if (going && finalizers.includes(ORPHAN)) return orphanDependents(object, dependents);
  if (going && finalizers.includes(FOREGROUND)) return deleteDependents(object, dependents);
  if (going || seen.owners.length === 0) return NOTHING;
  const gone = seen.owners.filter(({ state }) => state.kind === 'gone');
  const waiting = seen.owners.filter(({ state }) => state.kind === 'waiting');
  const solid = seen.owners.length - gone.length - waiting.length;
  if (gone.length + waiting.length === 0) return NOTHING;
  if (solid > 0) return { actions: [withoutOwners(object, [...gone, ...waiting])] };
  const propagation = waiting.length > 0 && dependents.length > 0 ? 'Foreground' : ownPropagation(finalizers);
  return { actions: [deletionOf(resource, object, { propagation })] };
}

function ownPropagation(finalizers: readonly string[]): Propagation {
  if (finalizers.includes(ORPHAN)) return 'Orphan';
  return finalizers.includes(FOREGROUND) ? 'Foreground' : 'Background';
}

/** Dependents lose the reference, then the finalizer goes. */
function orphanDependents(owner: KubeObject, dependents: readonly Dependent[]): Step {
  const freed = dependents.map(({ object }): Action => {
    const kept = (object.metadata.ownerReferences ?? []).filter(({ uid }) => uid !== owner.metadata.uid);
    return { kind: 'update', object: withReferences(object, kept) };
  });
  return { actions: [...freed, withoutFinalizer(owner, ORPHAN)] };
}

/** Dependents go; the owner goes when none that blocks is left. */
function deleteDependents(owner: KubeObject, dependents: readonly Dependent[]): Step {
  const blocking = dependents.filter(({ object }) =>
    object.metadata.ownerReferences?.some(
      (reference) => reference.uid === owner.metadata.uid && reference.blockOwnerDeletion === true,
    ),
  );
  // Each dependent is judged by its own step: it may have another owner that stays.
  return blocking.length > 0 ? NOTHING : { actions: [withoutFinalizer(owner, FOREGROUND)] };
}

function withoutOwners(object: KubeObject, without: readonly { readonly reference: OwnerReference }[]): Action {
  const uids = without.map(({ reference }) => reference.uid);
  const kept = (object.metadata.ownerReferences ?? []).filter(({ uid }) => !uids.includes(uid));
  return { kind: 'update', object: withReferences(object, kept) };
}

function withReferences(object: KubeObject, references: readonly OwnerReference[]): KubeObject {
  const { ownerReferences: _, ...metadata } = object.metadata;
  return { ...object, metadata: references.length > 0 ? { ...metadata, ownerReferences: references } : metadata };
}

function withoutFinalizer(object: KubeObject, finalizer: string): Action {
  const finalizers = (object.metadata.finalizers ?? []).filter((present) => present !== finalizer);
  return { kind: 'update', object: { ...object, metadata: { ...object.metadata, finalizers } } };
}

function observe(reader: ClusterReader, key: WorkKey): ObservedOwnership | undefined {
  const resource = reader
    .resources()
    .find((served) => served.plural === key.resource.plural && served.group === key.resource.group);
  const object = resource && reader.get(resource, key.namespace, key.name);
  if (resource === undefined || object === undefined) return undefined;
  const references = object.metadata.ownerReferences ?? [];
  return {
    resource,
    object,
    owners: references.map((reference) => ({ reference, state: ownerState(reader, reference, key.namespace) })),
    dependents: reader.dependents(object.metadata.uid ?? ''),
  };
}

/** An owner is looked for in the dependent's namespace, or cluster-wide where its kind has none. */
function ownerState(reader: ClusterReader, reference: OwnerReference, namespace: string): OwnerState {
  const { group } = splitApiVersion(reference.apiVersion);
  const resource = reader.resources().find((served) => served.kind === reference.kind && served.group === group);
  if (resource === undefined) return { kind: 'unknown' };
  // A cluster-scoped object can't be owned by a namespaced one; such a reference is left alone.
  if (resource.namespaced && namespace === '') return { kind: 'unknown' };
  const owner = reader.get(resource, resource.namespaced ? namespace : '', reference.name);
  if (owner?.metadata.uid !== reference.uid) return { kind: 'gone' };
  const waits =
    owner.metadata.deletionTimestamp !== undefined && owner.metadata.finalizers?.includes(FOREGROUND) === true;
  return { kind: waits ? 'waiting' : 'present' };
}

/** An object with owners, one that is going, and what a going or gone one owns, or waits for it. */
function concerned({ type, resource, object }: TriggerChange, reader: ClusterReader): readonly WorkKey[] {
  const { metadata } = object;
  const references = metadata.ownerReferences ?? [];
  const going = type === 'DELETED' || metadata.deletionTimestamp !== undefined;
  const self = type !== 'DELETED' && (references.length > 0 || going) ? [keyOfObject(resource, object)] : [];
  const owned = going
    ? reader.dependents(metadata.uid ?? '').map((dependent) => keyOfObject(dependent.resource, dependent.object))
    : [];
  return [...self, ...owned, ...ownersOf(reader, object, type)];
}

/** Owners that wait for this object: it went, or no longer names them. */
function ownersOf(reader: ClusterReader, object: KubeObject, type: TriggerChange['type']): readonly WorkKey[] {
  if (type !== 'DELETED') return [];
  return (object.metadata.ownerReferences ?? []).flatMap((reference) => {
    const { group } = splitApiVersion(reference.apiVersion);
    const resource = reader.resources().find((served) => served.kind === reference.kind && served.group === group);
    if (resource === undefined) return [];
    const namespace = resource.namespaced ? (object.metadata.namespace ?? '') : '';
    return [{ resource, namespace, name: reference.name }];
  });
}
