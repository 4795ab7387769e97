/** What the data path needs from outside, and how it is tuned. */
import type { Clock } from '../../base/clock.ts';
import type { HealthOverrides } from '../../engine/health/health-of.ts';
import type { SelfHealBackoff } from '../../engine/sync/index.ts';
import type { SchemaSource } from '../../kube/merge-schema/merge-schema.ts';
import type { EventsPort } from '../../ports/events.ts';
import type { KubePort } from '../../ports/kube.ts';
import type { Leadership } from '../../ports/leadership.ts';
import type { LiveClusters } from '../../ports/live-cluster.ts';
import type { LogPort } from '../../ports/log.ts';
import type { ManifestService } from '../../ports/manifest-service.ts';
import type { MetricsPort } from '../../ports/metrics.ts';
import type { ReflectorPort } from '../../ports/reflector.ts';
import type { Installation, InstallationPort } from '../../ports/settings.ts';

export interface ReconcileDeps {
  /** The control plane: where Applications live. */
  readonly kube: KubePort;
  /** Namespace of the control plane. */
  readonly namespace: string;
  /** Follows Applications, in all namespaces where they may stand. */
  readonly reflector: ReflectorPort;
  /** About Applications. */
  readonly events: EventsPort;
  readonly clusters: LiveClusters;
  readonly manifests: ManifestService;
  readonly installation: InstallationPort;
  /** Nothing is written without it. */
  readonly leadership: Leadership;
  readonly clock: Clock;
  readonly log: LogPort;
  readonly metrics: MetricsPort;
  /** Merge schemas of the kinds of target clusters. */
  readonly schemas: SchemaSource;
  /** The installation's own health checks, from its settings. */
  readonly healthOverrides: (installation: Installation) => HealthOverrides | undefined;
  readonly tuning?: Partial<ReconcileTuning>;
}

export interface ReconcileTuning {
  /** Applications worked on at the same time. */
  readonly parallelism: number;
  /** `controller.sync.wave.delay.seconds` in milliseconds; 0: waves move on events alone. */
  readonly waveDelay: number;
  readonly selfHeal: SelfHealBackoff;
  /** `controller.sync.timeout.seconds` in milliseconds; 0: none. */
  readonly operationTimeout: number;
  /** `controller.repo.error.grace.period.seconds` in milliseconds: failures of a repository that keep the last good state. */
  readonly repositoryGrace: number;
  /** Bytes of a status above which it leaves things out. */
  readonly reportBudget: number;
  /** Bytes of the results of an operation above which some are left out. */
  readonly journalBudget: number;
  /** Objects of one kind applied at the same time. */
  readonly applyParallelism: number;
}
