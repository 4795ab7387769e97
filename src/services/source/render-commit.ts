/**
 * One source at one commit: a recorded trace that still holds, else a render, called again with what it lacked until it is
 * done. No file is written; what the render touches stays in memory until it ends.
 */
import { AppError } from '../../base/errors.ts';
import { stringifyJson } from '../../base/json/stringify.ts';
import type { CommitInfo, GitPort, GitRemote } from '../../ports/git.ts';
import type { MetricsPort } from '../../ports/metrics.ts';
import type { Need, Read, Renderer, RenderInputs, SourceRequest } from '../../render/contract.ts';
import { allHold } from '../../render/trace/read.ts';
import { commitInputs, type RequestFacts } from './commit-inputs.ts';
import type { GitObject, GitObjects } from './git-objects.ts';
import { hashOf, type RenderCache, type SourceResult } from './render-cache.ts';
import type { Repository } from './repository.ts';

export interface RenderDeps {
  readonly git: GitPort;
  readonly metrics: MetricsPort;
  readonly objects: GitObjects;
  readonly cache: RenderCache;
  readonly renderer: Renderer;
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

/** Throws faults of the Git port where an object cannot be had. */
export async function renderCommit(deps: RenderDeps, job: RenderJob): Promise<SourceResult> {
  const world = openWorld(deps, job);
  const cached = await cachedResult(deps, job, world);
  deps.metrics.count('render_cache_requests_total', { result: cached === undefined ? 'miss' : 'hit' });
  return cached ?? (await renderAnew(deps, job, world));
}

interface World {
  readonly inputs: RenderInputs;
  /** Brings what was missing. */
  fill(needs: readonly Need[]): Promise<void>;
}

/** Objects that were touched are held, so that a small budget cannot make a render go on for ever. */
function openWorld(deps: RenderDeps, { repository, commit, facts }: RenderJob): World {
  const held = new Map<string, GitObject>();
  const object = (oid: string): GitObject | undefined => {
    const known = held.get(oid) ?? deps.objects.get(oid);
    if (known !== undefined) held.set(oid, known);
    return known;
  };
  return {
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
      return { need, object: await deps.objects.fill(deps.git, remote, need) };
    });
    for (const { need, object } of await Promise.all(some)) {
      held.set(need.oid, object);
      if (object instanceof Uint8Array) bytes += object.length;
    }
  }
}

async function cachedResult(deps: RenderDeps, job: RenderJob, world: World): Promise<SourceResult | undefined> {
  for (const trace of deps.cache.traces(job.key)) {
    if (await stillHolds(trace.reads, world)) return trace.result;
  }
  return undefined;
}

async function stillHolds(reads: readonly Read[], world: World): Promise<boolean> {
  for (let round = 0; round < ROUNDS; round++) {
    const answer = allHold(reads, world.inputs);
    if (answer.kind === 'known') return answer.value;
    await world.fill(answer.needs);
  }
  return false;
}

async function renderAnew(deps: RenderDeps, job: RenderJob, world: World): Promise<SourceResult> {
  for (let round = 0; round < ROUNDS; round++) {
    const outcome = deps.renderer(job.request, world.inputs);
    if (outcome.kind === 'needs') {
      await world.fill(outcome.needs);
      continue;
    }
    deps.metrics.count('renders_total', { outcome: outcome.kind });
    const { result, size } = resultOf(outcome);
    const bytes = size + outcome.reads.length * READ_BYTES;
    deps.cache.add(job.key, { reads: outcome.reads, result, bytes });
    return result;
  }
  throw new AppError({ code: 'source.failed', kind: 'terminal', message: 'the render asks for ever more' });
}

function resultOf(outcome: Exclude<ReturnType<Renderer>, { kind: 'needs' }>): {
  readonly result: SourceResult;
  readonly size: number;
} {
  if (outcome.kind === 'failed') return { result: { kind: 'failed', error: outcome.error }, size: READ_BYTES };
  const { sourceType, manifests } = outcome;
  const texts = manifests.map(({ object }) => stringifyJson(object, { sorted: true }));
  const digest = hashOf(texts.join('\n'));
  const size = texts.reduce((sum, text) => sum + 2 * text.length, 0);
  return { result: { kind: 'done', sourceType, manifests, digest }, size };
}
