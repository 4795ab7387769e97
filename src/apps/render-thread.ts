/** One thread of the pool: what it was given, what it knows, and how an attempt on it ends. */
import { Worker } from 'node:worker_threads';
import { AppError } from '../base/errors.ts';
import { needKey, type RenderObject, type RenderTask, type TaskOutcome } from '../services/source/index.ts';
import type { FromRenderer, ToRenderer } from './render-messages.ts';

export interface ThreadLimits {
  /** Megabytes that one thread may fill. */
  readonly memory: number;
  /** Milliseconds of all attempts of one render together. */
  readonly time: number;
}

/** A render, as threads see it. */
export interface SessionParts {
  readonly id: number;
  readonly task: RenderTask;
  readonly signal: AbortSignal;
  /** Milliseconds that are left of its time. */
  left: number;
}

/** Helm lets a template include itself a thousand times; each level may hold loops, conditions and pipelines. */
const STACK_MEGABYTES = 32;
/** Renders whose objects a thread holds, so that their next attempts need not be given them again. */
const SESSIONS = 4;
/** Objects that a thread is remembered to have seen. */
const SEEN = 20_000;
/** Enough to tell one chart from another. */
const COMPARED = 400;

export class RenderThread {
  readonly #worker: Worker;
  readonly #limits: ThreadLimits;
  /** What it holds of each session, the one that was used last at the end. */
  readonly #given = new Map<number, Map<string, RenderObject>>();
  readonly #seen = new Set<string>();
  #hasEnded = false;
  /** Resolves when it is up; never where it ends before. */
  readonly ready: Promise<void>;

  constructor(limits: ThreadLimits, onEnd: () => void) {
    this.#limits = limits;
    const resourceLimits = { maxOldGenerationSizeMb: limits.memory, stackSizeMb: STACK_MEGABYTES };
    this.#worker = new Worker(workerUrl(), { resourceLimits });
    this.ready = new Promise((resolve) => this.#worker.once('message', () => resolve()));
    // Whoever waits for it is told by listeners of its own; here an unheard error would end the process.
    this.#worker.on('error', () => undefined);
    this.#worker.once('exit', () => {
      this.#hasEnded = true;
      onEnd();
    });
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** How much of what a render has was seen here before: then charts, templates and bases of it are parsed already. */
  knows(held: ReadonlyMap<string, RenderObject>): number {
    let compared = 0;
    let known = 0;
    for (const key of held.keys()) {
      if (this.#seen.has(key)) known += 1;
      compared += 1;
      if (compared === COMPARED) break;
    }
    return known;
  }

  holds(session: number): boolean {
    return this.#given.has(session);
  }

  /** Whether it keeps the process alive. */
  keepAlive(isNeeded: boolean): void {
    if (isNeeded) this.#worker.ref();
    else this.#worker.unref();
  }

  /** Lets go of what it held of a render that is over. */
  forget(session: number): void {
    if (!this.#given.delete(session) || this.#hasEnded) return;
    this.#post({ kind: 'close', session });
  }

  async end(): Promise<void> {
    this.#hasEnded = true;
    await this.#worker.terminate();
  }

  /** Nothing else may run on it meanwhile. Throws `source.render-crashed`, `source.render-too-slow`, the signal's reason. */
  async attempt(session: SessionParts, held: ReadonlyMap<string, RenderObject>): Promise<TaskOutcome> {
    const began = performance.now();
    try {
      const given = this.#given.get(session.id);
      const outcome = await this.#answer(session, {
        kind: 'attempt',
        session: session.id,
        task: given === undefined ? session.task : undefined,
        objects: this.#give(session.id, held),
      });
      // What it asks for it is given, be it what it was given before.
      if (outcome.kind === 'needs')
        for (const need of outcome.needs) this.#given.get(session.id)?.delete(needKey(need));
      return outcome;
    } finally {
      session.left -= performance.now() - began;
    }
  }

  /** What it has not got of these. */
  #give(session: number, held: ReadonlyMap<string, RenderObject>): Map<string, RenderObject> {
    const given = this.#given.get(session) ?? new Map<string, RenderObject>();
    this.#given.delete(session);
    this.#given.set(session, given);
    for (const oldest of this.#given.keys()) {
      if (this.#given.size <= SESSIONS) break;
      this.forget(oldest);
    }
    const objects = new Map<string, RenderObject>();
    for (const [key, object] of held) {
      if (given.get(key) === object) continue;
      given.set(key, object);
      objects.set(key, object);
      this.#see(key);
    }
    return objects;
  }

  #see(key: string): void {
    this.#seen.delete(key);
    this.#seen.add(key);
    for (const oldest of this.#seen) {
      if (this.#seen.size <= SEEN) break;
      this.#seen.delete(oldest);
    }
  }

  #answer({ task, signal, left }: SessionParts, question: ToRenderer): Promise<TaskOutcome> {
    const worker = this.#worker;
    const { promise, resolve, reject } = Promise.withResolvers<TaskOutcome>();
    const answered = (message: FromRenderer): void => {
      if (message.kind === 'ready') return;
      if (message.kind === 'broken') reject(crashed(task, `it broke its thread: ${message.message}`));
      else resolve(message);
    };
    const failed = (error: Error): void => reject(this.#broken(task, error));
    const exited = (): void => reject(crashed(task, 'its thread ended'));
    const giveUp = (error: unknown): void => {
      reject(error);
      void this.end();
    };
    const aborted = (): void => giveUp(signal.reason);
    const timer = setTimeout(() => giveUp(tooSlow(task, this.#limits.time)), Math.max(0, left));
    worker.on('message', answered).once('error', failed).once('exit', exited);
    signal.addEventListener('abort', aborted, { once: true });
    if (signal.aborted) aborted();
    else if (this.#hasEnded) exited();
    else this.#post(question);
    return promise.finally(() => {
      clearTimeout(timer);
      signal.removeEventListener('abort', aborted);
      worker.off('message', answered).off('error', failed).off('exit', exited);
    });
  }

  #broken(task: RenderTask, error: Error): AppError {
    const isMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    if (!isMemory) return crashed(task, `it broke its thread: ${error.message}`);
    return crashed(task, `it needs more than the ${this.#limits.memory} MB of memory that a render may use`);
  }

  #post(message: ToRenderer): void {
    this.#worker.postMessage(message);
  }
}

/** From the sources the worker is a file beside; in the bundle it lies next to the program. */
function workerUrl(): URL {
  const isSource = import.meta.url.endsWith('.ts');
  return new URL(isSource ? './workers/render-worker.ts' : './render-worker.mjs', import.meta.url);
}

const HINT = 'make the source smaller, for example with spec.source.directory.include';

function crashed({ request }: RenderTask, why: string): AppError {
  const message = `application ${JSON.stringify(request.appName)} cannot be rendered: ${why}`;
  return new AppError({ code: 'source.render-crashed', kind: 'user', message, hint: HINT });
}

function tooSlow({ request }: RenderTask, time: number): AppError {
  const limit = `the ${time / 1000} s that a render may take`;
  const message = `application ${JSON.stringify(request.appName)} cannot be rendered: it needs more than ${limit}`;
  return new AppError({ code: 'source.render-too-slow', kind: 'user', message, hint: HINT });
}
