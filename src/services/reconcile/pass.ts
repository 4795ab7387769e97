/** One pass over one Application: what its steps share. */

import type { AppProjectSpec } from '../../api/app-project/fields.ts';
import type { Instant } from '../../base/clock.ts';
import type { CompareOptions } from '../../engine/compare/compare-options.ts';
import type { ValidationResult } from '../../engine/project/validate-application.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { KubePort } from '../../ports/kube.ts';
import type { Leadership } from '../../ports/leadership.ts';
import type { LiveCluster } from '../../ports/live-cluster.ts';
import type { ManifestService } from '../../ports/manifest-service.ts';
import type { Installation } from '../../ports/settings.ts';
import type { AppState } from './app-state.ts';
import type { ApplicationView } from './application-view.ts';
import type { ClusterIdentities } from './cluster-identities.ts';
import type { ApplicationEvents } from './events.ts';
import type { WaitOutside } from './queue.ts';
import type { ReconcileDeps, ReconcileTuning } from './reconcile-deps.ts';
import type { PassSettings } from './settings.ts';

export interface PassContext {
  readonly state: AppState;
  /** The newest known Application; `accept` renews it. */
  readonly view: ApplicationView;
  readonly deps: ReconcileDeps;
  /** The control plane, to which only who leads writes. */
  readonly kube: KubePort;
  /** The lead over the destination. */
  readonly lead: Leadership;
  readonly namespace: string;
  readonly manifests: ManifestService;
  readonly events: ApplicationEvents;
  readonly tuning: ReconcileTuning;
  /** The snapshot that holds for the whole pass. */
  readonly installation: Installation;
  readonly settings: PassSettings;
  now(): Instant;
  /** Project and destination, from the newest specification. */
  validation(): ValidationResult;
  /** The destination. Only for Applications that are valid. */
  cluster(server: string): LiveCluster;
  /** Which clusters are still those that they were. */
  readonly identities: ClusterIdentities;
  /** How objects of this Application are compared. The same value until a setting or rule changes. */
  compareOptions(): CompareOptions;
  /** The project with all it inherits; undefined where it does not exist. */
  effectiveProject(): AppProjectSpec | undefined;
  /** An Application of this key exists. */
  isKnown(key: string): boolean;
  /** Waits for what is outside, and lets others go on where it takes long. */
  readonly outside: WaitOutside;
  /** Nobody wants this pass any more. */
  readonly signal: AbortSignal | undefined;
  /** Another pass with newer facts follows. */
  readonly overtaken: AbortSignal | undefined;
  /** Wants another pass after this one. */
  again(): void;
  /** Takes the server's answer as the Application, unless a newer one is known. */
  accept(object: KubeObject): void;
}
