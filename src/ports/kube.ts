/**
 * One Kubernetes API, as reconciling and serving see it. Implemented by `adapters/kube-http` and by the memory cluster of
 * the test kit; both pass the same contract test. Every call throws `AppError` with a code of `KubeErrorCode`; retries of
 * 429 and of connection failures on reads happen inside, all others are the caller's.
 */
import type { JsonObject } from '../base/json-value.ts';
import type { KubeObject } from '../kube/object/kube-object.ts';
import type { Fence } from './leadership.ts';

/** A served resource, as discovery tells it. */
export interface ApiResource {
  readonly group: string;
  readonly version: string;
  /** Kind of the objects, e.g. `Deployment`. */
  readonly kind: string;
  /** Plural as in paths, e.g. `deployments`. */
  readonly plural: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly singular?: string;
  /** Names of subresources, e.g. `status`, `scale`, `log`. */
  readonly subresources: readonly string[];
}

/** Everything served, in the server's order; each group's preferred version comes first. */
export interface Discovery {
  readonly resources: readonly ApiResource[];
  /** Preferred version by group. */
  readonly preferred: Readonly<Record<string, string>>;
  /** Groups (`group/version`) that could not be listed; absence of their kinds is not evidence. */
  readonly failed: readonly string[];
}

/** A resource to ask for: what paths are built from. `ApiResource` fits. */
export interface ResourceType {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly namespaced: boolean;
}

export interface ObjectAddress {
  readonly type: ResourceType;
  /** Empty for cluster-scoped objects. */
  readonly namespace: string;
  readonly name: string;
  readonly subresource?: string;
}

export interface ListOptions {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly limit?: number;
  readonly continue?: string;
  readonly resourceVersion?: string;
  readonly signal?: AbortSignal;
}

export interface ListPage {
  readonly items: readonly KubeObject[];
  /** Where a watch starts. */
  readonly resourceVersion: string;
  /** Token of the next page; empty on the last. */
  readonly continue: string;
}

export interface WatchOptions {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly resourceVersion: string;
  readonly signal: AbortSignal;
}

export type WatchEvent =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: KubeObject }
  | { readonly type: 'BOOKMARK'; readonly resourceVersion: string };

export interface WriteOptions {
  /** Checked and answered by the server, not stored. */
  readonly dryRun?: boolean;
  readonly fieldManager?: string;
  readonly fieldValidation?: 'Ignore' | 'Warn' | 'Strict';
  /** Server-side apply only: take over fields of other managers. */
  readonly force?: boolean;
  /** Act as this user, e.g. a service account. */
  readonly impersonate?: { readonly user: string; readonly groups?: readonly string[] };
  readonly signal?: AbortSignal;
  /** Asked right before each time the request is sent, also again after a pause; what it throws is thrown. */
  readonly fence?: Fence;
}

export type PatchType = 'json' | 'merge' | 'strategic' | 'apply';

export interface DeleteOptions extends WriteOptions {
  readonly propagation?: 'Foreground' | 'Background' | 'Orphan';
  readonly gracePeriodSeconds?: number;
  readonly uid?: string;
  readonly resourceVersion?: string;
}

export interface LogOptions {
  readonly container?: string;
  readonly follow?: boolean;
  readonly previous?: boolean;
  readonly tailLines?: number;
  readonly sinceSeconds?: number;
  readonly timestamps?: boolean;
  readonly signal?: AbortSignal;
}

export type KubeErrorCode =
  | 'kube.not-found'
  | 'kube.already-exists'
  | 'kube.conflict'
  | 'kube.invalid'
  | 'kube.bad-request'
  | 'kube.forbidden'
  | 'kube.unauthorized'
  | 'kube.gone'
  | 'kube.too-many-requests'
  | 'kube.unsupported'
  | 'kube.too-large'
  | 'kube.server-error'
  /** 502 and 503: nobody there who could have decided anything. */
  | 'kube.unavailable'
  | 'kube.unreachable'
  | 'kube.timeout'
  /** The connection's own description (kubeconfig, cluster Secret) is wrong. */
  | 'kube.configuration';

/** Attached as `cause` of an `AppError` that the API server answered with. */
export interface StatusCause {
  /** The Status object, parsed. */
  readonly status: JsonObject;
  readonly httpStatus: number;
}

export interface KubePort {
  /** Address as in cluster Secrets, e.g. `https://kubernetes.default.svc`. */
  readonly server: string;
  /** Asks `/version`. */
  version(
    signal?: AbortSignal,
  ): Promise<{ readonly gitVersion: string; readonly major: string; readonly minor: string }>;
  discover(signal?: AbortSignal): Promise<Discovery>;
  /** The OpenAPI v3 document of one `group/version` path such as `apis/apps/v1`; undefined where the server has none. */
  openApi(path: string, signal?: AbortSignal): Promise<JsonObject | undefined>;
  /** Undefined where the object does not exist. */
  get(address: ObjectAddress, signal?: AbortSignal): Promise<KubeObject | undefined>;
  /** One page. `listAll` in `ports/kube-paging.ts` follows the pages. */
  list(type: ResourceType, options?: ListOptions): Promise<ListPage>;
  /**
   * One watch connection: ends quietly when the server closes it or the signal aborts, throws `kube.gone` where the version is too old.
   * Resuming is the caller's work (see `services/live`).
   */
  watch(type: ResourceType, options: WatchOptions): AsyncIterable<WatchEvent>;
  create(type: ResourceType, object: KubeObject, options?: WriteOptions): Promise<KubeObject>;
  /** Replaces; a `metadata.resourceVersion` in the object is the precondition. */
  update(address: ObjectAddress, object: KubeObject, options?: WriteOptions): Promise<KubeObject>;
  /** `patch` is JSON text; for `apply` the applied object. */
  patch(address: ObjectAddress, type: PatchType, patch: string, options?: WriteOptions): Promise<KubeObject>;
  /** The object while finalizers or grace hold it; undefined where nothing is left: it was absent, or went at once. */
  delete(address: ObjectAddress, options?: DeleteOptions): Promise<KubeObject | undefined>;
  /** Lines of a container's log. */
  logs(namespace: string, pod: string, options?: LogOptions): AsyncIterable<string>;
}
