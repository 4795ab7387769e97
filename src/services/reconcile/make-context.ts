/** Makes the context of a pass from what the controller has. */

import { type CompareOptions, DEFAULT_COMPARE_OPTIONS } from '../../engine/compare/compare-options.ts';
import { effectiveProject } from '../../engine/project/effective-project.ts';
import { projectName, validateApplication } from '../../engine/project/validate-application.ts';
import { BUILTIN_SCHEMAS } from '../../kube/merge-schema/builtin-schema.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { Installation } from '../../ports/settings.ts';
import type { AppState } from './app-state.ts';
import { viewOf } from './application-view.ts';
import type { ApplicationEvents } from './events.ts';
import type { PassContext } from './pass.ts';
import type { ReconcileDeps, ReconcileTuning } from './reconcile-deps.ts';
import { type PassSettings, readPassSettings } from './settings.ts';

export interface ContextParts {
  readonly deps: ReconcileDeps;
  readonly events: ApplicationEvents;
  readonly tuning: ReconcileTuning;
  readonly again: (key: string) => void;
}

/** Settings by snapshot, so that all passes under one snapshot share them. */
const SETTINGS = new WeakMap<Installation, PassSettings>();

function settingsOf(installation: Installation): PassSettings {
  const found = SETTINGS.get(installation);
  if (found !== undefined) return found;
  const made = readPassSettings(installation);
  SETTINGS.set(installation, made);
  return made;
}

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
  return {
    state,
    get view() {
      return state.view;
    },
    deps,
    kube: deps.kube,
    namespace: deps.namespace,
    manifests: deps.manifests,
    events: parts.events,
    tuning: parts.tuning,
    installation,
    settings,
    now: () => deps.clock.now(),
    validation: () => validateApplication(state.view.app, facts),
    effectiveProject: () => effectiveProject(projectName(state.view.app.spec), facts),
    cluster: (server) => deps.clusters.get(server),
    compareOptions: () => compareOptionsOf(state, deps),
    again: () => parts.again(key),
    accept(object: KubeObject) {
      state.view = viewOf(object, deps.namespace);
    },
  };
}

/** One value per Application, so that equal comparisons are recognised. */
function compareOptionsOf(state: AppState, deps: ReconcileDeps): CompareOptions {
  state.compareOptions ??= { ...DEFAULT_COMPARE_OPTIONS, schemas: deps.schemas ?? BUILTIN_SCHEMAS };
  return state.compareOptions;
}
