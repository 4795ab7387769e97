/** What live clusters need from outside. */
import type { Clock } from '../../base/clock.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { KubePort } from '../../ports/kube.ts';
import type { LiveFacts } from '../../ports/live-cluster.ts';
import type { LogPort } from '../../ports/log.ts';
import type { MetricsPort } from '../../ports/metrics.ts';
import type { ReflectorPort } from '../../ports/reflector.ts';

export interface ClusterAccess {
  readonly kube: KubePort;
  /** Only these are followed; empty: all. */
  readonly namespaces: readonly string[];
  /** Whether cluster-scoped kinds are followed where `namespaces` is not empty. */
  readonly clusterResources: boolean;
}

export type RespectRbac = '' | 'normal' | 'strict';

export interface LiveDependencies {
  readonly clock: Clock;
  readonly log: LogPort;
  readonly metrics?: MetricsPort;
  readonly reflector: ReflectorPort;
  /** How to reach a cluster. Throws `AppError` where there is none at this address. */
  readonly connect: (server: string) => ClusterAccess;
  /** What the tree shows of an object. Pure; a fault leaves the object without facts. */
  readonly factsOf: (object: KubeObject) => LiveFacts;
  /** `resource.exclusions` and `.inclusions`. Asked when the served kinds are read. */
  readonly isWatched: (kind: { readonly group: string; readonly kind: string; readonly server: string }) => boolean;
  /**
   * `resource.respectRBAC`: a kind that may not be followed is tried again and again (empty), or only once (`normal`), or not
   * followed when the cluster, asked before, says so (`strict`). In each case it is a gap.
   */
  readonly respectRbac: () => RespectRbac;
  /**
   * Whether a change of an object with the same health before and after is more than what the settings ignore. Asked for
   * objects whose bodies are kept. Default: each is.
   */
  readonly matters?: (before: KubeObject, after: KubeObject) => boolean;
  /** Label that can name the application of an object. */
  readonly trackingLabel: () => string;
  /** Whether that label alone makes an object managed, so that its body is kept. */
  readonly tracksByLabel: () => boolean;
}
