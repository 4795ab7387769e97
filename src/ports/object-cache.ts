/**
 * All objects of one resource type, kept by one list and one watch: what a client-go informer is. Implemented by
 * `adapters/reflector`; services receive it ready made and never watch by themselves.
 */
import type { KubeObject } from '../kube/object/kube-object.ts';
import type { KubePort, ResourceType } from './kube.ts';

export interface ObjectCacheChange {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: KubeObject;
  /** As it was; undefined for `ADDED`. */
  readonly before: KubeObject | undefined;
}

export interface ObjectCache {
  /** Resolves when the first list is in; rejects with the fault of the first attempt that cannot get better by itself. */
  ready(signal?: AbortSignal): Promise<void>;
  /** In no order. */
  list(): readonly KubeObject[];
  get(namespace: string, name: string): KubeObject | undefined;
  /** Puts the answer to our own write in at once; never goes back to an older resourceVersion. */
  observe(object: KubeObject): void;
  /** After each change, in the order of the server. Returns the unsubscription. */
  subscribe(listener: (change: ObjectCacheChange) => void): () => void;
  close(): void;
}

export interface ObjectCacheOptions {
  readonly kube: KubePort;
  readonly type: ResourceType;
  /** Empty or absent: all namespaces. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/** Starts listing and watching at once; re-lists after 410, resumes with back-off after everything else. */
export type OpenObjectCache = (options: ObjectCacheOptions) => ObjectCache;
