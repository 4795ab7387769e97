/**
 * Carries one attempt of a sync out, step by step: the planner says which step is next, the guarded writer does it, the outcome
 * goes into the journal's lines, and the planner is asked again, until the attempt waits or ends.
 */
import { unreachable } from '../../base/errors.ts';
import { applyMode } from '../../engine/apply/index.ts';
import { projectName } from '../../engine/project/validate-application.ts';
import {
  decidePrune,
  isApproved,
  isCustomResourceDefinition,
  nextStep,
  type Outcome,
  objectOf,
  planSync,
  prunePropagation,
  type SyncStep,
  type SyncTask,
  validateTasks,
  withOutcomes,
} from '../../engine/sync/index.ts';
import { keyOf, keyText, splitApiVersion } from '../../kube/object/kube-object.ts';
import { annotationOfApp, DELETION_APPROVED_ANNOTATION } from './application-view.ts';
import { untilServed } from './custom-kinds.ts';
import type { WriteOutcome } from './guarded-write.ts';
import { untilPodsAreKnown } from './hook-pods.ts';
import { inBatches } from './in-batches.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import { hasSeveralSources, sourcesOfOperation } from './operation.ts';
import { nextTry, outageOf, prolonged } from './outage.ts';
import type { PassContext } from './pass.ts';
import { type AttemptResult, operationId } from './sync.ts';
import { type Attempt, prepareAttempt } from './sync-prepare.ts';

/** Goes on with the attempt until it waits or ends. */
export async function runAttempt(keeper: JournalKeeper, context: PassContext): Promise<AttemptResult> {
  const prepared = await prepareAttempt(keeper, context);
  if (prepared.kind === 'ended') return prepared;
  const runner = new AttemptRunner(keeper, context, prepared.attempt);
  return runner.refusal() ?? runner.run();
}

type Ended = AttemptResult | 'on';

/** A task that the cluster had no answer for, beside what it comes to where the patience has ended. */
interface HeldUp {
  readonly reason: string;
  readonly failure: Outcome;
}

type Tried = Outcome | HeldUp;

function isHeldUp(tried: Tried): tried is HeldUp {
  return 'failure' in tried;
}

class AttemptRunner {
  private readonly keeper: JournalKeeper;
  private readonly context: PassContext;
  private readonly attempt: Attempt;

  constructor(keeper: JournalKeeper, context: PassContext, attempt: Attempt) {
    this.keeper = keeper;
    this.context = context;
    this.attempt = attempt;
  }

  /** Shared objects, where the operation refuses them. */
  refusal(): AttemptResult | undefined {
    if (this.attempt.request.options.get('FailOnSharedResource') !== 'true') return undefined;
    const shared = this.attempt.comparison.conditions.filter(({ type }) => type === 'SharedResourceWarning');
    if (shared.length === 0) return undefined;
    return ended('Failed', `Shared resource found: ${shared.map(({ message }) => message).join(', ')}`);
  }

  async run(): Promise<AttemptResult> {
    for (;;) {
      const tasks = planSync(await this.attempt.planInput());
      const refused = validateTasks(this.asWritten(tasks), (task) => this.factsOf(task));
      if (refused !== undefined) {
        this.note(refused.outcomes);
        return ended('Failed', refused.message);
      }
      const outcome = await this.carryOut(this.next(tasks));
      if (outcome !== 'on') return outcome;
    }
  }

  /** In the order of the manifests, hooks last: refusals are told so, whatever the order of a sync would be. */
  private asWritten(tasks: readonly SyncTask[]): readonly SyncTask[] {
    const { places } = this.attempt;
    const place = (task: SyncTask) => places.get(keyText(task.key)) ?? places.size;
    return [...tasks].sort((left, right) => Number(left.hook) - Number(right.hook) || place(left) - place(right));
  }

  private next(tasks: readonly SyncTask[]): SyncStep {
    const { request, run } = this.attempt;
    const approval = annotationOfApp(this.context.view, DELETION_APPROVED_ANNOTATION);
    return nextStep({
      tasks,
      request,
      now: this.context.now(),
      dryRunDone: run.dryRunDone || tasks.some((task) => task.progress !== ''),
      pruneApproved: isApproved(approval, request.startedAt),
      hooksDeleted: run.hooksDeleted,
      nextWaveAt: run.nextWaveAt,
    });
  }

  private factsOf(task: SyncTask) {
    const { cluster, denies } = this.attempt;
    const object = objectOf(task);
    const { group, version } = splitApiVersion(object.apiVersion);
    const resource = cluster.resourceFor(group, object.kind, version);
    const key = resource?.namespaced === false ? { ...task.key, namespace: '' } : task.key;
    const served = resource !== undefined && (task.target === undefined || resource.version === version);
    const denied = denies(key, resource?.namespaced ?? key.namespace !== '');
    return { served, otherVersion: served ? undefined : resource?.version, denied };
  }

  private async carryOut(step: SyncStep): Promise<Ended> {
    switch (step.kind) {
      case 'note':
        return this.note(step.outcomes);
      case 'intend':
        this.note(step.outcomes);
        await this.keepCommits();
        return this.store();
      case 'dryRun':
        return this.rehearse(step.tasks);
      case 'apply':
        return this.apply(step.tasks);
      case 'prune':
        return this.prune(step.tasks);
      case 'deleteLeftovers':
        return this.removeHooks(step.tasks);
      case 'releaseHooks':
        // The result is stored first: a released hook may be gone before the next controller looks.
        return (await this.store()) === 'on' ? this.release(step.tasks) : { kind: 'overtaken' };
      case 'deleteHooks':
        return this.endHooks(step.tasks);
      case 'wait':
        this.noteWait(step);
        return { kind: 'waiting', message: step.message, wakeAt: earliest(step.wakeAt, this.attempt.settlesAt()) };
      case 'finish':
        this.attempt.run.waiting = undefined;
        return ended(step.phase, step.message);
      default:
        return unreachable(step);
    }
  }

  /** Since when: the same words are the same wait. */
  private noteWait({ message, wakeAt }: Pick<Extract<SyncStep, { kind: 'wait' }>, 'message' | 'wakeAt'>): void {
    const { run } = this.attempt;
    const since = run.waiting?.why === message ? run.waiting.since : this.context.now();
    run.waiting = { why: message, since, until: wakeAt };
  }

  private async rehearse(tasks: readonly SyncTask[]): Promise<Ended> {
    const { request, run } = this.attempt;
    const tried = await inBatches(tasks, this.context.tuning.applyParallelism, (task) => this.write(task, true));
    const outcomes = tried.map((it): Outcome => (isHeldUp(it) ? it.failure : it));
    run.dryRunDone = true;
    const refused = outcomes.filter(({ status }) => status === 'SyncFailed');
    if (refused.length > 0) {
      this.note(refused);
      return ended('Failed', 'one or more objects failed to apply (dry run)');
    }
    if (!request.dryRun) return 'on';
    this.note(outcomes.map((outcome) => ({ ...outcome, progress: 'Succeeded' })));
    return ended('Succeeded', 'successfully synced (no more tasks)');
  }

  private async apply(tasks: readonly SyncTask[]): Promise<Ended> {
    // What is to be made goes before what is to be changed: as kubectl, which looks at the latter first.
    const missing = tasks.filter((task) => task.live === undefined);
    const present = tasks.filter((task) => task.live !== undefined);
    const { outcomes, held } = this.settle([...(await this.writeAll(missing)), ...(await this.writeAll(present))]);
    const byTask = new Map(outcomes.map((outcome) => [outcome.task, outcome]));
    this.note(tasks.flatMap((task) => byTask.get(task) ?? []));
    this.delayNextWave();
    const defined = outcomes.filter(({ status }) => status === 'Synced').map(({ task }) => objectOf(task));
    const { cluster } = this.attempt;
    await Promise.all(defined.filter(isCustomResourceDefinition).map((it) => untilServed(this.context, cluster, it)));
    return held;
  }

  private writeAll(tasks: readonly SyncTask[]): Promise<readonly Tried[]> {
    return inBatches(tasks, this.context.tuning.applyParallelism, (task) => this.write(task, false));
  }

  private async write(task: SyncTask, dryRun: boolean): Promise<Tried> {
    const { request, run, writer } = this.attempt;
    const { target, live } = task;
    if (target === undefined) return { task, status: 'Pruned', progress: 'Running', message: 'pruned (dry run)' };
    const mode = applyMode(target, request.options, request.force);
    const result = await writer.apply({ target, live: live?.object, mode, dryRun });
    if (result.kind === 'failed') {
      return triedIn(result, { task, status: 'SyncFailed', progress: 'Failed', message: result.message });
    }
    if (result.object !== undefined) {
      run.applied.set(keyText(keyOf(result.object)), {
        answer: result.object,
        change: result.change,
        at: this.context.now(),
      });
    }
    return { task, status: 'Synced', progress: 'Running', message: result.message };
  }

  private async prune(tasks: readonly SyncTask[]): Promise<Ended> {
    const tried = await inBatches(tasks, this.context.tuning.applyParallelism, (task) => this.pruneOne(task));
    const { outcomes, held } = this.settle(tried);
    this.note(outcomes);
    this.delayNextWave();
    return held;
  }

  private async pruneOne(task: SyncTask): Promise<Tried> {
    const { request } = this.attempt;
    const decision = decidePrune(task, request);
    if (decision.kind === 'skip')
      return { task, status: 'PruneSkipped', progress: 'Succeeded', message: decision.message };
    const result = await this.remove(task);
    if (result.kind === 'failed') {
      return triedIn(result, { task, status: 'SyncFailed', progress: 'Failed', message: result.message });
    }
    return { task, status: 'Pruned', progress: 'Succeeded', message: 'pruned' };
  }

  private async endHooks(tasks: readonly SyncTask[]): Promise<Ended> {
    const { run, cluster } = this.attempt;
    if (!run.hooksTold) {
      run.hooksTold = true;
      const hooks = tasks.flatMap((task) => task.live?.object ?? []);
      await untilPodsAreKnown(hooks, cluster, this.context.deps.clock);
      return { kind: 'telling' };
    }
    const removed = await this.removeHooks(tasks);
    run.hooksDeleted = removed === 'on';
    return removed;
  }

  /** Deletes hooks; our own finalizer must not hold what we delete. */
  private async removeHooks(tasks: readonly SyncTask[]): Promise<Ended> {
    const tried = await inBatches(tasks, this.context.tuning.applyParallelism, async (task): Promise<Tried[]> => {
      const removed = await this.remove(task);
      const live = removed.kind === 'done' ? removed.object : undefined;
      const released = live === undefined ? undefined : await this.attempt.writer.releaseHook(live);
      const result = released !== undefined && outageOf(released) !== undefined ? released : removed;
      if (result.kind === 'done') return [];
      const message = `failed to delete resource: ${result.message}`;
      return [triedIn(result, { task, status: task.status, progress: 'Error', message })];
    });
    const { outcomes, held } = this.settle(tried.flat());
    this.note(outcomes);
    return held;
  }

  private async remove(task: SyncTask): Promise<WriteOutcome> {
    const live = task.live?.object;
    if (live === undefined) return { kind: 'done', message: '', object: undefined, change: 'unchanged' };
    const result = await this.attempt.writer.remove({
      object: live,
      propagation: prunePropagation(this.attempt.request.options),
    });
    if (result.kind === 'done' && result.object === undefined) this.attempt.gone(live);
    return result;
  }

  private async release(tasks: readonly SyncTask[]): Promise<Ended> {
    const tried = await inBatches(tasks, this.context.tuning.applyParallelism, async (task): Promise<Tried[]> => {
      if (task.live === undefined) return [];
      const result = await this.attempt.writer.releaseHook(task.live.object);
      if (result.kind === 'done') {
        if (result.object === undefined) this.attempt.gone(task.live.object);
        return [];
      }
      const message = `failed to remove hook finalizer: ${result.message}`;
      return [triedIn(result, { task, status: task.status, progress: 'Error', message })];
    });
    const { outcomes, held } = this.settle(tried.flat());
    this.note(outcomes);
    return held;
  }

  /**
   * What a step came to. While the cluster does not answer, what it had no answer for stays to be done and is waited for; when
   * that has lasted too long, it has failed.
   */
  private settle(tried: readonly Tried[]): { readonly outcomes: readonly Outcome[]; readonly held: Ended } {
    const { run } = this.attempt;
    const outcomes = tried.filter((it): it is Outcome => !isHeldUp(it));
    const [first] = tried.filter(isHeldUp);
    if (first === undefined) {
      run.outage = undefined;
      return { outcomes, held: 'on' };
    }
    const now = this.context.now();
    run.outage = prolonged(run.outage, now);
    const wakeAt = nextTry(run.outage, now);
    if (wakeAt === undefined)
      return { outcomes: tried.map((it): Outcome => (isHeldUp(it) ? it.failure : it)), held: 'on' };
    const message = `waiting for the cluster: ${first.reason}`;
    this.noteWait({ message, wakeAt });
    return { outcomes, held: { kind: 'waiting', message, wakeAt } };
  }

  private delayNextWave(): void {
    const { waveDelay } = this.context.tuning;
    if (waveDelay > 0) this.attempt.run.nextWaveAt = this.context.now() + waveDelay;
  }

  private note(outcomes: readonly Outcome[]): 'on' {
    const { syncResult } = this.keeper.state;
    if (syncResult === undefined || outcomes.length === 0) return 'on';
    // The lines hold only texts of the closed sets that the tables name.
    const resources = withOutcomes(syncResult.resources ?? [], outcomes) as typeof syncResult.resources & object;
    this.attempt.run.lines = resources;
    this.keeper.update({ syncResult: { ...syncResult, resources } });
    return 'on';
  }

  private async store(): Promise<Ended> {
    return (await this.keeper.write()) === 'overtaken' ? { kind: 'overtaken' } : 'on';
  }

  /** From the first hook on the operation may last: its commits must not be collected meanwhile. */
  private async keepCommits(): Promise<void> {
    const { view, manifests } = this.context;
    const { state } = this.keeper;
    const { syncResult } = state;
    const revisions = hasSeveralSources(view) ? (syncResult?.revisions ?? []) : [syncResult?.revision ?? ''];
    const sources = sourcesOfOperation(view, state.operation.sync ?? {});
    await manifests.keep(operationId(view, state), sources, revisions, projectName(view.app.spec));
  }
}

/** The failure of a write, or that it was held up. */
function triedIn(result: WriteOutcome, failure: Outcome): Tried {
  const outage = outageOf(result);
  return outage === undefined ? failure : { reason: outage.message, failure };
}

function ended(phase: 'Succeeded' | 'Failed' | 'Error', message: string): AttemptResult {
  return { kind: 'ended', phase, message };
}

function earliest(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
}
