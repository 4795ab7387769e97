/**
 * The cluster as the simulated controllers see it: synchronous, on the store itself, with the rights of the control
 * plane. The registry implements it; the test kit has an in-memory version. Controllers see the storage version only.
 */
import type { KubeObject } from '../../kube/object/kube-object.ts';

/** A kind of objects, whatever its version. */
export interface ClusterResource {
  /** Empty for the core group. */
  readonly group: string;
  /** Plural as in paths, e.g. `deployments`. */
  readonly plural: string;
}

/** A served resource. Subresources are no entries of their own. */
export interface ServedResource extends ClusterResource {
  /** The version whose objects this access hands out and takes. */
  readonly version: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

export type Propagation = 'Foreground' | 'Background' | 'Orphan';

export interface ClusterUpdateOptions {
  /**
   * `status` replaces status (and of the metadata nothing), `finalize` the finalizers in a namespace's spec, `binding` a
   * pod's `spec.nodeName`, which nothing else may change. Without it everything but status is replaced, and finalizers
   * may go.
   */
  readonly subresource?: 'status' | 'finalize' | 'binding';
}

export interface ClusterDeleteOptions {
  /** Default `Background`. */
  readonly propagation?: Propagation;
  /** Precondition: another uid is `kube.conflict`. */
  readonly uid?: string;
  /** Pods only: 0 removes at once; absent: the pod's own. */
  readonly gracePeriodSeconds?: number;
}

export interface ClusterEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly resource: ServedResource;
  /** The object after the change; of a deletion the last state. */
  readonly object: KubeObject;
}

export type ClusterListener = (event: ClusterEvent) => void;

/**
 * Every method may throw `AppError`: `kube.not-found`, `kube.already-exists`, `kube.conflict`, `kube.invalid`,
 * `kube.forbidden` (e.g. creating in a namespace that goes away). Defaults and validation of the kinds apply, admission
 * by webhooks and RBAC do not.
 */
export interface ClusterAccess {
  /** All objects in the order of their keys; of one namespace when it is given. An unserved resource has none. */
  list(resource: ClusterResource, namespace?: string): readonly KubeObject[];
  /** The same one by one: nobody holds all of them at once. What changes meanwhile may come as it was. */
  each(resource: ClusterResource, namespace?: string): Iterable<KubeObject>;
  /** Undefined where there is none. `namespace` is empty for cluster-scoped kinds. */
  get(resource: ClusterResource, namespace: string, name: string): KubeObject | undefined;
  /** Stores a new object; `metadata.generateName` works. The kind is found by apiVersion and kind. Returns what is stored. */
  create(object: KubeObject): KubeObject;
  /** Replaces; a `metadata.resourceVersion` in the object is the precondition. Writing the same again changes nothing. */
  update(object: KubeObject, options?: ClusterUpdateOptions): KubeObject;
  /** Does nothing where the object does not exist. */
  delete(resource: ClusterResource, namespace: string, name: string, options?: ClusterDeleteOptions): void;
  /** Everything served at this moment, custom resources included. */
  resources(): readonly ServedResource[];
  /**
   * Calls the listener after each change, in the order of the changes; returns what ends it. It may be called inside the
   * write that makes the change, so a listener only notes: it writes nothing and does not throw.
   */
  subscribe(listener: ClusterListener): () => void;
}
