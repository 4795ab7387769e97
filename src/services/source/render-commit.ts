/**
 * One source at one commit: a recorded trace that still holds, else a render, called again with what it lacked until it is
 * done. No file is written; what the render touches stays in memory until it ends.
 */
import { AppError, hasCode } from '../../base/errors.ts';
import type { Places } from '../../base/places.ts';
import type { SourceBasis } from '../../ports/manifest-service.ts';
import type { MetricsPort } from '../../ports/metrics.ts';
import type { Read, Renderer, SourceRequest } from '../../render/contract.ts';
import { allHold, isRepositoryReference } from '../../render/trace/read.ts';
import { INLINE_LIMITS, limitedInputs } from './inline-limit.ts';
import { withTexts } from './manifest-texts.ts';
import { parseInSlices } from './parse-in-slices.ts';
import type { RenderCache, RenderTrace, SourceResult } from './render-cache.ts';
import type { RenderPool, RenderSignals } from './render-pool.ts';
import { openWorld, type RenderWorld, type WorldDeps, type WorldParts } from './render-world.ts';
import { basisOf } from './source-basis.ts';

export interface RenderDeps extends WorldDeps {
  readonly metrics: MetricsPort;
  readonly cache: RenderCache;
  readonly renderer: Renderer;
  /** Without one everything is rendered on this thread. */
  readonly pool?: RenderPool | undefined;
  /** Renders that are made at a time; without them any number. What is known already needs none. */
  readonly places?: Places | undefined;
}

export interface RenderJob extends WorldParts, RenderSignals {
  readonly key: string;
  readonly request: SourceRequest;
}

/** Each round brings at least one level of folders; no repository is deeper. */
const ROUNDS = 1000;
const READ_BYTES = 200;
/** To verify more would block longer than to render in the pool. */
const MOST_VERIFIED = 50_000;
const NO_LIMITS = { bytes: Number.POSITIVE_INFINITY, steps: Number.POSITIVE_INFINITY, computing: true };

/** What a commit comes to. */
export interface RenderedCommit {
  readonly result: SourceResult;
  readonly basis: SourceBasis | undefined;
}

/** Throws faults of the Git port where an object cannot be had, and the reason of a signal. */
export async function renderCommit(deps: RenderDeps, job: RenderJob): Promise<RenderedCommit> {
  const world = openWorld(deps, job);
  const made = await tracedCommit(deps, job, world);
  return { result: made.result, basis: basisIn(world, job, made.reads) };
}

/** Of a repository of Git: archives do not move. */
function basisIn({ object }: RenderWorld, job: RenderJob, reads: readonly Read[]): SourceBasis | undefined {
  if (job.own.remote === undefined) return undefined;
  return basisOf({ root: job.own.root, folder: job.request.source.path ?? '' }, reads, object);
}

type Traced = Pick<RenderTrace, 'reads' | 'result'>;

async function tracedCommit(deps: RenderDeps, job: RenderJob, world: RenderWorld): Promise<Traced> {
  const cached = await cachedTrace(deps, job, world);
  deps.metrics.count('render_cache_requests_total', { result: cached === undefined ? 'miss' : 'hit' });
  if (cached !== undefined) return cached;
  const begin = async (): Promise<Traced> => {
    for (const one of [job.signal, job.overtaken]) one.throwIfAborted();
    // As the tool fetches where it builds: a base that was pushed before the commit that needs it is there.
    world.askRefsAnew();
    return await renderAnew(deps, job, world);
  };
  return await (deps.places === undefined ? begin() : deps.places.with(begin));
}

async function cachedTrace(deps: RenderDeps, job: RenderJob, world: RenderWorld): Promise<Traced | undefined> {
  for (const trace of deps.cache.traces(job.key)) {
    const sameTrees = trace.trees === treesText(job);
    if (!sameTrees && trace.reads.some(({ kind }) => kind === 'moment')) continue;
    const reads = sameTrees ? trace.reads.filter((read) => !isAboutOwnPaths(read)) : trace.reads;
    if (reads.length <= MOST_VERIFIED && (await stillHolds(reads, world))) return trace;
  }
  return undefined;
}

/** The trees that questions about paths were answered by. */
function treesText({ own, references }: RenderJob): string {
  return JSON.stringify([own.root, ...[...references].map(([name, { root }]) => [name, root])]);
}

/** In the same tree every path has the same answer. */
function isAboutOwnPaths(read: Read): boolean {
  return (read.kind === 'entry' || read.kind === 'listing') && !isRepositoryReference(read.reference ?? '');
}

/** Throws what is true of this attempt only. */
function refuseUnkept(error: AppError, reads: readonly Read[]): void {
  if (reads.some((read) => read.kind === 'repository' && !read.isThere)) throw error;
}

async function stillHolds(reads: readonly Read[], world: RenderWorld): Promise<boolean> {
  for (let round = 0; round < ROUNDS; round++) {
    const answer = allHold(reads, world.inputs);
    if (answer.kind === 'known') return answer.value;
    await world.fill(answer.needs);
  }
  return false;
}

/** On this thread while it is small; else in the pool, and there once more where its thread ends. */
async function renderAnew(deps: RenderDeps, job: RenderJob, world: RenderWorld): Promise<Traced> {
  const limited = limitedInputs(world.inputs, deps.pool === undefined ? NO_LIMITS : INLINE_LIMITS);
  for (let round = 0; round < ROUNDS; round++) {
    limited.again();
    const outcome = deps.renderer(job.request, limited.inputs);
    if (limited.exceeded() && deps.pool !== undefined) return await retriedInPool(deps.pool, deps, { job, world });
    if (outcome.kind === 'needs') {
      await world.fill(outcome.needs);
      job.signal.throwIfAborted();
      continue;
    }
    const made = withTexts(outcome);
    const { reads } = made;
    if (made.kind === 'failed') {
      refuseUnkept(made.error, reads);
      return remember(deps, job, { reads, result: { kind: 'failed', error: made.error }, size: READ_BYTES });
    }
    const { sourceType, manifests, digest } = made;
    return remember(deps, job, { reads, result: { kind: 'done', sourceType, manifests, digest }, size: 2 * made.size });
  }
  throw endless();
}

interface PoolWork {
  readonly job: RenderJob;
  readonly world: RenderWorld;
}

async function retriedInPool(pool: RenderPool, deps: RenderDeps, work: PoolWork): Promise<Traced> {
  try {
    return await renderInPool(pool, deps, work);
  } catch (error) {
    if (!hasCode(error, 'source.render-crashed')) throw error;
    return await renderInPool(pool, deps, work);
  }
}

async function renderInPool(pool: RenderPool, deps: RenderDeps, { job, world }: PoolWork): Promise<Traced> {
  using session = pool.open({ request: job.request, trees: world.trees, facts: job.facts }, job);
  for (let round = 0; round < ROUNDS; round++) {
    const outcome = await session.attempt(world.held);
    if (outcome.kind === 'needs') {
      await world.fill(outcome.needs);
      job.signal.throwIfAborted();
      continue;
    }
    const { reads } = outcome;
    if (outcome.kind === 'failed') {
      const result = { kind: 'failed', error: new AppError(outcome.error) } as const;
      refuseUnkept(result.error, reads);
      return remember(deps, job, { reads, result, size: READ_BYTES });
    }
    const { sourceType, digest } = outcome;
    const manifests = await parseInSlices(outcome.manifests);
    const size = outcome.manifests.reduce((sum, { text }) => sum + 2 * text.length, 0);
    return remember(deps, job, { reads, result: { kind: 'done', sourceType, manifests, digest }, size });
  }
  throw endless();
}

interface Made extends Traced {
  readonly size: number;
}

function remember(deps: RenderDeps, job: RenderJob, { reads, result, size }: Made): Traced {
  deps.metrics.count('renders_total', { outcome: result.kind });
  deps.cache.add(job.key, { trees: treesText(job), reads, result, bytes: size + reads.length * READ_BYTES });
  deps.metrics.gauge('source_cache_bytes', deps.cache.used, { cache: 'renders' });
  deps.metrics.gauge('source_cache_bytes', deps.objects.used, { cache: 'objects' });
  return { reads, result };
}

function endless(): AppError {
  return new AppError({ code: 'source.failed', kind: 'terminal', message: 'the render asks for ever more' });
}
