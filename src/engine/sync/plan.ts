/**
 * Tasks of one operation, from what was compared. Pure: the journal's lines and the live snapshot are inputs, so that any
 * controller builds the same plan at any time.
 */
import { type KubeObject, keyOf, keyText, type ObjectKey } from '../../kube/object/kube-object.ts';
import { hookName, hookPhases, isHook, isSkipped, withHookFinalizer } from './hook.ts';
import { definedKind, isCustomResourceDefinition, orderTasks } from './order.ts';
import { lineId, withProgress } from './results.ts';
import { effectiveOption, type SyncOptions } from './sync-options.ts';
import { type LiveState, ownWave, type ResourceResult, type SyncTask, taskId } from './task.ts';

/** An object of the desired state or of the cluster, as compared. */
export interface ComparedObject {
  readonly target: KubeObject | undefined;
  readonly live: KubeObject | undefined;
  readonly modified: boolean;
}

/** Which objects an operation is restricted to; empty fields of the filter match anything where the CLI says so. */
export interface ResourceFilter {
  readonly group?: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly exclude?: boolean;
}

/** An operation's request, read from `operation.sync`. */
export interface SyncRequest {
  readonly revision: string;
  /** Epoch milliseconds of `operationState.startedAt`. */
  readonly startedAt: number;
  readonly prune: boolean;
  readonly dryRun: boolean;
  /** `apply` runs no hooks. */
  readonly strategy: 'hook' | 'apply';
  readonly force: boolean;
  readonly options: SyncOptions;
  readonly resources: readonly ResourceFilter[];
}

export interface PlanInput {
  readonly request: SyncRequest;
  /** `spec.destination.namespace`: for objects that name none. */
  readonly namespace: string;
  readonly compared: readonly ComparedObject[];
  /** Hooks among the manifests. */
  readonly hooks: readonly KubeObject[];
  /** The namespace object to be made first, where the operation asks for it and it is needed. */
  readonly managedNamespace: KubeObject | undefined;
  readonly live: (key: ObjectKey) => LiveState | undefined;
  readonly lines: readonly ResourceResult[];
}

/** All tasks in order, each with the progress that the journal holds. */
export function planSync(input: PlanInput): readonly SyncTask[] {
  const { request } = input;
  const tasks = [...namespaceTask(input), ...objectTasks(input), ...hookTasks(input)];
  const wanted = [...input.compared.flatMap(({ target }) => target ?? []), ...input.hooks];
  const defined = new Set(wanted.flatMap(definitionsOf));
  const marked = tasks.map((task) => ({ ...task, skipDryRun: skipsDryRun(task, request.options, defined) }));
  const ordered = orderTasks(marked, request.options.get('PruneLast') === 'true');
  const lines = new Map(input.lines.map((line) => [lineId(line), line]));
  return ownLiveObjects(ordered.map((task) => withProgress(task, lines.get(taskId(task)))));
}

/** A hook of several phases is one object: once a later phase has begun to run it, it no longer is that of an earlier one. */
function ownLiveObjects(tasks: readonly SyncTask[]): readonly SyncTask[] {
  const owner = new Map<string, number>();
  for (const [at, task] of tasks.entries()) if (task.hook && task.progress !== '') owner.set(keyText(task.key), at);
  return tasks.map((task, at) => {
    const last = task.hook ? owner.get(keyText(task.key)) : undefined;
    return last === undefined || at >= last ? task : { ...task, live: undefined };
  });
}

function namespaceTask({ managedNamespace, live }: PlanInput): readonly SyncTask[] {
  if (managedNamespace === undefined) return [];
  const key = keyOf(managedNamespace);
  return [pendingTask({ key, phase: 'PreSync', target: managedNamespace, live: live(key), hook: false })];
}

function objectTasks(input: PlanInput): readonly SyncTask[] {
  const applyOutOfSyncOnly = input.request.options.get('ApplyOutOfSyncOnly') === 'true';
  const started = new Set(input.lines.map(lineId));
  return input.compared.flatMap((pair) => {
    const object = pair.target ?? pair.live;
    if (object === undefined || isHook(object) || isSkipped(object)) return [];
    if (pair.target === undefined && pair.live !== undefined && isHook(pair.live)) return [];
    const task = objectTask(pair, input);
    if (!isSelected(keyOf(object), input.request.resources)) return [];
    const unmodified = pair.target !== undefined && pair.live !== undefined && !pair.modified;
    return applyOutOfSyncOnly && unmodified && !started.has(taskId(task)) ? [] : [task];
  });
}

function objectTask(pair: ComparedObject, input: PlanInput): SyncTask {
  const target = pair.target && inNamespace(pair.target, input.namespace);
  const key = keyOf(target ?? pair.live ?? { apiVersion: '', kind: '', metadata: {} });
  // A cluster-scoped target carries the destination's namespace in the journal (as recorded), but not in the cluster.
  const liveKey = pair.live === undefined ? (pair.target ? keyOf(pair.target) : key) : keyOf(pair.live);
  return pendingTask({ key, phase: 'Sync', target, live: input.live(liveKey), hook: false });
}

function hookTasks(input: PlanInput): readonly SyncTask[] {
  const { request } = input;
  if (request.strategy === 'apply' || request.resources.length > 0) return [];
  return input.hooks.flatMap((hook) =>
    hookPhases(hook).map((phase) => {
      const { generateName: _, ...metadata } = hook.metadata;
      const name = hookName(hook, { revision: request.revision, phase, startedAt: request.startedAt });
      const named: KubeObject = { ...hook, metadata: { ...metadata, name } };
      const target = withHookFinalizer(inNamespace(named, input.namespace));
      const key = keyOf(target);
      return pendingTask({ key, phase, target, live: input.live(key) ?? input.live(keyOf(named)), hook: true });
    }),
  );
}

function pendingTask(parts: Pick<SyncTask, 'key' | 'phase' | 'target' | 'live' | 'hook'>): SyncTask {
  const wave = ownWave(parts.target, parts.live?.object);
  return { ...parts, wave, skipDryRun: false, status: '', progress: '', message: '' };
}

/** True where an operation restricted to some resources includes this one. */
export function isSelected(key: ObjectKey, filters: readonly ResourceFilter[]): boolean {
  if (filters.length === 0) return true;
  const included = filters.filter((filter) => filter.exclude !== true);
  if (filters.some((filter) => filter.exclude === true && matches(key, filter))) return false;
  return included.length === 0 || included.some((filter) => matches(key, filter));
}

function matches(key: ObjectKey, filter: ResourceFilter): boolean {
  const namespace = filter.namespace ?? '';
  return (
    key.kind === filter.kind &&
    key.name === filter.name &&
    key.group === (filter.group ?? '') &&
    (namespace === '' || key.namespace === '' || key.namespace === namespace)
  );
}

function skipsDryRun(task: SyncTask, options: SyncOptions, defined: ReadonlySet<string>): boolean {
  if (task.target === undefined) return false;
  if (defined.has(`${task.key.group}/${task.key.kind}`)) return true;
  return effectiveOption(task.target, options, 'SkipDryRunOnMissingResource') === 'true';
}

function definitionsOf(target: KubeObject): readonly string[] {
  return isCustomResourceDefinition(target) ? [definedKind(target)] : [];
}

function inNamespace(object: KubeObject, namespace: string): KubeObject {
  if ((object.metadata.namespace ?? '') !== '' || namespace === '') return object;
  return { ...object, metadata: { ...object.metadata, namespace } };
}
