/**
 * What runs in one cluster, kept by one list and watch per kind. Reconciling reads it, the resource tree is cut from it.
 * Implemented by `services/live` over `KubePort`.
 */
import type { ResourceNetworkingInfo } from '../api/application/tree-fields.ts';
import type { HealthStatusCode } from '../api/enumerations.ts';
import type { KubeObject, ObjectKey } from '../kube/object/kube-object.ts';
import type { ApiResource, KubePort } from './kube.ts';

/** Slim record of every object; bodies are kept for managed objects and read again for the others. */
export interface LiveRecord {
  readonly key: ObjectKey;
  readonly version: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly createdAt: string;
  readonly owners: readonly { readonly uid: string; readonly key: ObjectKey; readonly controller: boolean }[];
  /** What says whose object it is: the tracking annotation and the tracking label, as found. */
  readonly trackingId: string;
  readonly trackingLabel: string;
  readonly installationId: string;
  /** Being deleted. */
  readonly deleting: boolean;
  /** Facts for the tree: health, images, info rows, network addresses. */
  readonly facts: LiveFacts;
}

export interface LiveFacts {
  readonly health: { readonly status: HealthStatusCode; readonly message?: string } | undefined;
  readonly images: readonly string[];
  readonly info: readonly { readonly name: string; readonly value: string }[];
  readonly networking?: ResourceNetworkingInfo;
}

export interface LiveChange {
  readonly key: ObjectKey;
  readonly kind: 'added' | 'modified' | 'deleted';
  readonly before: LiveRecord | undefined;
  readonly after: LiveRecord | undefined;
  /** Nothing has changed that somebody wants to be told of, by the installation's rules (features B9). */
  readonly minor?: true;
}

/** A kind that cannot be followed now: absence of its objects is not evidence. */
export interface LiveGap {
  readonly group: string;
  readonly kind: string;
  /** Empty: all namespaces. */
  readonly namespace: string;
  readonly code: string;
  readonly message: string;
}

export interface LiveCluster {
  readonly kube: KubePort;
  /**
   * Resolves when every watched kind was listed, or failed and stands in `gaps`. Throws where the cluster cannot be reached; it
   * goes on trying, so ask again.
   */
  ready(signal?: AbortSignal): Promise<void>;
  /** Kinds served now (preferred versions), after inclusions and exclusions. */
  resources(): readonly ApiResource[];
  /** The served resource of a kind, in this version or else in another; undefined where the cluster does not have it (yet). */
  resourceFor(group: string, kind: string, version?: string): ApiResource | undefined;
  kubeVersion(): string;
  get(key: ObjectKey): LiveRecord | undefined;
  /** Body of an object: from memory where kept, else read. Undefined where it does not exist. */
  body(key: ObjectKey): Promise<KubeObject | undefined>;
  /** Records that bear this tracking id's application, by annotation or label. */
  managedBy(instance: string): readonly LiveRecord[];
  childrenOf(uid: string): readonly LiveRecord[];
  inNamespace(namespace: string): readonly LiveRecord[];
  /** Puts the server's answer to our own write in at once, so that nobody judges from an older snapshot. */
  observe(object: KubeObject): void;
  /** Resolves when the record is at or after this resourceVersion, or gone, or the time is up (false). */
  reached(key: ObjectKey, resourceVersion: string, milliseconds: number): Promise<boolean>;
  /** Batched within one turn of the event loop. Returns the unsubscription. */
  onChange(listener: (changes: readonly LiveChange[]) => void): () => void;
  /** Full lists begun so far. After another one what answers may be another cluster. */
  lists(): number;
  /** Kinds that cannot be followed now, by group and kind. One that fails does not hide the others. */
  gaps(): readonly LiveGap[];
  /** `Successful` or `Failed` with the reason. Absence of an object is evidence only while it is `Successful` and its kind is in no gap. */
  connection(): { readonly status: 'Unknown' | 'Successful' | 'Failed'; readonly message: string; readonly at: number };
  /** Asks what is served and lists everything again; resolves when that is in. Records stay meanwhile. */
  invalidate(): Promise<void>;
  close(): void;
}

/** Clusters by server address. */
export interface LiveClusters {
  /** Starts watching at the first call. */
  get(server: string): LiveCluster;
  /** Every cluster asked for so far. */
  known(): readonly LiveCluster[];
  /** Ends watching this one, e.g. when its Secret changed or went; the next `get` starts anew. */
  drop(server: string): void;
  /** Ends watching all. */
  close(): void;
}
