/** A task of a sync: one object to be applied, run as a hook or pruned, and how far it got. */
import { type KubeObject, type ObjectKey, splitApiVersion } from '../../kube/object/kube-object.ts';
import { type HookDeletePolicy, hookDeletePolicies, type SyncPhase } from './hook.ts';
import { syncWave } from './wave.ts';

/** What applying or pruning came to. The empty text: not tried yet. */
export type ResultCode = '' | 'Synced' | 'SyncFailed' | 'Pruned' | 'PruneSkipped';
/** `hookPhase` of a result. The empty text: not started. */
export type TaskPhase = '' | 'Running' | 'Terminating' | 'Succeeded' | 'Failed' | 'Error';

/** One line of `status.operationState.syncResult.resources`, as it stands there. */
export interface ResourceResult {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly status?: string;
  readonly message?: string;
  readonly hookType?: string;
  readonly hookPhase?: string;
  readonly syncPhase?: string;
  readonly images?: readonly string[];
}

/** What the cluster holds under a task's key now. */
export interface LiveState {
  readonly object: KubeObject;
  /** Undefined for kinds without a health check. */
  readonly health: { readonly status: string; readonly message?: string } | undefined;
  /** False while the snapshot may be older than our own write (see `settled.ts`). */
  readonly settled: boolean;
}

export interface SyncTask {
  readonly key: ObjectKey;
  readonly phase: SyncPhase;
  readonly wave: number;
  readonly hook: boolean;
  /** Undefined for a prune task. */
  readonly target: KubeObject | undefined;
  readonly live: LiveState | undefined;
  readonly skipDryRun: boolean;
  readonly status: ResultCode;
  readonly progress: TaskPhase;
  readonly message: string;
}

export function objectOf(task: SyncTask): KubeObject {
  const object = task.target ?? task.live?.object;
  return object ?? { apiVersion: '', kind: task.key.kind, metadata: { name: task.key.name } };
}

export function isPrune(task: SyncTask): boolean {
  return task.target === undefined;
}

/** The intent was written (a hook), but no answer of the cluster yet. */
export function isIntended(task: SyncTask): boolean {
  return task.progress === 'Running' && task.status === '';
}

export function isPending(task: SyncTask): boolean {
  return task.progress === '';
}

export function isRunning(task: SyncTask): boolean {
  return task.progress === 'Running' && task.status !== '';
}

export function isCompleted(task: SyncTask): boolean {
  return task.progress === 'Succeeded' || task.progress === 'Failed' || task.progress === 'Error';
}

export function isUnsuccessful(task: SyncTask): boolean {
  return task.progress === 'Failed' || task.progress === 'Error';
}

export function hasDeletePolicy(task: SyncTask, policy: HookDeletePolicy): boolean {
  return task.hook && hookDeletePolicies(objectOf(task)).includes(policy);
}

/** `group/Kind/name`, as messages name an object. */
export function nameInMessages(task: SyncTask): string {
  return `${task.key.group}/${task.key.kind}/${task.key.name}`;
}

/** Identity of a task and of its line in the journal: the object and the phase. */
export function taskId(task: { readonly key: ObjectKey; readonly phase: string }): string {
  const { group, kind, namespace, name } = task.key;
  return `${group}/${kind}/${namespace}/${name}/${task.phase}`;
}

export function versionOf(task: SyncTask): string {
  return splitApiVersion(objectOf(task).apiVersion).version;
}

/** Own wave of an object: that of the target, else of what is live. */
export function ownWave(target: KubeObject | undefined, live: KubeObject | undefined): number {
  return syncWave(target ?? live);
}
