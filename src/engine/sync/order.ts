/**
 * Order of the tasks of a sync: phase, wave, kind, name; prune waves mirrored; a Namespace or CustomResourceDefinition is
 * pulled before the first task that needs it. Source: features rows C2, C3, C14.
 */
import { textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { SYNC_PHASES } from './hook.ts';
import { kindRank } from './kind-order.ts';
import { objectSyncOptions } from './sync-options.ts';
import { isPrune, objectOf, type SyncTask } from './task.ts';

/** Sorts tasks into the order in which they run. `pruneLast`: the operation prunes after everything else. */
export function orderTasks(tasks: readonly SyncTask[], pruneLast: boolean): readonly SyncTask[] {
  const placed = pruneTasksLast(mirrorPruneWaves(tasks), pruneLast);
  const sorted = [...placed].sort(compareTasks);
  return pullForward(pullForward(sorted, namespaceNeeds), definitionNeeds);
}

function compareTasks(a: SyncTask, b: SyncTask): number {
  return (
    SYNC_PHASES.indexOf(a.phase) - SYNC_PHASES.indexOf(b.phase) ||
    a.wave - b.wave ||
    kindRank(a.key.kind) - kindRank(b.key.kind) ||
    byBytes(a.key.name, b.key.name) ||
    byBytes(a.key.kind, b.key.kind) ||
    byBytes(a.key.namespace, b.key.namespace)
  );
}

function byBytes(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** What was created first goes last: the distinct waves of prune tasks are swapped around their middle. */
function mirrorPruneWaves(tasks: readonly SyncTask[]): readonly SyncTask[] {
  const waves = [...new Set(tasks.filter(isPrune).map((task) => task.wave))].sort((a, b) => a - b);
  if (waves.length < 2) return tasks;
  const mirrored = new Map(waves.map((wave, at) => [wave, waves[waves.length - 1 - at] ?? wave]));
  return tasks.map((task) => (isPrune(task) ? { ...task, wave: mirrored.get(task.wave) ?? task.wave } : task));
}

function pruneTasksLast(tasks: readonly SyncTask[], pruneLast: boolean): readonly SyncTask[] {
  const lastWave = Math.max(0, ...tasks.filter((task) => task.phase === 'Sync').map((task) => task.wave));
  return tasks.map((task) => {
    if (!isPrune(task)) return task;
    if (!pruneLast && objectSyncOptions(task.live?.object).get('PruneLast') !== 'true') return task;
    return { ...task, wave: lastWave + 1 };
  });
}

/** `provides`: what others may need of this object; `needs`: what it needs itself. */
interface Needs {
  readonly provides: string | undefined;
  readonly needs: string | undefined;
}

function namespaceNeeds(object: KubeObject): Needs {
  if (object.kind === 'Namespace' && object.apiVersion === 'v1')
    return { provides: object.metadata.name, needs: undefined };
  const namespace = object.metadata.namespace;
  return { provides: undefined, needs: namespace === '' ? undefined : namespace };
}

function definitionNeeds(object: KubeObject): Needs {
  const slash = object.apiVersion.indexOf('/');
  const group = slash < 0 ? '' : object.apiVersion.slice(0, slash);
  if (isCustomResourceDefinition(object)) return { provides: definedKind(object), needs: undefined };
  return { provides: undefined, needs: `${group}/${object.kind}` };
}

/** `group/Kind` that a CustomResourceDefinition brings. */
export function definedKind(object: KubeObject): string {
  return `${textAt(object, 'spec', 'group') ?? ''}/${textAt(object, 'spec', 'names', 'kind') ?? ''}`;
}

export function isCustomResourceDefinition(object: KubeObject): boolean {
  return object.kind === 'CustomResourceDefinition' && object.apiVersion.startsWith('apiextensions.k8s.io/');
}

/** Moves each provider before the first task that needs it; it adopts that task's phase and wave. */
function pullForward(tasks: readonly SyncTask[], needsOf: (object: KubeObject) => Needs): readonly SyncTask[] {
  const result: SyncTask[] = [];
  for (const task of tasks) {
    const provides = isPrune(task) ? undefined : needsOf(objectOf(task)).provides;
    const first = provides === undefined ? -1 : firstNeeding(result, provides, needsOf);
    const needing = result[first];
    if (needing === undefined) result.push(task);
    else result.splice(first, 0, { ...task, phase: needing.phase, wave: needing.wave });
  }
  return result;
}

function firstNeeding(tasks: readonly SyncTask[], provided: string, needsOf: (object: KubeObject) => Needs): number {
  return tasks.findIndex((task) => !isPrune(task) && needsOf(objectOf(task)).needs === provided);
}
