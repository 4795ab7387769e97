/**
 * The pool of threads for large renders: started when they are needed, ended when they are idle, bounded in memory and
 * time. A source that breaks its thread breaks nothing else.
 */
import { Worker } from 'node:worker_threads';
import { AppError } from '../base/errors.ts';
import type { RenderPool, RenderSession, RenderTask, TaskOutcome } from '../services/source/index.ts';
import type { FromRenderer, ToRenderer } from './render-messages.ts';

export interface RenderThreadOptions {
  /** Default 2. */
  readonly threads?: number;
  /** Milliseconds of all attempts of one render together; default 60 s. */
  readonly time?: number;
  /** Megabytes that one thread may fill; default 1024. */
  readonly memory?: number;
  /** Milliseconds after which an idle thread ends; default 30 s. */
  readonly idle?: number;
}

export interface RenderThreads extends RenderPool {
  /** Threads that are up. */
  readonly count: number;
  /** Ends all threads; renders that are under way fail. */
  close(): Promise<void>;
}

/** Helm lets a template include itself a thousand times; each level may hold loops, conditions and pipelines. */
const STACK_MEGABYTES = 32;

export function createRenderThreads(options: RenderThreadOptions = {}): RenderThreads {
  return new Threads({ threads: 2, time: 60_000, memory: 1024, idle: 30_000, ...options });
}

interface Thread {
  readonly worker: Worker;
  idleTimer: NodeJS.Timeout | undefined;
  hasEnded: boolean;
}

class Threads implements RenderThreads {
  readonly #options: Required<RenderThreadOptions>;
  readonly #all = new Set<Thread>();
  readonly #free: Thread[] = [];
  readonly #waiting: (() => void)[] = [];
  #taken = 0;
  #isClosed = false;

  constructor(options: Required<RenderThreadOptions>) {
    this.#options = options;
  }

  get count(): number {
    return this.#all.size;
  }

  async open(task: RenderTask): Promise<RenderSession> {
    while (this.#taken >= this.#options.threads) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.#isClosed) throw crashed('the product is ending');
    this.#taken += 1;
    const thread = this.#free.pop() ?? this.#start();
    clearTimeout(thread.idleTimer);
    thread.worker.ref();
    post(thread, { kind: 'open', task });
    let left = this.#options.time;
    return {
      attempt: async (objects) => {
        const began = performance.now();
        const outcome = await attempt(thread, objects, { left, time: this.#options.time });
        left -= performance.now() - began;
        return outcome;
      },
      [Symbol.asyncDispose]: async () => this.#release(thread),
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#all].map(({ worker }) => worker.terminate()));
    for (const next of this.#waiting.splice(0)) next();
  }

  #start(): Thread {
    const { memory } = this.#options;
    const resourceLimits = { maxOldGenerationSizeMb: memory, stackSizeMb: STACK_MEGABYTES };
    const worker = new Worker(workerUrl(), { resourceLimits });
    const thread: Thread = { worker, idleTimer: undefined, hasEnded: false };
    this.#all.add(thread);
    // Whoever waits for it is told by listeners of its own; here an unheard error would end the process.
    worker.on('error', () => undefined);
    worker.once('exit', () => {
      thread.hasEnded = true;
      this.#all.delete(thread);
      const at = this.#free.indexOf(thread);
      if (at >= 0) this.#free.splice(at, 1);
    });
    return thread;
  }

  #release(thread: Thread): void {
    this.#taken -= 1;
    if (!thread.hasEnded && !this.#isClosed) {
      post(thread, { kind: 'close' });
      thread.worker.unref();
      thread.idleTimer = setTimeout(() => void thread.worker.terminate(), this.#options.idle).unref();
      this.#free.push(thread);
    }
    this.#waiting.shift()?.();
  }
}

/** From the sources the worker is a file beside; in the bundle it lies next to the program. */
function workerUrl(): URL {
  const isSource = import.meta.url.endsWith('.ts');
  return new URL(isSource ? './workers/render-worker.ts' : './render-worker.mjs', import.meta.url);
}

function post(thread: Thread, message: ToRenderer): void {
  thread.worker.postMessage(message);
}

type Objects = Extract<ToRenderer, { kind: 'attempt' }>['objects'];

function attempt(
  thread: Thread,
  objects: Objects,
  { left, time }: { readonly left: number; readonly time: number },
): Promise<TaskOutcome> {
  const { worker } = thread;
  const { promise, resolve, reject } = Promise.withResolvers<TaskOutcome>();
  const answered = (message: FromRenderer): void => {
    if (message.kind === 'broken') reject(crashed(message.message));
    else resolve(message);
  };
  const failed = (error: Error): void => reject(crashed(error.message));
  const exited = (): void => reject(crashed('its thread ended'));
  worker.once('message', answered).once('error', failed).once('exit', exited);
  const timer = setTimeout(
    () => {
      reject(tooSlow(time));
      thread.hasEnded = true;
      void worker.terminate();
    },
    Math.max(0, left),
  );
  if (thread.hasEnded) exited();
  else post(thread, { kind: 'attempt', objects });
  return promise.finally(() => {
    clearTimeout(timer);
    worker.off('message', answered).off('error', failed).off('exit', exited);
  });
}

function crashed(why: string): AppError {
  const message = `rendering this source broke its thread: ${why}`;
  const hint = 'make the source smaller, for example with spec.source.directory.include';
  return new AppError({ code: 'source.render-crashed', kind: 'user', message, hint });
}

function tooSlow(time: number): AppError {
  const message = `rendering took longer than ${time / 1000} s and was given up`;
  const hint = 'make the source smaller, for example with spec.source.directory.include';
  return new AppError({ code: 'source.render-too-slow', kind: 'user', message, hint });
}
