/**
 * The next step of a running sync, from its tasks (plan and journal) and the live snapshot. Pure and without memory: a
 * controller that takes over asks the same question and gets the same answer. The caller carries a step out, puts the
 * outcomes into the journal's lines and asks again.
 */
import { hookDeletePolicies, withoutHookFinalizer } from './hook.ts';
import { assessTask } from './progress.ts';
import { needsConfirmation, type PruneRequest } from './prune.ts';
import type { Outcome } from './results.ts';
import {
  hasDeletePolicy,
  isCompleted,
  isIntended,
  isPending,
  isPrune,
  isRunning,
  isUnsuccessful,
  nameInMessages,
  objectOf,
  type SyncTask,
} from './task.ts';

export type SyncStep =
  /** Write these outcomes into the journal's lines (nothing else happened) and ask again. */
  | { readonly kind: 'note'; readonly outcomes: readonly Outcome[] }
  /** Write intents into the stored journal before anything is created. */
  | { readonly kind: 'intend'; readonly outcomes: readonly Outcome[] }
  | { readonly kind: 'dryRun'; readonly tasks: readonly SyncTask[] }
  | { readonly kind: 'prune'; readonly tasks: readonly SyncTask[] }
  /** Delete what an earlier run of these hooks left behind; their going wakes us. */
  | { readonly kind: 'deleteLeftovers'; readonly tasks: readonly SyncTask[] }
  /** Apply these at the same time: one kind. */
  | { readonly kind: 'apply'; readonly tasks: readonly SyncTask[] }
  /** The results of these hooks are known: let their objects go. */
  | { readonly kind: 'releaseHooks'; readonly tasks: readonly SyncTask[] }
  | { readonly kind: 'deleteHooks'; readonly tasks: readonly SyncTask[] }
  /** Nothing to do until something changes, or until `wakeAt`. */
  | { readonly kind: 'wait'; readonly message: string; readonly wakeAt: number | undefined }
  | { readonly kind: 'finish'; readonly phase: 'Succeeded' | 'Failed'; readonly message: string };

export interface StepInput {
  readonly tasks: readonly SyncTask[];
  readonly request: PruneRequest;
  readonly now: number;
  /** All tasks went through the dry run in this attempt, or the journal shows that it has begun to apply. */
  readonly dryRunDone: boolean;
  /** Prune=confirm was approved after the operation's start. */
  readonly pruneApproved: boolean;
  /** Hooks that are done were already deleted by policy in this pass. */
  readonly hooksDeleted: boolean;
  /** Earliest instant at which the next wave may begin; undefined: at once. */
  readonly nextWaveAt: number | undefined;
}

const NOT_APPLIED = 'one or more objects failed to apply';
const NOT_COMPLETED = 'one or more synchronization tasks completed unsuccessfully';
const NOT_RESCUED = 'one or more SyncFail hooks failed';
const NO_NAMESPACE = 'the namespace failed to apply';

/** Which step is next. Never throws. */
export function nextStep(input: StepInput): SyncStep {
  if (!input.dryRunDone) return { kind: 'dryRun', tasks: input.tasks.filter((task) => !task.skipDryRun) };
  const main = input.tasks.filter((task) => task.phase !== 'SyncFail');
  const failed = main.some(isUnsuccessful);
  const rest = restOfFailedStep(main);
  if (rest.length > 0) return runTasks(rest, input);
  if (!failed && isAllRun(main)) return succeed(input, 'successfully synced (all tasks run)');
  const noted = judgeable(input.tasks, main, failed).flatMap((task) => assessTask(task));
  if (noted.length > 0) return { kind: 'note', outcomes: noted };
  const released = input.tasks.filter(isReleasable);
  if (released.length > 0) return { kind: 'releaseHooks', tasks: released };
  return failed ? afterFailure(input, main) : onward(input, main);
}

/** What was refused does not keep the other kinds of its step from being applied: recorded. A prune that failed does. */
function restOfFailedStep(main: readonly SyncTask[]): readonly SyncTask[] {
  const refused = main.find((task) => task.status === 'SyncFailed');
  if (refused === undefined) return [];
  const step = main.filter((task) => isSameStep(task, refused));
  if (step.some((task) => isNamespaceOfAll(task) || (isPrune(task) && isUnsuccessful(task)))) return [];
  return step.filter((task) => !isPrune(task) && (isPending(task) || isIntended(task)));
}

/** A last wave without hooks is done as soon as it is applied, even where objects degrade later. */
function isAllRun(main: readonly SyncTask[]): boolean {
  const last = main.at(-1);
  if (last === undefined || main.some((task) => isPending(task) || isIntended(task))) return false;
  const lastStep = main.filter((task) => isSameStep(task, last));
  if (lastStep.some((task) => task.hook)) return false;
  return main.every((task) => isSameStep(task, last) || isCompleted(task));
}

/** A step is judged when all of it was applied, not before; after a failure nothing more of it will be. */
function judgeable(tasks: readonly SyncTask[], main: readonly SyncTask[], failed: boolean): readonly SyncTask[] {
  const next = main.find((task) => isPending(task) || isIntended(task));
  if (failed || next === undefined) return tasks;
  return tasks.filter((task) => !isSameStep(task, next));
}

function onward(input: StepInput, main: readonly SyncTask[]): SyncStep {
  const next = main.find((task) => isPending(task) || isIntended(task));
  const running = main.filter(isRunning);
  if (next === undefined) {
    const awaited = running.filter((task) => task.hook || isMultiStep(main));
    if (awaited.length > 0) return waitFor(awaited, undefined);
    return succeed(input, 'successfully synced (no more tasks)');
  }
  const before = running.filter((task) => !isSameStep(task, next));
  if (before.length > 0) return waitFor(before, undefined);
  const leaving = main.filter(
    (task) => isPruned(task) && !isSameStep(task, next) && task.live?.object.metadata.deletionTimestamp,
  );
  if (leaving.length > 0) return { kind: 'wait', message: waitMessage(leaving, 'deletion of'), wakeAt: undefined };
  const step = main.filter((task) => isSameStep(task, next));
  if (input.nextWaveAt !== undefined && input.now < input.nextWaveAt && step.every(isPending)) {
    return waitFor(step, input.nextWaveAt);
  }
  return runTasks(step, input);
}

/** Prune, delete leftovers, write intents, apply kind by kind. */
function runTasks(step: readonly SyncTask[], input: StepInput): SyncStep {
  const open = step.filter((task) => isPending(task) || isIntended(task));
  const prunes = open.filter(isPrune);
  const unconfirmed = input.pruneApproved ? [] : prunes.filter((task) => needsConfirmation(task, input.request));
  if (unconfirmed.length > 0) return waitForConfirmation(unconfirmed);
  if (prunes.length > 0) return { kind: 'prune', tasks: prunes };
  const leftovers = open.filter((task) => isPending(task) && isLeftover(task));
  if (leftovers.length > 0) return removeLeftovers(leftovers);
  const unwritten = open.filter((task) => task.hook && isPending(task));
  if (unwritten.length > 0) {
    return {
      kind: 'intend',
      outcomes: unwritten.map((task) => ({ task, status: '', progress: 'Running', message: '' })),
    };
  }
  const adopted = open.filter((task) => isIntended(task) && isOurs(task));
  if (adopted.length > 0) {
    const outcome = (task: SyncTask): Outcome => ({ task, status: 'Synced', progress: 'Running', message: '' });
    return { kind: 'note', outcomes: adopted.map(outcome) };
  }
  const kind = open[0]?.key.kind;
  const end = open.findIndex((task) => task.key.kind !== kind);
  return { kind: 'apply', tasks: end < 0 ? open : open.slice(0, end) };
}

function removeLeftovers(leftovers: readonly SyncTask[]): SyncStep {
  const staying = leftovers.filter((task) => !task.live?.object.metadata.deletionTimestamp || mayRelease(task));
  if (staying.length > 0) return { kind: 'deleteLeftovers', tasks: staying };
  return { kind: 'wait', message: waitMessage(leftovers, 'deletion of'), wakeAt: undefined };
}

/** An object being deleted that only our finalizer may hold. */
function mayRelease(task: SyncTask): boolean {
  return task.live !== undefined && withoutHookFinalizer(task.live.object) !== undefined;
}

function isLeftover(task: SyncTask): boolean {
  return task.live !== undefined && hasDeletePolicy(task, 'BeforeHookCreation');
}

/**
 * The intent is written and an object of that name is there: leftovers were gone before the intent, so it is ours. Where
 * leftovers are kept by policy only our finalizer tells that this run has applied it.
 */
function isOurs(task: SyncTask): boolean {
  if (task.live === undefined) return false;
  if (hookDeletePolicies(objectOf(task)).includes('BeforeHookCreation')) return true;
  return withoutHookFinalizer(task.live.object) !== undefined;
}

function isReleasable(task: SyncTask): boolean {
  return task.hook && isCompleted(task) && mayRelease(task);
}

function afterFailure(input: StepInput, main: readonly SyncTask[]): SyncStep {
  const namespace = main.find((task) => isNamespaceOfAll(task) && isUnsuccessful(task));
  if (namespace !== undefined) return fail(withReasons(NO_NAMESPACE, [namespace]));
  const running = main.filter((task) => task.hook && isRunning(task));
  if (running.length > 0) return waitFor(running, undefined);
  const ended = hooksToDelete(input, 'HookFailed');
  if (ended.length > 0) return { kind: 'deleteHooks', tasks: ended };
  const rescue = input.tasks.filter((task) => task.phase === 'SyncFail');
  const open = rescue.filter((task) => isPending(task) || isIntended(task));
  if (open.length > 0)
    return runTasks(
      rescue.filter((task) => isSameStep(task, open[0] ?? task)),
      input,
    );
  const awaited = rescue.filter(isRunning);
  if (awaited.length > 0) return waitFor(awaited, undefined);
  return fail(failureMessage(main, rescue));
}

/** The destination's namespace is made before anything else; without it nothing else is tried, hooks of a failure neither. */
function isNamespaceOfAll(task: SyncTask): boolean {
  return task.phase === 'PreSync' && !task.hook;
}

function fail(message: string): SyncStep {
  return { kind: 'finish', phase: 'Failed', message };
}

/** As recorded: the short sentence stands only where nothing of the failing step had been applied and no SyncFail hook ran. */
function failureMessage(main: readonly SyncTask[], rescue: readonly SyncTask[]): string {
  const unsent = rescue.filter((task) => task.status === 'SyncFailed');
  const rescued = rescue.length > 0 && unsent.length === 0;
  const first = main.find(isUnsuccessful);
  const step = main.filter((task) => first !== undefined && isSameStep(task, first));
  const partly = step.some((task) => task.status === 'Synced' || task.hook);
  const sentence = rescued || partly ? NOT_COMPLETED : NOT_APPLIED;
  const failures = main.filter((task) => task.status === 'SyncFailed');
  const message = withReasons(sentence, failures);
  return unsent.length === 0 ? message : `${message}\n${withReasons(NOT_RESCUED, unsent)}`;
}

function withReasons(sentence: string, tasks: readonly SyncTask[]): string {
  const reasons = tasks.map((task) => task.message);
  return reasons.length === 0 ? sentence : `${sentence}, reason: ${reasons.join(',')}`;
}

function succeed(input: StepInput, message: string): SyncStep {
  const done = hooksToDelete(input, 'HookSucceeded');
  if (done.length > 0) return { kind: 'deleteHooks', tasks: done };
  return { kind: 'finish', phase: 'Succeeded', message };
}

function hooksToDelete(input: StepInput, policy: 'HookSucceeded' | 'HookFailed'): readonly SyncTask[] {
  if (input.hooksDeleted) return [];
  return input.tasks.filter(
    (task) =>
      hasDeletePolicy(task, policy) && isCompleted(task) && task.live && !task.live.object.metadata.deletionTimestamp,
  );
}

function waitForConfirmation(tasks: readonly SyncTask[]): SyncStep {
  const [first] = tasks;
  const more = tasks.length > 1 ? ` and ${tasks.length - 1} more resources` : '';
  const name = first === undefined ? '' : nameInMessages(first);
  return { kind: 'wait', message: `waiting for pruning confirmation of ${name}${more}`, wakeAt: undefined };
}

function waitFor(tasks: readonly SyncTask[], wakeAt: number | undefined): SyncStep {
  const what = tasks[0]?.hook ? 'completion of hook' : 'healthy state of';
  return { kind: 'wait', message: waitMessage(tasks, what), wakeAt };
}

function waitMessage(tasks: readonly SyncTask[], what: string): string {
  const [first] = tasks;
  if (first === undefined) return 'one or more tasks are running';
  const more = tasks.length > 1 ? ` and ${tasks.length - 1} more ${first.hook ? 'hooks' : 'resources'}` : '';
  return `waiting for ${what} ${nameInMessages(first)}${more}`;
}

function isPruned(task: SyncTask): boolean {
  return task.status === 'Pruned';
}

function isSameStep(a: SyncTask, b: SyncTask): boolean {
  return a.phase === b.phase && a.wave === b.wave;
}

function isMultiStep(main: readonly SyncTask[]): boolean {
  const [first] = main;
  const last = main.at(-1);
  return first !== undefined && last !== undefined && !isSameStep(first, last);
}
