/**
 * Serves what CustomResourceDefinitions declare. It hears of a definition inside the write that stores it, so a custom
 * resource is usable when the create of its definition is answered.
 */
import { isList, isObject, type Json, type JsonObject, member, memberAt, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { type Cluster, timeOf } from '../operations/cluster.ts';
import { deleteObject } from '../operations/delete-object.ts';
import { updateObject } from '../operations/update-object.ts';
import { internalWrite } from '../operations/write-options.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { acceptNames, type NameOutcome } from './accepted-names.ts';
import { customDefinitions, versionsOf } from './custom-definitions.ts';

export const DEFINITIONS = 'apiextensions.k8s.io/customresourcedefinitions';
/** Holds a deleted definition until its objects are gone. */
export const CLEANUP = 'customresourcecleanup.apiextensions.k8s.io';
const MANAGER = 'kube-apiserver';

const ACCEPTED = 'the initial names have been accepted';

interface Served {
  readonly entries: readonly ResourceDefinition[];
  /** Ends listening to the objects while the definition is going. */
  stop?: () => void;
}

/** Starts serving; definitions that are stored already are served at once. The answer ends it. */
export function serveDefinitions(cluster: Cluster): () => void {
  const served = new Map<string, Served>();
  for (const stored of [...cluster.store.list(DEFINITIONS)]) {
    // One that was going when its process ended still has to take its objects along.
    register(cluster, served, stored);
    serve(cluster, served, stored);
  }
  return cluster.store.subscribe(DEFINITIONS, ({ type, stored }) => {
    if (type !== 'DELETED') return serve(cluster, served, stored);
    withdraw(cluster, served, stored.name);
    // Names that it had are free now.
    for (const other of sameGroup(cluster, stored.object)) {
      const waiting = cluster.store.get(DEFINITIONS, '', other.metadata.name ?? '');
      if (waiting && !served.has(waiting.name)) serve(cluster, served, waiting);
    }
  });
}

function serve(cluster: Cluster, served: Map<string, Served>, stored: StoredObject): void {
  // The listener may run after further changes: only the present state counts.
  const current = cluster.store.get(DEFINITIONS, '', stored.name);
  if (current !== stored) return;
  if (stored.object.metadata.deletionTimestamp) {
    terminate(cluster, served, stored);
    return;
  }
  const names = acceptNames(stored.object, sameGroup(cluster, stored.object));
  const wasServed = served.has(stored.name);
  withdraw(cluster, served, stored.name);
  // What was served once stays served, whatever names it wants now.
  if (names.conflict === undefined || wasServed) register(cluster, served, stored);
  if (!wasServed) for (const { shelf } of served.get(stored.name)?.entries ?? []) cluster.store.watchFromNow(shelf);
  const status = establishedStatus(stored.object, { now: timeOf(cluster), names, established: wasServed });
  writeStatus(cluster, stored, status);
}

/** The other definitions of a definition's group. */
function sameGroup(cluster: Cluster, { metadata, spec }: KubeObject): readonly KubeObject[] {
  const group = textAt(spec ?? null, 'group');
  return [...cluster.store.list(DEFINITIONS)]
    .map(({ object }) => object)
    .filter((other) => other.metadata.name !== metadata.name && textAt(other, 'spec', 'group') === group);
}

function register(cluster: Cluster, served: Map<string, Served>, { name, object }: StoredObject): void {
  const entries = customDefinitions(object);
  for (const entry of entries) cluster.registry.add(entry);
  served.set(name, { entries });
}

function withdraw(cluster: Cluster, served: Map<string, Served>, name: string): void {
  const known = served.get(name);
  known?.stop?.();
  for (const entry of known?.entries ?? []) cluster.registry.remove(entry);
  served.delete(name);
}

/** Deletes all objects of a definition; the last one that goes takes the definition along. */
function terminate(cluster: Cluster, served: Map<string, Served>, stored: StoredObject): void {
  const known = served.get(stored.name);
  const entry = known?.entries[0];
  if (!known || !entry || known.stop) {
    if (!entry) release(cluster, stored.name);
    return;
  }
  known.stop = cluster.store.subscribe(entry.shelf, () => {
    if (cluster.store.count(entry.shelf) === 0) release(cluster, stored.name);
  });
  for (const object of [...cluster.store.list(entry.shelf)]) deleteObject(cluster, entry, object, { dryRun: false });
  if (cluster.store.count(entry.shelf) === 0) release(cluster, stored.name);
}

function release(cluster: Cluster, name: string): void {
  const current = cluster.store.get(DEFINITIONS, '', name);
  const definition = cluster.registry.ofShelf(DEFINITIONS);
  if (!current || !definition) return;
  const { metadata } = current.object;
  const finalizers = (metadata.finalizers ?? []).filter((finalizer) => finalizer !== CLEANUP);
  const next = { ...current.object, metadata: { ...metadata, finalizers } };
  updateObject(cluster, definition, { current, next }, { ...internalWrite(MANAGER), subresource: '' });
}

function writeStatus(cluster: Cluster, current: StoredObject, status: JsonObject): void {
  const definition = cluster.registry.ofShelf(DEFINITIONS);
  if (!definition) return;
  const next = { ...current.object, status };
  updateObject(cluster, definition, { current, next }, { ...internalWrite(MANAGER), subresource: 'status' });
}

interface Naming {
  readonly now: string;
  readonly names: NameOutcome;
  /** It was served before. */
  readonly established: boolean;
}

function establishedStatus(crd: KubeObject, { now, names, established }: Naming): JsonObject {
  const old = memberAt(crd, 'status', 'conditions');
  const storage = versionsOf(crd).find((version) => version['storage'] === true);
  const stored = memberAt(crd, 'status', 'storedVersions');
  const name = textAt(storage, 'name') ?? '';
  const storedVersions = [...new Set([...(isList(stored) ? stored : []), name])];
  return {
    conditions: [
      condition(
        old,
        now,
        names.conflict
          ? { type: 'NamesAccepted', status: 'False', ...names.conflict }
          : { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found' },
      ),
      condition(
        old,
        now,
        names.conflict && !established
          ? { type: 'Established', status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' }
          : { type: 'Established', status: 'True', reason: 'InitialNamesAccepted', message: ACCEPTED },
      ),
    ],
    acceptedNames: names.acceptedNames,
    storedVersions,
  };
}

/** Keeps the time since when a condition holds. */
function condition(
  old: Json | undefined,
  now: string,
  { type, status, reason, message }: Readonly<Record<'type' | 'status' | 'reason' | 'message', string>>,
): JsonObject {
  const known = (isList(old) ? old : [])
    .filter(isObject)
    .find((each) => each['type'] === type && each['status'] === status);
  const lastTransitionTime = member(known, 'lastTransitionTime') ?? now;
  return { type, status, lastTransitionTime, reason, message };
}
