/** The source service: from an Application's sources to manifests, and word of what moved (port `manifest-service`). */
import type { ApplicationSource } from '../../api/application/fields.ts';
import type { Clock } from '../../base/clock.ts';
import { AppError, messageOf } from '../../base/errors.ts';
import type { GitPort, Oid } from '../../ports/git.ts';
import type { LogPort } from '../../ports/log.ts';
import type {
  ManifestService,
  RefreshLevel,
  RenderedSource,
  RenderRequest,
  RenderResult,
} from '../../ports/manifest-service.ts';
import type { MetricsPort } from '../../ports/metrics.ts';
import type { InstallationPort } from '../../ports/settings.ts';
import { renderSource } from '../../render/render-source.ts';
import { FailurePause } from './failure-pause.ts';
import { sourceFailureText } from './fault-text.ts';
import { GitObjects } from './git-objects.ts';
import { KeptCommits } from './kept-commits.ts';
import { RenderCache } from './render-cache.ts';
import type { RenderPool } from './render-pool.ts';
import { forgetTree, referencedTrees, repositoryOf, revisionOf, treeAt } from './render-trees.ts';
import type { OutsideFiles } from './render-world.ts';
import { Repositories } from './repositories.ts';
import { revisionMetadata } from './revision-metadata.ts';
import { reworded, sourceFault } from './source-fault.ts';
import { SourceRenderer } from './source-renderer.ts';
import { commitOf } from './source-revision.ts';
import { pollingPeriod, renderSettings } from './source-settings.ts';

export interface ManifestServiceDeps {
  readonly git: GitPort;
  readonly installation: InstallationPort;
  readonly clock: Clock;
  readonly metrics: MetricsPort;
  readonly log: LogPort;
  /** Between 0 and 1; spreads polling. */
  readonly random: () => number;
  /** 32 random bytes for each render. */
  readonly entropy: () => Uint8Array;
  /** Bytes for trees and files in memory; default 128 MiB. */
  readonly objectBudget?: number;
  /** Bytes for rendered manifests; default 256 MiB. */
  readonly renderBudget?: number;
  /** Threads for large renders; without them everything is rendered on this one. */
  readonly pool?: RenderPool;
}

export interface RunningManifestService extends ManifestService {
  /** Begins to poll; before it everything works but nothing moves by itself. */
  start(): void;
  close(): Promise<void>;
}

const MEBIBYTE = 1024 * 1024;

export function createManifestService(deps: ManifestServiceDeps): RunningManifestService {
  const repositories = new Repositories(deps);
  const context: Context = {
    deps,
    repositories,
    kept: new KeptCommits(deps.git),
    renderer: new SourceRenderer(
      {
        git: deps.git,
        metrics: deps.metrics,
        objects: new GitObjects(deps.objectBudget ?? 128 * MEBIBYTE),
        cache: new RenderCache(deps.renderBudget ?? 256 * MEBIBYTE),
        renderer: renderSource,
        pool: deps.pool,
      },
      new FailurePause(deps.clock),
    ),
  };
  let unsubscribe = (): void => undefined;
  return {
    render: (request, signal) => render(context, request, signal),
    resolve: (request, signal) => resolveAll(context, request, signal),
    async revisionMetadata(source, project, revision) {
      const repository = repositoryOf(repositories, source, project);
      return revisionMetadata(await commitOf(repository, revision), await repository.refs('cached'));
    },
    notice: (repoUrl) => repositories.notice(repoUrl),
    onMoved: (listener) => repositories.onMoved(listener),
    keep: (operation, sources, revisions, project) => keep(context, operation, { sources, revisions, project }),
    release: (operation) => context.kept.release(operation, repositories.all()),
    start() {
      unsubscribe = followInstallation(deps, repositories);
      repositories.start();
    },
    async close() {
      unsubscribe();
      repositories.stop();
    },
  };
}

interface Context {
  readonly deps: ManifestServiceDeps;
  readonly repositories: Repositories;
  readonly renderer: SourceRenderer;
  readonly kept: KeptCommits;
}

async function render(context: Context, request: RenderRequest, signal?: AbortSignal): Promise<RenderResult> {
  const rendered: RenderedSource[] = [];
  const revisions: string[] = [];
  for (const index of request.sources.keys()) {
    try {
      rendered.push(await renderAt(context, request, { index, revisions, signal }));
    } catch (error) {
      signal?.throwIfAborted();
      return failure(context, error, { index, of: request.sources.length, revisions });
    }
  }
  return { kind: 'rendered', sources: rendered };
}

interface Place {
  readonly index: number;
  /** What was resolved so far; the source adds its own. */
  readonly revisions: string[];
  readonly signal: AbortSignal | undefined;
}

async function renderAt(context: Context, request: RenderRequest, place: Place): Promise<RenderedSource> {
  const source = request.sources[place.index];
  if (source === undefined) throw sourceFault('source.failed', 'terminal', 'there is no such source');
  const { deps, repositories } = context;
  const { project, refresh } = request;
  const wanted = { source, project, refresh, revision: request.revisions[place.index] };
  const revision = await revisionOf(repositories, wanted);
  place.revisions[place.index] = revision;
  const trees = async () => {
    const own = await treeAt(repositories, wanted, revision);
    return { own, references: await referencedTrees(repositories, request, source) };
  };
  place.signal?.throwIfAborted();
  const found = await trees();
  place.signal?.throwIfAborted();
  return await context.renderer.render({
    ...found,
    request,
    source,
    outside: NOTHING_OUTSIDE,
    moment: { instant: deps.clock.now(), entropy: deps.entropy() },
    settings: renderSettings(deps.installation.current().settings),
    async repair() {
      forgetTree(repositories, wanted, revision);
      return await trees();
    },
  });
}

function notSupported(what: string): Promise<never> {
  return Promise.reject(sourceFault('source.not-supported', 'user', `not supported yet: ${what}`));
}

const NOTHING_OUTSIDE: OutsideFiles = {
  chart: () => notSupported('charts of repositories'),
  archive: () => notSupported('charts of repositories'),
  file: () => notSupported('value files of other servers'),
};

function failure(
  { deps }: Context,
  error: unknown,
  place: { readonly index: number; readonly of: number; readonly revisions: readonly string[] },
): RenderResult {
  const fault = error instanceof AppError ? error : reworded(error, messageOf(error));
  const { code, kind, message } = fault;
  if (kind === 'terminal') deps.log.error('rendering failed', { code, error });
  const text = sourceFailureText(message, { index: place.index, of: place.of, code });
  return { kind: 'failed', message: text, error: { code, kind }, revisions: place.revisions };
}

async function resolveAll(
  context: Context,
  request: { readonly project: string; readonly sources: readonly ApplicationSource[]; readonly refresh: RefreshLevel },
  signal?: AbortSignal,
): Promise<readonly Oid[]> {
  const revisions: Oid[] = [];
  for (const source of request.sources) {
    signal?.throwIfAborted();
    const { project, refresh } = request;
    revisions.push(await revisionOf(context.repositories, { source, project, refresh, revision: undefined }));
  }
  return revisions;
}

async function keep(
  context: Context,
  operation: string,
  what: {
    readonly sources: readonly ApplicationSource[];
    readonly revisions: readonly string[];
    readonly project: string;
  },
): Promise<void> {
  for (const [index, source] of what.sources.entries()) {
    const revision = what.revisions[index];
    if (revision === undefined || revision === '') continue;
    const repository = repositoryOf(context.repositories, source, what.project);
    await commitOf(repository, revision);
    await context.kept.keep(operation, repository.remote, revision);
  }
}

/** Credentials are taken over at once; there are new timers where the polling period changed, and only there. */
function followInstallation({ installation }: ManifestServiceDeps, repositories: Repositories): () => void {
  let before = JSON.stringify(pollingPeriod(installation.current().settings));
  return installation.subscribe(({ settings }) => {
    repositories.reachAnew();
    const now = JSON.stringify(pollingPeriod(settings));
    if (now === before) return;
    before = now;
    repositories.reschedule();
  });
}
