/**
 * One source at one commit: a recorded trace that still holds, else a render, called again with what it lacked until it is
 * done. No file is written; what the render touches stays in memory until it ends.
 */
import { AppError, hasCode } from '../../base/errors.ts';
import type { CommitInfo, GitPort, GitRemote } from '../../ports/git.ts';
import type { MetricsPort } from '../../ports/metrics.ts';
import type { Need, Read, Renderer, RenderInputs, SourceRequest } from '../../render/contract.ts';
import { allHold } from '../../render/trace/read.ts';
import { commitInputs, type RequestFacts } from './commit-inputs.ts';
import type { GitObject, GitObjects } from './git-objects.ts';
import { INLINE_LIMITS, limitedInputs } from './inline-limit.ts';
import { withTexts } from './manifest-texts.ts';
import { parseInSlices } from './parse-in-slices.ts';
import type { RenderCache, SourceResult } from './render-cache.ts';
import type { RenderPool } from './render-pool.ts';
import type { Repository } from './repository.ts';

export interface RenderDeps {
  readonly git: GitPort;
  readonly metrics: MetricsPort;
  readonly objects: GitObjects;
  readonly cache: RenderCache;
  readonly renderer: Renderer;
  /** Without one everything is rendered on this thread. */
  readonly pool?: RenderPool | undefined;
}

export interface RenderJob {
  readonly key: string;
  readonly repository: Repository;
  readonly commit: CommitInfo;
  readonly request: SourceRequest;
  readonly facts: RequestFacts;
}

/** Each round brings at least one level of folders; no repository is deeper. */
const ROUNDS = 1000;
const READ_BYTES = 200;
const AT_ONCE = 16;
/** To verify more would block longer than to render in the pool. */
const MOST_VERIFIED = 50_000;

/** Throws faults of the Git port where an object cannot be had. */
export async function renderCommit(deps: RenderDeps, job: RenderJob): Promise<SourceResult> {
  const world = openWorld(deps, job);
  const cached = await cachedResult(deps, job, world);
  deps.metrics.count('render_cache_requests_total', { result: cached === undefined ? 'miss' : 'hit' });
  return cached ?? (await renderAnew(deps, job, world));
}

interface World {
  readonly inputs: RenderInputs;
  /** Objects by id that were touched so far. */
  readonly held: ReadonlyMap<string, GitObject>;
  /** Brings what was missing. */
  fill(needs: readonly Need[]): Promise<void>;
}

const NO_LIMITS = { bytes: Number.POSITIVE_INFINITY, steps: Number.POSITIVE_INFINITY };

/** Objects that were touched are held, so that a small budget cannot make a render go on for ever. */
function openWorld(deps: RenderDeps, { repository, commit, facts }: RenderJob): World {
  const held = new Map<string, GitObject>();
  const object = (oid: string): GitObject | undefined => {
    const known = held.get(oid) ?? deps.objects.get(oid);
    if (known !== undefined) held.set(oid, known);
    return known;
  };
  return {
    held,
    inputs: commitInputs({ root: commit.tree, object }, facts),
    fill: (needs) => fillAll(deps, { needs, remote: repository.remote, held }),
  };
}

interface Filling {
  readonly needs: readonly Need[];
  readonly remote: GitRemote;
  readonly held: Map<string, GitObject>;
}

/** A few at a time and in order, so that files which exceed their limit together are not all brought into memory. */
async function fillAll(deps: RenderDeps, { needs, remote, held }: Filling): Promise<void> {
  const missing = [...new Map(needs.map((need) => [need.oid, need])).values()];
  let bytes = 0;
  for (let at = 0; at < missing.length; at += AT_ONCE) {
    const some = missing.slice(at, at + AT_ONCE).map(async (need) => {
      if (need.kind === 'blob' && bytes > need.limit) return { need, object: { tooLargeFor: need.limit } };
      return { need, object: await broughtHere(deps, remote, need) };
    });
    for (const { need, object } of await Promise.all(some)) {
      held.set(need.oid, object);
      if (object instanceof Uint8Array) bytes += object.length;
    }
  }
}

/** From memory where another render left it there. */
async function broughtHere(deps: RenderDeps, remote: GitRemote, need: Need): Promise<GitObject> {
  const known = deps.objects.get(need.oid);
  const answers = known !== undefined && !('tooLargeFor' in known && need.kind === 'blob');
  return answers ? known : await deps.objects.fill(deps.git, remote, need);
}

async function cachedResult(deps: RenderDeps, job: RenderJob, world: World): Promise<SourceResult | undefined> {
  for (const trace of deps.cache.traces(job.key)) {
    const reads = trace.root === job.commit.tree ? trace.reads.filter(({ kind }) => !isAboutPaths(kind)) : trace.reads;
    if (reads.length <= MOST_VERIFIED && (await stillHolds(reads, world))) return trace.result;
  }
  return undefined;
}

/** In the same tree every path has the same answer. */
function isAboutPaths(kind: Read['kind']): boolean {
  return kind === 'entry' || kind === 'listing';
}

async function stillHolds(reads: readonly Read[], world: World): Promise<boolean> {
  for (let round = 0; round < ROUNDS; round++) {
    const answer = allHold(reads, world.inputs);
    if (answer.kind === 'known') return answer.value;
    await world.fill(answer.needs);
  }
  return false;
}

/** On this thread while it is small; else in the pool, and there once more where its thread ends. */
async function renderAnew(deps: RenderDeps, job: RenderJob, world: World): Promise<SourceResult> {
  const limited = limitedInputs(world.inputs, deps.pool === undefined ? NO_LIMITS : INLINE_LIMITS);
  for (let round = 0; round < ROUNDS; round++) {
    limited.again();
    const outcome = deps.renderer(job.request, limited.inputs);
    if (limited.exceeded() && deps.pool !== undefined) return await retriedInPool(deps.pool, deps, { job, world });
    if (outcome.kind === 'needs') {
      await world.fill(outcome.needs);
      continue;
    }
    const made = withTexts(outcome);
    const { reads } = made;
    if (made.kind === 'failed') {
      return remember(deps, job, { reads, result: { kind: 'failed', error: made.error }, size: READ_BYTES });
    }
    const { sourceType, manifests, digest } = made;
    return remember(deps, job, { reads, result: { kind: 'done', sourceType, manifests, digest }, size: 2 * made.size });
  }
  throw endless();
}

interface PoolWork {
  readonly job: RenderJob;
  readonly world: World;
}

async function retriedInPool(pool: RenderPool, deps: RenderDeps, work: PoolWork): Promise<SourceResult> {
  try {
    return await renderInPool(pool, deps, work);
  } catch (error) {
    if (!hasCode(error, 'source.render-crashed')) throw error;
    return await renderInPool(pool, deps, work);
  }
}

async function renderInPool(pool: RenderPool, deps: RenderDeps, { job, world }: PoolWork): Promise<SourceResult> {
  await using session = await pool.open({ request: job.request, root: job.commit.tree, facts: job.facts });
  const given = new Set<string>();
  for (let round = 0; round < ROUNDS; round++) {
    const objects = [...world.held].filter(([oid, object]) => !given.has(oid) || 'tooLargeFor' in object);
    for (const [oid] of objects) given.add(oid);
    const outcome = await session.attempt(new Map(objects));
    if (outcome.kind === 'needs') {
      // A file that was too large for one limit may be asked for with another.
      for (const { oid } of outcome.needs) given.delete(oid);
      await world.fill(outcome.needs);
      continue;
    }
    const { reads } = outcome;
    if (outcome.kind === 'failed') {
      const result: SourceResult = { kind: 'failed', error: new AppError(outcome.error) };
      return remember(deps, job, { reads, result, size: READ_BYTES });
    }
    const { sourceType, digest } = outcome;
    const manifests = await parseInSlices(outcome.manifests);
    const size = outcome.manifests.reduce((sum, { text }) => sum + 2 * text.length, 0);
    return remember(deps, job, { reads, result: { kind: 'done', sourceType, manifests, digest }, size });
  }
  throw endless();
}

interface Made {
  readonly reads: readonly Read[];
  readonly result: SourceResult;
  readonly size: number;
}

function remember(deps: RenderDeps, job: RenderJob, { reads, result, size }: Made): SourceResult {
  deps.metrics.count('renders_total', { outcome: result.kind });
  deps.cache.add(job.key, { root: job.commit.tree, reads, result, bytes: size + reads.length * READ_BYTES });
  return result;
}

function endless(): AppError {
  return new AppError({ code: 'source.failed', kind: 'terminal', message: 'the render asks for ever more' });
}
