/** Makes the context of a pass from what the controller has. */

import { canonicalJson } from '../../base/json/stringify.ts';
import type { JsonObject } from '../../base/json-value.ts';
import type { CompareOptions } from '../../engine/compare/compare-options.ts';
import { effectiveProject } from '../../engine/project/effective-project.ts';
import { resolveDestination } from '../../engine/project/resolve-destination.ts';
import { projectName, validateApplication } from '../../engine/project/validate-application.ts';
import { compareOptionsOf } from '../../engine/settings/compare-settings.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { KubePort } from '../../ports/kube.ts';
import type { Installation } from '../../ports/settings.ts';
import type { AppState } from './app-state.ts';
import { isNewer } from './application-store.ts';
import { type ApplicationView, viewOf } from './application-view.ts';
import type { ClusterIdentities } from './cluster-identities.ts';
import type { ApplicationEvents } from './events.ts';
import { fencedKube } from './fenced-kube.ts';
import type { PassContext } from './pass.ts';
import type { QueueRun, WaitOutside } from './queue.ts';
import type { ReconcileDeps, ReconcileTuning } from './reconcile-deps.ts';
import { type PassSettings, readPassSettings } from './settings.ts';

export interface ContextParts {
  readonly deps: ReconcileDeps;
  /** The control plane without a fence. */
  readonly kube: KubePort;
  readonly events: ApplicationEvents;
  readonly tuning: Partial<ReconcileTuning>;
  readonly again: (key: string) => void;
  readonly isKnown: (key: string) => boolean;
  readonly identities: ClusterIdentities;
  /** Absent: not from the queue. */
  readonly run?: QueueRun;
}

/** Settings by snapshot, so that all passes under one snapshot share them. */
const SETTINGS = new WeakMap<Installation, PassSettings>();

export const DEFAULT_PARALLELISM = 20;
/** etcd takes 1.5 MiB: this leaves room for the specification, the history, and what others write. */
const BUDGETS = { reportBudget: 800_000, journalBudget: 500_000 };
const DEFAULT_TUNING = { parallelism: DEFAULT_PARALLELISM, ...BUDGETS, applyParallelism: 20 };

/** The settings' word, unless whoever runs the controller said otherwise. */
export function tuningOf(given: Partial<ReconcileTuning>, { reconcile, waveDelay }: PassSettings): ReconcileTuning {
  const { selfHealBackoff, selfHealTimeout, syncTimeout, repositoryErrorGrace } = reconcile;
  const fixed = selfHealTimeout > 0 ? selfHealTimeout : undefined;
  return {
    ...DEFAULT_TUNING,
    waveDelay,
    selfHeal: { ...selfHealBackoff, fixed },
    operationTimeout: syncTimeout,
    repositoryGrace: repositoryErrorGrace,
    ...given,
  };
}

export function settingsOf(installation: Installation): PassSettings {
  const found = SETTINGS.get(installation);
  if (found !== undefined) return found;
  const made = readPassSettings(installation);
  SETTINGS.set(installation, made);
  return made;
}

/** Outside the queue there is no place to lend. */
const atOnce: WaitOutside = (work) => work();

/** The snapshot of the installation is taken here and holds for the whole pass. */
export function makeContext(parts: ContextParts, key: string, state: AppState): PassContext {
  const { deps } = parts;
  const installation = deps.installation.current();
  const settings = settingsOf(installation);
  const facts = {
    projects: installation.projects,
    globalProjects: settings.globalProjects,
    clusters: installation.clusters,
    repositories: installation.repositories,
    controlNamespace: deps.namespace,
    inClusterEnabled: settings.inClusterEnabled,
  };
  const lead = deps.leadership.of?.(serverOf(state.view, facts)) ?? deps.leadership;
  return {
    state,
    get view() {
      return state.view;
    },
    deps,
    kube: fencedKube(parts.kube, lead),
    lead,
    namespace: deps.namespace,
    manifests: deps.manifests,
    events: parts.events,
    tuning: tuningOf(parts.tuning, settings),
    installation,
    settings,
    now: () => deps.clock.now(),
    validation: () => validateApplication(state.view.app, facts),
    effectiveProject: () => effectiveProject(projectName(state.view.app.spec), facts),
    cluster: (server) => deps.clusters.get(server),
    identities: parts.identities,
    compareOptions: () => optionsOf(state, settings, deps),
    outside: parts.run?.outside ?? atOnce,
    signal: parts.run?.signal,
    overtaken: parts.run?.overtaken,
    again: () => parts.again(key),
    isKnown: parts.isKnown,
    accept(object: KubeObject) {
      // The answer to a write may come after the watch has told of a later one.
      if (!isNewer(state.view.object, object)) state.view = viewOf(object, deps.namespace);
    },
  };
}

interface Destinations {
  readonly clusters: Installation['clusters'];
  readonly inClusterEnabled: boolean;
}

/** Where the control plane's own cluster is. */
const HOME = 'https://kubernetes.default.svc';

/** An Application of no known destination is looked after by who looks after the control plane's own cluster. */
export function serverOf({ app }: ApplicationView, facts: Destinations): string {
  const destination = resolveDestination(app.spec.destination, facts.clusters, facts);
  return destination.kind === 'unresolved' ? HOME : destination.cluster.server;
}

/** Options of an Application, and what they were made from. */
export interface RememberedOptions {
  readonly settings: PassSettings;
  readonly rules: string;
  readonly options: CompareOptions;
}

/** One value as long as nothing changes, so that equal comparisons are recognised. */
function optionsOf(state: AppState, settings: PassSettings, deps: ReconcileDeps): CompareOptions {
  const rules = canonicalJson((state.view.object.spec as JsonObject | undefined)?.['ignoreDifferences'] ?? null);
  const before = state.compareOptions;
  if (before?.settings === settings && before.rules === rules) return before.options;
  const made = compareOptionsOf(settings.compare, state.view.app.spec.ignoreDifferences ?? []);
  const options = { ...made, schemas: deps.schemas };
  state.compareOptions = { settings, rules, options };
  return options;
}
