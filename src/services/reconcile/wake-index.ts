/** Which Applications a change of a live object concerns. */
import { applicationOf } from '../../engine/tracking/instance-name.ts';
import { instanceOfMarks, type Tracking } from '../../engine/tracking/tracking.ts';
import { keyText, type ObjectKey } from '../../kube/object/kube-object.ts';
import type { LiveChange, LiveCluster, LiveRecord } from '../../ports/live-cluster.ts';
import type { AppState } from './app-state.ts';
import { appKeyText } from './application-view.ts';

/** Objects that Applications want or touch, by server and key, whoever they bear the mark of. */
export class WakeIndex {
  private readonly byObject = new Map<string, Set<string>>();
  private readonly byApp = new Map<string, readonly string[]>();
  private readonly last = new Map<string, { readonly server: string; readonly keys: readonly ObjectKey[] }>();

  /** Remembers what an Application looked at last. */
  remember(app: string, server: string, keys: readonly ObjectKey[]): void {
    const last = this.last.get(app);
    if (last?.server === server && sameKeys(last.keys, keys)) return;
    this.forget(app);
    this.last.set(app, { server, keys });
    const ids = keys.map((key) => objectId(server, key));
    this.byApp.set(app, ids);
    for (const id of ids) {
      const apps = this.byObject.get(id) ?? new Set();
      apps.add(app);
      this.byObject.set(id, apps);
    }
  }

  forget(app: string): void {
    for (const id of this.byApp.get(app) ?? []) {
      const apps = this.byObject.get(id);
      apps?.delete(app);
      if (apps?.size === 0) this.byObject.delete(id);
    }
    this.byApp.delete(app);
    this.last.delete(app);
  }

  interested(server: string, key: ObjectKey): Iterable<string> {
    return this.byObject.get(objectId(server, key)) ?? [];
  }
}

/** Most rows of a comparison are those of the last one, keys included. */
function sameKeys(left: readonly ObjectKey[], right: readonly ObjectKey[]): boolean {
  return (
    left.length === right.length &&
    left.every((key, at) => {
      const other = right[at];
      return other !== undefined && (key === other || keyText(key) === keyText(other));
    })
  );
}

function objectId(server: string, key: ObjectKey): string {
  return `${server} ${keyText(key)}`;
}

/** How far owners are followed upwards. */
const DEPTH = 10;

export interface ConcernInput {
  readonly cluster: LiveCluster;
  readonly change: LiveChange;
  readonly tracking: Tracking;
  readonly namespace: string;
  readonly index: WakeIndex;
}

/**
 * Keys of Applications: those whose mark the object or one of its owners bears, and those that look at it. What concerns nobody
 * may be an orphan: it concerns those that look for orphans in its namespace.
 */
export function concernedApps(input: ConcernInput): ReadonlySet<string> {
  const { cluster, change, tracking, namespace, index } = input;
  const apps = new Set<string>(index.interested(cluster.kube.server, change.key));
  for (const record of [change.before, change.after]) {
    let here: LiveRecord | undefined = record;
    for (let depth = 0; here !== undefined && depth < DEPTH; depth += 1) {
      const instance = instanceOfMarks(here, tracking);
      if (instance !== '') apps.add(appKeyText(applicationOf(instance, namespace)));
      const owner: LiveRecord['owners'][number] | undefined = here.owners[0];
      here = owner === undefined ? undefined : cluster.get(owner.key);
    }
  }
  if (apps.size > 0 || change.key.namespace === '') return apps;
  return new Set(index.interested(cluster.kube.server, orphansIn(change.key.namespace)));
}

/** Keys of everything that a comparison looked at. */
export function lookedAt({ comparison, view }: AppState): readonly ObjectKey[] {
  if (comparison === undefined) return [];
  const keys = comparison.resources.map((resource) => resource.key);
  const namespace = view.app.spec.destination.namespace ?? '';
  const looksForOrphans = comparison.project.orphanedResources !== undefined && namespace !== '';
  return looksForOrphans ? [...keys, orphansIn(namespace)] : keys;
}

/** Stands for all that may be an orphan in a namespace: no kind is called so. */
function orphansIn(namespace: string): ObjectKey {
  return { group: '', kind: '*', namespace, name: '*' };
}
