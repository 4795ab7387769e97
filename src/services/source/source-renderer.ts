/** Renders one source of a request at a commit: cache, single flight, pause after failures. */
import type { ApplicationSource } from '../../api/application/fields.ts';
import { hasCode, messageOf } from '../../base/errors.ts';
import type { CommitInfo } from '../../ports/git.ts';
import type { RenderedSource, RenderRequest } from '../../ports/manifest-service.ts';
import { buildEnvironment } from '../../render/build-environment/build-environment.ts';
import type { RenderSettings, SourceRequest } from '../../render/contract.ts';
import type { RequestFacts } from './commit-inputs.ts';
import type { FailurePause } from './failure-pause.ts';
import { hashOf, requestKey, type SourceResult } from './render-cache.ts';
import { type RenderDeps, type RenderJob, renderCommit } from './render-commit.ts';
import type { Repository } from './repository.ts';
import { reworded } from './source-fault.ts';

export interface SourceJob {
  readonly request: RenderRequest;
  readonly source: ApplicationSource;
  readonly repository: Repository;
  readonly commit: CommitInfo;
  readonly settings: RenderSettings;
}

/** A source that only lends its files to others. */
export function isReference({ ref, path, chart }: ApplicationSource): boolean {
  return Boolean(ref) && !path && !chart;
}

export class SourceRenderer {
  readonly #deps: RenderDeps;
  readonly #pause: FailurePause;
  readonly #running = new Map<string, Promise<SourceResult>>();

  constructor(deps: RenderDeps, pause: FailurePause) {
    this.#deps = deps;
    this.#pause = pause;
  }

  /** Throws the fault of the render, or of the Git port. */
  async render(job: SourceJob): Promise<RenderedSource> {
    const revision = job.commit.oid;
    if (isReference(job.source)) return { revision, sourceType: '', manifests: [], digest: hashOf('') };
    const result = await this.#result(job);
    if (result.kind === 'failed') throw result.error;
    const { sourceType, manifests, digest } = result;
    return { revision, sourceType, manifests, digest };
  }

  async #result(job: SourceJob): Promise<SourceResult> {
    const request = sourceRequestOf(job);
    const key = requestKey(request);
    const attempt = `${key} ${job.commit.oid}`;
    if (job.request.refresh === 'hard') {
      this.#deps.cache.forget(key);
      this.#pause.succeeded(attempt);
    }
    const paused = this.#pause.paused(attempt);
    if (paused !== undefined) throw reworded(paused, `Manifest generation error (cached): ${paused.message}`);
    const facts = factsOf(job);
    const flight = `${attempt} ${hashOf([facts.kubeVersion, ...facts.apiVersions].join(' '))}`;
    const running = this.#running.get(flight);
    if (running !== undefined) return await running;
    const { repository, commit } = job;
    const work = renderWithRepair(this.#deps, { key, repository, commit, request, facts });
    this.#running.set(flight, work);
    try {
      const result = await work;
      this.#pause.succeeded(attempt);
      return result;
    } catch (error) {
      const fault = reworded(error, messageOf(error));
      const atOnce = hasCode(error, 'source.render-crashed', 'source.render-too-slow');
      this.#pause.failed(attempt, fault, { atOnce });
      throw fault;
    } finally {
      this.#running.delete(flight);
    }
  }
}

/** A mirror is only a cache: where an object of a fetched commit is gone, the commit is fetched anew, once. */
async function renderWithRepair(deps: RenderDeps, job: RenderJob): Promise<SourceResult> {
  try {
    return await renderCommit(deps, job);
  } catch (error) {
    if (!hasCode(error, 'git.missing-object')) throw error;
    job.repository.forget(job.commit.oid);
    return await renderCommit(deps, { ...job, commit: await job.repository.commit(job.commit.oid) });
  }
}

function sourceRequestOf({ request, source, settings }: SourceJob): SourceRequest {
  const { appName, project, namespace } = request;
  return { appName, project, namespace, source, settings };
}

function factsOf({ request, source, commit }: SourceJob): RequestFacts {
  const { appName, project, namespace, kubeVersion, apiVersions } = request;
  return {
    kubeVersion,
    apiVersions: new Set(apiVersions),
    variables: buildEnvironment({
      appName,
      project,
      namespace,
      kubeVersion,
      apiVersions,
      revision: commit.oid,
      path: source.path ?? '',
      repoURL: source.repoURL,
      targetRevision: source.targetRevision ?? '',
    }),
  };
}
