/** List and watch over `KubePort` with resume and back-off: see `ports/reflector.ts`. */
import type { Clock } from '../../base/clock.ts';
import { AppError, hasCode, messageOf } from '../../base/errors.ts';
import { listAll } from '../../ports/kube-paging.ts';
import type { ReflectorPort, ReflectorSink, ReflectorTarget } from '../../ports/reflector.ts';

export interface ReflectorDeps {
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
}

const BASE_MILLISECONDS = 500;
const CAP_MILLISECONDS = 30_000;
/** A server that ends a watch sooner is not asked again at once. */
const SHORT_MILLISECONDS = 1000;

export function createReflector(deps: ReflectorDeps): ReflectorPort {
  return { run: (target, sink) => new Following(deps, target, sink).run() };
}

class Following {
  readonly #deps: ReflectorDeps;
  readonly #target: ReflectorTarget;
  readonly #sink: ReflectorSink;
  /** Where the next watch starts; empty: list first. */
  #version = '';
  /** In a row. */
  #failures = 0;
  /** Undefined: not told yet. */
  #told: 'healthy' | AppError | undefined;

  constructor(deps: ReflectorDeps, target: ReflectorTarget, sink: ReflectorSink) {
    this.#deps = deps;
    this.#target = target;
    this.#sink = sink;
  }

  async run(): Promise<void> {
    const { signal } = this.#target;
    while (!signal.aborted) {
      try {
        await this.#round();
      } catch (error) {
        if (signal.aborted) return;
        await this.#failed(error);
      }
    }
  }

  async #round(): Promise<void> {
    if (this.#version === '') await this.#list();
    else if (this.#told instanceof AppError) await this.#probe();
    const { clock } = this.#deps;
    const started = clock.monotonic();
    await this.#watch();
    if (this.#target.signal.aborted) return;
    if (clock.monotonic() - started < SHORT_MILLISECONDS) await this.#pause();
    else this.#failures = 0;
  }

  async #list(): Promise<void> {
    const { gate = (list: () => Promise<void>) => list() } = this.#target;
    await gate(async () => {
      const { kube, type, signal, ...selection } = this.#target;
      this.#sink.listing();
      let version = '';
      for await (const page of listAll(kube, type, { ...selectionOf(selection), signal })) {
        if (page.restarted) this.#sink.listing();
        version = page.resourceVersion;
        this.#sink.page(page.items, page.resourceVersion);
      }
      this.#sink.listed(version);
      this.#version = version;
      this.#healthy();
    });
  }

  /** A watch does not say when it stands: one object shows that the server answers again. */
  async #probe(): Promise<void> {
    const { kube, type, signal, ...selection } = this.#target;
    await kube.list(type, { ...selectionOf(selection), signal, limit: 1 });
    this.#healthy();
  }

  async #watch(): Promise<void> {
    const { kube, type, signal, ...selection } = this.#target;
    const options = { ...selectionOf(selection), signal, resourceVersion: this.#version };
    for await (const event of kube.watch(type, options)) {
      if (signal.aborted) return;
      this.#failures = 0;
      if (event.type === 'BOOKMARK') {
        this.#version = event.resourceVersion;
        this.#sink.bookmark(event.resourceVersion);
      } else {
        this.#version = event.object.metadata.resourceVersion ?? this.#version;
        this.#sink.changed(event.type, event.object);
      }
    }
  }

  /** One broken watch is usual (a server restarts, a proxy tires) and is told only when it cannot be resumed. */
  async #failed(error: unknown): Promise<void> {
    const wasListing = this.#version === '';
    const gone = hasCode(error, 'kube.gone');
    if (gone) this.#version = '';
    if (wasListing || (!gone && this.#failures > 0)) this.#failing(faultOf(error));
    await this.#pause();
  }

  async #pause(): Promise<void> {
    const { clock, random } = this.#deps;
    const ceiling = Math.min(CAP_MILLISECONDS, BASE_MILLISECONDS * 2 ** this.#failures);
    this.#failures += 1;
    await clock.sleep(ceiling * (0.5 + random() / 2), this.#target.signal).catch(() => undefined);
  }

  #healthy(): void {
    this.#failures = 0;
    if (this.#told === 'healthy') return;
    this.#told = 'healthy';
    this.#sink.health(undefined);
  }

  #failing(fault: AppError): void {
    const before = this.#told instanceof AppError ? this.#told : undefined;
    this.#told = fault;
    if (before?.code !== fault.code || before.message !== fault.message) this.#sink.health(fault);
  }
}

function selectionOf(
  selection: Pick<ReflectorTarget, 'namespace' | 'labelSelector' | 'fieldSelector'>,
): Pick<ReflectorTarget, 'namespace' | 'labelSelector' | 'fieldSelector'> {
  const { namespace, labelSelector, fieldSelector } = selection;
  return {
    namespace,
    ...(labelSelector === undefined ? {} : { labelSelector }),
    ...(fieldSelector === undefined ? {} : { fieldSelector }),
  };
}

function faultOf(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError({ code: 'kube.server-error', kind: 'transient', message: messageOf(error), cause: error });
}
