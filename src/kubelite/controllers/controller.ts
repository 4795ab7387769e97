/**
 * What a controller is: a pure step from what it observes at an instant to actions and the instant to look again. Each
 * controller is one file; `controller-loop.ts` runs them all. Next step: `controller-loop.ts`.
 */

import type { Instant } from '../../base/clock.ts';
import type { AppError } from '../../base/errors.ts';
import { type KubeObject, splitApiVersion } from '../../kube/object/kube-object.ts';
import type { ClusterResource, Propagation, ServedResource } from './cluster-access.ts';

/** Names one object that a controller takes care of. */
export interface WorkKey {
  readonly resource: ClusterResource;
  /** Empty for cluster-scoped kinds. */
  readonly namespace: string;
  readonly name: string;
}

/** An object to remove. */
export interface DeleteAction {
  readonly kind: 'delete';
  readonly resource: ClusterResource;
  readonly namespace: string;
  readonly name: string;
  readonly uid?: string;
  readonly propagation?: Propagation;
  readonly gracePeriodSeconds?: number;
}

/** In the message of an event: the name of the object that the `create` before it made. */
export const CREATED_NAME = '{created}';

/** A record for people about an object, as `kubectl describe` shows. */
export interface EventAction {
  readonly kind: 'event';
  readonly about: KubeObject;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  /** Who tells, e.g. `deployment-controller`. */
  readonly source: string;
}

export type Action =
  | { readonly kind: 'create' | 'update' | 'update-status' | 'finalize' | 'bind'; readonly object: KubeObject }
  | DeleteAction
  | EventAction;

export interface Step {
  readonly actions: readonly Action[];
  /** When to look again although nothing changed. */
  readonly wakeAt?: Instant;
}

export interface StepContext {
  readonly now: Instant;
  /** Why an action of the step before could not be done, e.g. a quota. */
  readonly failure?: AppError;
}

/** What a controller may read: the cluster at this moment. */
export interface ClusterReader {
  list(resource: ClusterResource, namespace?: string): readonly KubeObject[];
  /** The same one by one. */
  each(resource: ClusterResource, namespace?: string): Iterable<KubeObject>;
  get(resource: ClusterResource, namespace: string, name: string): KubeObject | undefined;
  resources(): readonly ServedResource[];
  /** Objects that name this uid as an owner, in the order of their creation; of one resource when it is given. */
  dependents(uid: string, resource?: ClusterResource): readonly Dependent[];
  /** Pods, ReplicaSets or ControllerRevisions of a namespace that have no controller. */
  uncontrolled(resource: ClusterResource, namespace: string): readonly KubeObject[];
}

/** Narrows which objects a change is work on. */
export interface NeighbourFilter {
  /** Asked first, of the changed object alone: it spares looking at the neighbours. */
  readonly when?: (changed: KubeObject) => boolean;
  readonly concerns: (neighbour: KubeObject, changed: KubeObject) => boolean;
}

export interface Dependent {
  readonly resource: ServedResource;
  readonly object: KubeObject;
}

/** Which work a change of an object brings. */
export interface Trigger {
  /** `any` for every kind. */
  readonly resource: ClusterResource | 'any';
  readonly keys: (change: TriggerChange, reader: ClusterReader) => readonly WorkKey[];
}

export interface TriggerChange {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly resource: ServedResource;
  readonly object: KubeObject;
}

export interface Controller {
  readonly name: string;
  readonly triggers: readonly Trigger[];
  run(reader: ClusterReader, key: WorkKey, context: StepContext): Step;
}

export const NOTHING: Step = { actions: [] };

/**
 * A controller from its two halves: `observe` reads (undefined: nothing to do, e.g. the object is gone), `step` is pure.
 */
export function controllerOf<Observed>(parts: {
  readonly name: string;
  readonly triggers: readonly Trigger[];
  readonly observe: (reader: ClusterReader, key: WorkKey) => Observed | undefined;
  readonly step: (observed: Observed, context: StepContext) => Step;
}): Controller {
  return {
    name: parts.name,
    triggers: parts.triggers,
    run(reader, key, context) {
      const observed = parts.observe(reader, key);
      return observed === undefined ? NOTHING : parts.step(observed, context);
    },
  };
}

/** A change of an object is work on that object. */
export function onSelf(resource: ClusterResource): Trigger {
  return { resource, keys: (change) => [keyOfObject(resource, change.object)] };
}

/** A change of an object is work on its controller, if that is of the wanted kind. */
export function onOwned(resource: ClusterResource, owner: ClusterResource & { readonly kind: string }): Trigger {
  return {
    resource,
    keys: ({ object }) => {
      const reference = (object.metadata.ownerReferences ?? []).find((candidate) => candidate.controller === true);
      if (reference === undefined || reference.kind !== owner.kind) return [];
      if (splitApiVersion(reference.apiVersion).group !== owner.group) return [];
      return [{ resource: owner, namespace: object.metadata.namespace ?? '', name: reference.name }];
    },
  };
}

/** A change is work on those objects of another kind in the same namespace (or everywhere) that it concerns. */
export function onNeighbours(resource: ClusterResource, concerned: ClusterResource, filter: NeighbourFilter): Trigger {
  return {
    resource,
    keys: ({ object }, reader) => {
      if (filter.when?.(object) === false) return [];
      const touched: WorkKey[] = [];
      for (const neighbour of reader.each(concerned, object.metadata.namespace)) {
        if (filter.concerns(neighbour, object)) touched.push(keyOfObject(concerned, neighbour));
      }
      return touched;
    },
  };
}

export function keyOfObject(resource: ClusterResource, object: KubeObject): WorkKey {
  return { resource, namespace: object.metadata.namespace ?? '', name: object.metadata.name ?? '' };
}

/** One text for a key, for maps. No part can hold a slash. */
export function workKeyText(key: WorkKey): string {
  return `${key.resource.group}/${key.resource.plural}/${key.namespace}/${key.name}`;
}

/** The action that removes an object and no other of its name. */
export function deletionOf(
  resource: ClusterResource,
  object: KubeObject,
  options: Pick<DeleteAction, 'propagation' | 'gracePeriodSeconds'> = {},
): DeleteAction {
  return {
    kind: 'delete',
    resource: { group: resource.group, plural: resource.plural },
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name ?? '',
    ...(object.metadata.uid === undefined ? {} : { uid: object.metadata.uid }),
    ...options,
  };
}
