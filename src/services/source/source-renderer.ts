/** Renders one source of a request at a commit: cache, single flight, pause after failures. */
import type { ApplicationSource } from '../../api/application/fields.ts';
import { hasCode, messageOf } from '../../base/errors.ts';
import type { RefreshLevel, RenderedSource, RenderRequest } from '../../ports/manifest-service.ts';
import { buildEnvironment } from '../../render/build-environment/build-environment.ts';
import type { Moment, RenderSettings, SourceReference, SourceRequest } from '../../render/contract.ts';
import { REPOSITORY } from '../../render/kustomize/fault.ts';
import { BASE_FAULTS } from './base-repositories.ts';
import type { RequestFacts } from './commit-inputs.ts';
import type { FailurePause } from './failure-pause.ts';
import { hashOf, requestKey } from './render-cache.ts';
import { type RenderDeps, type RenderedCommit, type RenderJob, renderCommit } from './render-commit.ts';
import type { OutsideFiles, WorldParts } from './render-world.ts';
import { SharedWish } from './shared-wish.ts';
import { reworded } from './source-fault.ts';
import type { SourceTree } from './source-tree.ts';

export interface SourceJob {
  readonly request: RenderRequest;
  readonly source: ApplicationSource;
  readonly own: SourceTree;
  readonly references: ReadonlyMap<string, SourceTree>;
  readonly outside: OutsideFiles;
  /** Brings the trees here anew, once, where an object of them is gone: a mirror is only a cache. */
  readonly repair: () => Promise<Pick<SourceJob, 'own' | 'references'>>;
  readonly moment: Moment;
  readonly settings: RenderSettings;
  /** The caller's: it does not want the result any more. */
  readonly signal?: AbortSignal | undefined;
  /** The caller's: it will ask for something newer. */
  readonly overtaken?: AbortSignal | undefined;
}

/** The most thorough first. */
const REFRESHES: readonly RefreshLevel[] = ['hard', 'latest', 'cached'];

/** A source that only lends its files to others. */
export function isReference({ ref, path, chart }: ApplicationSource): boolean {
  return Boolean(ref) && !path && !chart;
}

export class SourceRenderer {
  readonly #deps: RenderDeps;
  readonly #pause: FailurePause;
  readonly #running = new Map<string, Flight>();

  constructor(deps: RenderDeps, pause: FailurePause) {
    this.#deps = deps;
    this.#pause = pause;
  }

  /** Throws the fault of the render, or of the Git port, or the reason of a signal. */
  async render(job: SourceJob): Promise<RenderedSource> {
    const { revision } = job.own;
    if (isReference(job.source)) return { revision, sourceType: '', manifests: [], digest: hashOf('') };
    const { result, basis } = await this.#result(job);
    if (result.kind === 'failed') throw result.error;
    const { sourceType, manifests, digest } = result;
    return { revision, sourceType, manifests, digest, ...(basis === undefined ? {} : { basis }) };
  }

  async #result(job: SourceJob): Promise<RenderedCommit> {
    const request = sourceRequestOf(job);
    const key = `${requestKey(request)}${lfsText(job)}`;
    const references = [...job.references].map(([name, { revision }]) => `${name}=${revision}`);
    const attempt = [key, job.own.root, job.own.revision, ...references].join(' ');
    if (job.request.refresh === 'hard') {
      this.#deps.cache.forget(key);
      this.#pause.succeeded(attempt);
    }
    const paused = this.#pause.paused(attempt);
    if (paused !== undefined) throw reworded(paused, `Manifest generation error (cached): ${paused.message}`);
    const facts = factsOf(job);
    const asked = `${attempt} ${hashOf([facts.kubeVersion, ...facts.apiVersions].join(' '))}`;
    const { refresh } = job.request;
    const running =
      this.#runningFor(asked, refresh) ??
      this.#begin({ flight: `${asked} ${refresh}`, attempt }, job, { key, request, facts });
    return await running.wish.join(running.work, job.signal, job.overtaken);
  }

  /** One that asks at least as well what may have changed meanwhile. */
  #runningFor(asked: string, refresh: RefreshLevel): Flight | undefined {
    const levels = REFRESHES.slice(0, REFRESHES.indexOf(refresh) + 1);
    return levels.map((level) => this.#running.get(`${asked} ${level}`)).find((flight) => flight !== undefined);
  }

  #begin(
    { flight, attempt }: { readonly flight: string; readonly attempt: string },
    job: SourceJob,
    asked: Pick<RenderJob, 'key' | 'request' | 'facts'>,
  ): Flight {
    const wish = new SharedWish();
    const { signal, overtaken } = wish;
    const parts = { ...partsOf(job), ...asked, signal, overtaken };
    const work = this.#settled(attempt, wish, renderWithRepair(this.#deps, job.repair, parts));
    const running = { wish, work };
    this.#running.set(flight, running);
    const end = (): void => {
      if (this.#running.get(flight) === running) this.#running.delete(flight);
    };
    // Who asks for the same from now on begins anew.
    for (const one of [signal, overtaken]) one.addEventListener('abort', end, { once: true });
    work.then(end, end);
    return running;
  }

  /** Remembers how an attempt ended. Throws its fault in our words. */
  async #settled(attempt: string, { signal, overtaken }: SharedWish, work: Promise<RenderedCommit>) {
    try {
      const result = await work;
      this.#pause.succeeded(attempt);
      return result;
    } catch (error) {
      if ([signal, overtaken].some((one) => one.aborted && one.reason === error)) throw error;
      const fault = reworded(error, messageOf(error));
      const atOnce = hasCode(error, 'source.render-crashed', 'source.render-too-slow');
      // Who keeps a base has its own pace of asking, and what a project permits costs nothing to ask.
      if (!hasCode(error, REPOSITORY, ...BASE_FAULTS)) this.#pause.failed(attempt, fault, { atOnce });
      throw fault;
    }
  }
}

interface Flight {
  readonly wish: SharedWish;
  readonly work: Promise<RenderedCommit>;
}

/** Which trees are read with Git LFS: then equal blobs need not be equal files. */
function lfsText({ own, references }: SourceJob): string {
  const names = [...references].flatMap(([name, { remote }]) => (remote?.lfs === true ? [name] : []));
  return own.remote?.lfs === true || names.length > 0 ? ` lfs ${own.remote?.lfs === true} ${names.join(' ')}` : '';
}

async function renderWithRepair(
  deps: RenderDeps,
  repair: SourceJob['repair'],
  job: RenderJob,
): Promise<RenderedCommit> {
  try {
    return await renderCommit(deps, job);
  } catch (error) {
    if (!hasCode(error, 'git.missing-object')) throw error;
    job.outside.bases.forget();
    return await renderCommit(deps, { ...job, ...(await repair()) });
  }
}

function partsOf(
  job: SourceJob,
): Pick<RenderJob, 'own' | 'references' | 'outside' | 'freshness' | 'hasEmptySubmodules'> {
  const { own, references, outside, request, settings } = job;
  const hasEmptySubmodules = settings.hasEmptySubmodules === true;
  return {
    own,
    references,
    outside,
    hasEmptySubmodules,
    freshness: request.refresh === 'cached' ? 'cached' : 'latest',
  };
}

/** What a world for this source is opened with, outside of a render. */
export function worldPartsOf(job: SourceJob, signal: AbortSignal): WorldParts {
  return { ...partsOf(job), facts: factsOf(job), signal };
}

/** What the renderer is given beside its inputs. */
export function sourceRequestOf({ request, source, settings }: SourceJob): SourceRequest {
  const { appName, project, namespace } = request;
  const references = referencesOf(request);
  return { appName, project, namespace, source, references, settings };
}

/** Sources lend files only where they stand in a list, be it of one (Argo CD: sources with `ref`). */
function referencesOf({ sources, isMultiSource }: RenderRequest): readonly SourceReference[] | undefined {
  if (!(isMultiSource ?? sources.length > 1)) return undefined;
  return sources.flatMap(({ ref, repoURL, chart }) => (ref ? [{ name: ref, repoURL, isChart: Boolean(chart) }] : []));
}

function factsOf({ request, source, own, moment }: SourceJob): RequestFacts {
  const { appName, project, namespace, kubeVersion, apiVersions } = request;
  return {
    kubeVersion,
    apiVersions: new Set(apiVersions),
    moment,
    variables: buildEnvironment({
      appName,
      project,
      namespace,
      // As Argo CD passes it to tools: `v1.35.4+build` is `1.35.4build` there.
      kubeVersion: kubeVersion.replaceAll('v', '').replaceAll('+', ''),
      apiVersions,
      revision: own.revision,
      path: source.path ?? '',
      repoURL: source.repoURL,
      targetRevision: source.targetRevision ?? '',
    }),
  };
}
