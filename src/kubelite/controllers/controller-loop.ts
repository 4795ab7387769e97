/**
 * Runs controllers on a cluster: notes changes, keeps one queue of keys, runs steps, does their actions, and waits by
 * the clock it was given. Everything is level-triggered: starting anew on the same cluster goes on where it was.
 */
import type { Clock, Timer } from '../../base/clock.ts';
import { AppError, hasCode, messageOf } from '../../base/errors.ts';
import { applyActions } from './apply-actions.ts';
import type { ClusterAccess } from './cluster-access.ts';
import { type ClusterReader, type Controller, type TriggerChange, type WorkKey, workKeyText } from './controller.ts';
import { EventNames } from './event-names.ts';
import { OwnerIndex } from './owner-index.ts';

/** Steps done before other work of the process gets its turn, and milliseconds after which it does at the latest. */
const SLICE = 200;
const SLICE_TIME = 10;
/** Of what was there at the start so many changes are work at a time: it may be a hundred thousand objects. */
const TAKEN_UP = 1000;
/** Steps on one key within a second before it has to wait: two controllers may fight over a field. */
const HOT = 1000;
const FIRST_RETRY = 20;
const LAST_RETRY = 10_000;

interface Work {
  readonly controller: Controller;
  readonly key: WorkKey;
  timer?: Timer;
  failures: number;
  failure?: AppError;
  /** Second of the last step, and the steps within it. */
  second: number;
  steps: number;
}

export interface ControllerLoopOptions {
  readonly access: ClusterAccess;
  readonly clock: Clock;
  readonly controllers: readonly Controller[];
  /** Told of every step that failed; it is tried again later. */
  readonly onFailure?: (controller: string, key: WorkKey, error: AppError) => void;
}

export interface RunningControllers {
  /** Does all queued work now, without waiting for the clock; for starting and for tests. */
  settle(): void;
  stop(): void;
}

/** Starts the controllers; work is done in turns of the clock. */
export function runControllers(options: ControllerLoopOptions): RunningControllers {
  const loop = new ControllerLoop(options);
  loop.start();
  return loop;
}

class ControllerLoop implements RunningControllers {
  readonly #options: ControllerLoopOptions;
  readonly #index = new OwnerIndex();
  readonly #eventNames = new EventNames();
  readonly #reader: ClusterReader;
  readonly #work = new Map<string, Work>();
  readonly #byResource = new Map<string, { controller: Controller; trigger: Controller['triggers'][number] }[]>();
  readonly #queue = new Set<Work>();
  /** What was there at the start and is not work yet. */
  #present: Iterator<TriggerChange> | undefined;
  #turn: Timer | undefined;
  #stopped = false;
  #unsubscribe: () => void = () => undefined;

  constructor(options: ControllerLoopOptions) {
    this.#options = options;
    const { access } = options;
    this.#reader = {
      list: (resource, namespace) => access.list(resource, namespace),
      each: (resource, namespace) => access.each(resource, namespace),
      get: (resource, namespace, name) => access.get(resource, namespace, name),
      resources: () => access.resources(),
      uncontrolled: (resource, namespace) => this.#index.uncontrolled(access, resource, namespace),
      dependents: (uid, wanted) => {
        const found = this.#index.dependents(access, uid);
        if (wanted === undefined) return found;
        return found.filter(({ resource: r }) => r.plural === wanted.plural && r.group === wanted.group);
      },
    };
    for (const controller of options.controllers) {
      for (const trigger of controller.triggers) {
        const name = trigger.resource === 'any' ? 'any' : `${trigger.resource.group}/${trigger.resource.plural}`;
        this.#byResource.set(name, [...(this.#byResource.get(name) ?? []), { controller, trigger }]);
      }
    }
  }

  start(): void {
    const { access } = this.#options;
    this.#unsubscribe = access.subscribe((event) => this.#note(event));
    for (const change of presentObjects(access)) this.#index.note(change);
    this.#present = presentObjects(access);
    this.#takeUp();
    this.#schedule();
  }

  settle(): void {
    while (this.#hasWork()) this.#slice(Number.POSITIVE_INFINITY);
  }

  stop(): void {
    this.#stopped = true;
    this.#unsubscribe();
    this.#turn?.cancel();
    for (const work of this.#work.values()) work.timer?.cancel();
    this.#queue.clear();
  }

  #note(change: TriggerChange): void {
    if (this.#stopped) return;
    this.#index.note(change);
    this.#trigger(change);
  }

  #trigger(change: TriggerChange): void {
    const interested = [
      ...(this.#byResource.get(`${change.resource.group}/${change.resource.plural}`) ?? []),
      ...(this.#byResource.get('any') ?? []),
    ];
    for (const { controller, trigger } of interested) {
      for (const key of trigger.keys(change, this.#reader)) this.#enqueue(this.#workOf(controller, key));
    }
  }

  #workOf(controller: Controller, key: WorkKey): Work {
    const name = `${controller.name}|${workKeyText(key)}`;
    const known = this.#work.get(name);
    if (known !== undefined) return known;
    const work: Work = { controller, key, failures: 0, second: 0, steps: 0 };
    this.#work.set(name, work);
    return work;
  }

  #enqueue(work: Work): void {
    if (this.#stopped) return;
    this.#queue.add(work);
    this.#schedule();
  }

  #hasWork(): boolean {
    return !this.#stopped && (this.#queue.size > 0 || this.#present !== undefined);
  }

  #schedule(): void {
    this.#turn ??= this.#options.clock.after(0, () => {
      this.#turn = undefined;
      this.#slice(this.#options.clock.monotonic() + SLICE_TIME);
      if (this.#hasWork()) this.#schedule();
    });
  }

  #slice(until: number): void {
    for (let done = 0; done < SLICE && !this.#stopped; done += 1) {
      if (this.#queue.size === 0) this.#takeUp();
      const [work] = this.#queue;
      if (work === undefined) return;
      this.#queue.delete(work);
      if (this.#isHot(work)) this.#wake(work, this.#options.clock.now() + 1000);
      else this.#run(work);
      if (this.#options.clock.monotonic() >= until) return;
    }
  }

  /** Makes work of what was there at the start. */
  #takeUp(): void {
    for (let taken = 0; taken < TAKEN_UP && this.#present !== undefined; taken += 1) {
      const { value, done } = this.#present.next();
      if (done) this.#present = undefined;
      else this.#trigger(value);
    }
  }

  #isHot(work: Work): boolean {
    const second = Math.floor(this.#options.clock.now() / 1000);
    work.steps = work.second === second ? work.steps + 1 : 1;
    work.second = second;
    return work.steps > HOT;
  }

  #run(work: Work): void {
    const { access, clock } = this.#options;
    const now = clock.now();
    work.timer?.cancel();
    delete work.timer;
    try {
      const failure = work.failure === undefined ? {} : { failure: work.failure };
      const step = work.controller.run(this.#reader, work.key, { now, ...failure });
      applyActions(access, step.actions, { now, eventNames: this.#eventNames });
      work.failures = 0;
      delete work.failure;
      if (step.wakeAt !== undefined) this.#wake(work, step.wakeAt);
      else if (!this.#queue.has(work)) this.#work.delete(`${work.controller.name}|${workKeyText(work.key)}`);
    } catch (error) {
      this.#failed(work, error);
    }
  }

  #failed(work: Work, error: unknown): void {
    const failure = asAppError(error);
    work.failure = failure;
    const delay = Math.min(LAST_RETRY, FIRST_RETRY * 2 ** work.failures);
    work.failures = Math.min(work.failures + 1, 20);
    this.#wake(work, this.#options.clock.now() + delay);
    if (!hasCode(failure, 'kube.conflict', 'kube.already-exists')) {
      this.#options.onFailure?.(work.controller.name, work.key, failure);
    }
  }

  #wake(work: Work, at: number): void {
    work.timer?.cancel();
    work.timer = this.#options.clock.after(Math.max(0, at - this.#options.clock.now()), () => this.#enqueue(work));
  }
}

/** Everything there is, as if it had come just now. */
function* presentObjects(access: ClusterAccess): Generator<TriggerChange, undefined> {
  for (const resource of access.resources()) {
    for (const object of access.each(resource)) yield { type: 'ADDED', resource, object };
  }
}

function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError({ code: 'kubelite.controller', kind: 'terminal', message: messageOf(error), cause: error });
}
