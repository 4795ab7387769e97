/**
 * The pool of threads for large renders: started when they are needed, ended when they are idle, bounded in memory and
 * time. An attempt goes to the thread that knows most of its files. A source that breaks its thread breaks nothing else.
 */
import type { MetricsPort } from '../ports/metrics.ts';
import type { RenderObject, RenderPool, RenderSession, RenderSignals, RenderTask } from '../services/source/index.ts';
import { RenderThread, type SessionParts } from './render-thread.ts';
import { RenderTurns } from './render-turns.ts';

export interface RenderThreadOptions {
  readonly metrics: MetricsPort;
  /** Threads for renders that are quick; as many again may be busy with slow ones. Default 2. */
  readonly threads?: number;
  /** Milliseconds of all attempts of one render together; default 60 s. */
  readonly time?: number;
  /** Megabytes that one thread may fill; default 1024. */
  readonly memory?: number;
  /** Milliseconds after which an idle thread ends; default 30 s. */
  readonly idle?: number;
  /** Milliseconds after which an attempt is slow; default 1 s. */
  readonly patience?: number;
}

export interface RenderThreads extends RenderPool {
  /** Threads that are up. */
  readonly count: number;
  /** Ends all threads; renders that are under way fail. */
  close(): Promise<void>;
}

export function createRenderThreads(options: RenderThreadOptions): RenderThreads {
  return new Threads({ threads: 2, time: 60_000, memory: 1024, idle: 30_000, patience: 1000, ...options });
}

interface Member {
  readonly thread: RenderThread;
  isBusy: boolean;
  idleTimer: NodeJS.Timeout | undefined;
}

type Warmth = 'warm' | 'cold' | 'new';

class Threads implements RenderThreads {
  readonly #options: Required<RenderThreadOptions>;
  readonly #turns: RenderTurns;
  readonly #members = new Set<Member>();
  readonly #closing = new AbortController();
  #sessions = 0;

  constructor(options: Required<RenderThreadOptions>) {
    this.#options = options;
    const { threads, patience } = options;
    this.#turns = new RenderTurns({ places: threads, slow: threads, patience });
  }

  get count(): number {
    return this.#members.size;
  }

  open(task: RenderTask, { signal, overtaken }: RenderSignals): RenderSession {
    this.#sessions += 1;
    const ending = AbortSignal.any([signal, this.#closing.signal]);
    const session = { id: this.#sessions, task, signal: ending, left: this.#options.time };
    let hasBegun = false;
    return {
      attempt: async (held) => {
        const { request } = task;
        const wish = { project: request.project, repository: request.source.repoURL };
        const began = performance.now();
        const waiting = hasBegun ? ending : AbortSignal.any([ending, overtaken]);
        const turn = this.#turns.with(wish, waiting, async (place) => {
          if (!hasBegun) this.#options.metrics.observe('render_pool_wait_seconds', (performance.now() - began) / 1000);
          hasBegun = true;
          const tried = { ...session, signal: AbortSignal.any([ending, place.ending]) };
          const outcome = await this.#attempt(tried, held, place.begin);
          // The time of an attempt that was ended for others is nobody's fault.
          session.left = tried.left;
          return outcome;
        });
        this.#tell();
        return await turn.finally(() => this.#tell());
      },
      [Symbol.dispose]: () => {
        for (const { thread } of this.#members) thread.forget(session.id);
      },
    };
  }

  async close(): Promise<void> {
    this.#closing.abort(new DOMException('the product is ending', 'AbortError'));
    await Promise.all([...this.#members].map(({ thread }) => thread.end()));
  }

  async #attempt(session: SessionParts, held: ReadonlyMap<string, RenderObject>, begin: () => void) {
    const member = this.#memberFor(session, held);
    // To start a thread takes a while on a busy machine, which says nothing of the render.
    void member.thread.ready.then(begin);
    clearTimeout(member.idleTimer);
    member.isBusy = true;
    member.thread.keepAlive(true);
    try {
      return await member.thread.attempt(session, held);
    } finally {
      member.isBusy = false;
      if (member.thread.hasEnded) this.#members.delete(member);
      else this.#rest(member);
    }
  }

  #rest(member: Member): void {
    member.thread.keepAlive(false);
    member.idleTimer = setTimeout(() => void member.thread.end(), this.#options.idle).unref();
  }

  /** A free thread: the one that has the render's objects, that has seen most of them, or another. */
  #memberFor({ id }: SessionParts, held: ReadonlyMap<string, RenderObject>): Member {
    const free = [...this.#members].filter(({ isBusy, thread }) => !isBusy && !thread.hasEnded);
    const own = free.find(({ thread }) => thread.holds(id));
    const ranked = own === undefined ? free.map((member) => ({ member, known: member.thread.knows(held) })) : [];
    const best = ranked.toSorted((one, other) => other.known - one.known)[0];
    const chosen = own ?? best?.member ?? this.#start();
    const warmth: Warmth = free.length === 0 ? 'new' : own !== undefined || best?.known ? 'warm' : 'cold';
    this.#options.metrics.count('render_pool_attempts_total', { thread: warmth });
    return chosen;
  }

  #start(): Member {
    const thread = new RenderThread(this.#options, () => {
      this.#members.delete(member);
      clearTimeout(member.idleTimer);
      this.#tell();
    });
    const member: Member = { thread, isBusy: false, idleTimer: undefined };
    this.#members.add(member);
    return member;
  }

  #tell(): void {
    const { metrics } = this.#options;
    metrics.gauge('render_pool_threads', this.#members.size);
    metrics.gauge('render_pool_waiting', this.#turns.waiting);
  }
}
