/** The source service: from an Application's sources to manifests, and word of what moved (port `manifest-service`). */
import type { ApplicationSource } from '../../api/application/fields.ts';
import type { Clock } from '../../base/clock.ts';
import { AppError, messageOf } from '../../base/errors.ts';
import { Places } from '../../base/places.ts';
import { withSignal } from '../../base/with-signal.ts';
import type { GitPort, Oid } from '../../ports/git.ts';
import type { HelmRepoPort } from '../../ports/helm-repo.ts';
import type { HttpPort } from '../../ports/http.ts';
import type { LogPort } from '../../ports/log.ts';
import type {
  ManifestService,
  RefreshLevel,
  RenderedSource,
  RenderRequest,
  RenderResult,
} from '../../ports/manifest-service.ts';
import type { MetricsPort } from '../../ports/metrics.ts';
import type { OciPort } from '../../ports/oci.ts';
import type { PluginPort } from '../../ports/plugins.ts';
import type { InstallationPort } from '../../ports/settings.ts';
import type { SignaturePort } from '../../ports/signatures.ts';
import type { SourceInspection } from '../../ports/source-inspection.ts';
import type { Renderer } from '../../render/contract.ts';
import { createRenderSource } from '../../render/render-source.ts';
import { ArtifactSources } from './artifact-sources.ts';
import { baseTrees } from './base-repositories.ts';
import { CarriedRevisions } from './carried-revisions.ts';
import { ChartSources } from './chart-sources.ts';
import { ChartStore } from './chart-store.ts';
import { FailurePause, type PauseLimits } from './failure-pause.ts';
import { sourceFailureText } from './fault-text.ts';
import { GitObjects } from './git-objects.ts';
import { type Inspecting, inspectDetails, inspectFolders } from './inspect-source.ts';
import { KeptCommits } from './kept-commits.ts';
import type { MovingTargets } from './moving-targets.ts';
import { Outside } from './outside-files.ts';
import { PluginRuns } from './plugin-runs.ts';
import { referenceProblem } from './reference-names.ts';
import { lentRevisions, referencedTrees } from './referenced-trees.ts';
import { RenderCache } from './render-cache.ts';
import type { RenderPool } from './render-pool.ts';
import { gitRepositoryOf, type Origins, revisionOf, treeAt } from './render-trees.ts';
import { Repositories } from './repositories.ts';
import { chartMetadata, revisionMetadata } from './revision-metadata.ts';
import { isJudgedBySignature, signatureProblems } from './signature-problems.ts';
import { standingBases } from './source-basis.ts';
import { reworded, sourceFault } from './source-fault.ts';
import { SourceIntegrity } from './source-integrity.ts';
import { type SourceJob, SourceRenderer } from './source-renderer.ts';
import { commitOf } from './source-revision.ts';
import { pollingPeriod, renderSettings, uploadLimit } from './source-settings.ts';
import { standingFor } from './standing-revision.ts';
import { unpackUpload } from './unpack-upload.ts';

export interface ManifestServiceDeps {
  readonly git: GitPort;
  readonly helmRepo: HelmRepoPort;
  readonly oci: OciPort;
  readonly http: HttpPort;
  readonly signatures: SignaturePort;
  /** Default: none are installed. */
  readonly plugins?: PluginPort;
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
  /** The operator has switched signatures off (`ARGOCD_GPG_ENABLED`). */
  readonly ignoresSignatures?: boolean;
  /** When to stop trying what fails; default: as Argo CD ships it. */
  readonly failurePause?: PauseLimits;
  /** Renders that are made at a time (`reposerver.parallelism.limit`); 0 or undefined: any number. */
  readonly rendersAtOnce?: number;
  /** Threads for large renders; without them everything is rendered on this one. */
  readonly pool?: RenderPool;
  /** Default: all tools of the product. Threads of the pool have their own. */
  readonly renderer?: Renderer;
}

export interface RunningManifestService extends ManifestService, SourceInspection {
  /** Begins to poll; before it everything works but nothing moves by itself. */
  start(): void;
  /** Bases in other repositories that renders want: webhooks of those concern their sources too. */
  bases(): readonly ApplicationSource[];
  close(): Promise<void>;
}

const MEBIBYTE = 1024 * 1024;
const NO_PLUGINS: PluginPort = { installed: async () => [] };

export function createManifestService(deps: ManifestServiceDeps): RunningManifestService {
  const repositories = new Repositories(deps);
  const store = new ChartStore(deps);
  const charts = new ChartSources({ ...deps, charts: store });
  const artifacts = new ArtifactSources(deps);
  const moving = [charts.targets, artifacts.targets];
  const origins = { repositories, charts, artifacts };
  const objects = new GitObjects(deps.objectBudget ?? 128 * MEBIBYTE);
  const context: Context = {
    deps,
    objects,
    origins,
    outside: new Outside({ ...deps, charts: store }),
    kept: new KeptCommits(deps.git),
    carried: new CarriedRevisions(deps.git),
    plugins: new PluginRuns({ ...deps, plugins: deps.plugins ?? NO_PLUGINS }),
    integrity: new SourceIntegrity(deps),
    renderer: new SourceRenderer(
      {
        git: deps.git,
        metrics: deps.metrics,
        objects,
        cache: new RenderCache(deps.renderBudget ?? 256 * MEBIBYTE),
        renderer: deps.renderer ?? createRenderSource(),
        pool: deps.pool,
        places: deps.rendersAtOnce ? new Places(deps.rendersAtOnce) : undefined,
      },
      new FailurePause(deps.clock, deps.failurePause),
    ),
  };
  let unsubscribe = (): void => undefined;
  return {
    render: (request, signal, overtaken) => render(context, request, { signal, overtaken }),
    details: (inspected, signal) => inspectDetails(inspectingOf(context, signal), inspected),
    folders: (source, project, signal) => inspectFolders(inspectingOf(context, signal), source, project),
    artifact: (source, project, digest, signal) => artifacts.metadata({ source, project }, digest, signal),
    chart: (source, project, version, signal) => withSignal(charts.details({ source, project }, version), signal),
    resolve: (request, signal) => resolveAll(context, request, signal),
    stand: (source, project, bases) => standingBases({ ...context, git: deps.git }, { source, project }, bases),
    async revisionMetadata(source, project, revision) {
      const repository = gitRepositoryOf(origins, { source, project });
      if (repository === undefined) return chartMetadata(source, revision);
      return revisionMetadata(await commitOf(repository, revision), await repository.refs('cached'));
    },
    notice(repoUrl) {
      repositories.notice(repoUrl);
      for (const targets of moving) targets.notice(repoUrl);
    },
    onMoved(listener) {
      const leave = [repositories, ...moving].map((one) => one.onMoved(listener));
      return () => {
        for (const one of leave) one();
      };
    },
    keep: (operation, sources, revisions, project) => keep(context, operation, { sources, revisions, project }),
    bases: () => repositories.bases(),
    release: (operation) => context.kept.release(operation, repositories.all()),
    start() {
      unsubscribe = followInstallation(deps, repositories, moving);
      for (const one of [repositories, ...moving]) one.start();
    },
    async close() {
      unsubscribe();
      for (const one of [repositories, ...moving]) one.stop();
    },
  };
}

interface Context {
  readonly deps: ManifestServiceDeps;
  readonly objects: GitObjects;
  readonly origins: Origins;
  readonly outside: Outside;
  readonly renderer: SourceRenderer;
  readonly kept: KeptCommits;
  readonly carried: CarriedRevisions;
  readonly plugins: PluginRuns;
  readonly integrity: SourceIntegrity;
}

interface Signals {
  readonly signal: AbortSignal | undefined;
  readonly overtaken: AbortSignal | undefined;
}

async function render(context: Context, request: RenderRequest, signals: Signals): Promise<RenderResult> {
  const { signal, overtaken } = signals;
  const problem = referenceProblem(request.sources);
  if (problem !== undefined) return wrongReferences(problem);
  const rendered: RenderedSource[] = [];
  const revisions: string[] = [];
  for (const index of request.sources.keys()) {
    try {
      rendered.push(await withSignal(renderAt(context, request, { ...signals, index, revisions }), signal));
    } catch (error) {
      signal?.throwIfAborted();
      if (overtaken?.aborted && error === overtaken.reason) throw error;
      return failure(context, error, { index, of: request.sources.length, revisions });
    }
  }
  return { kind: 'rendered', sources: rendered };
}

function wrongReferences(problem: string): RenderResult {
  const error = { code: 'source.invalid-references', kind: 'user' as const };
  return { kind: 'failed', message: `failed to get ref sources: ${problem}`, reason: problem, error, revisions: [] };
}

interface Place extends Signals {
  readonly index: number;
  /** What was resolved so far; the source adds its own. */
  readonly revisions: string[];
}

async function renderAt(context: Context, request: RenderRequest, place: Place): Promise<RenderedSource> {
  const source = request.sources[place.index];
  if (source === undefined) throw sourceFault('source.failed', 'terminal', 'there is no such source');
  const { deps, origins } = context;
  const { project, refresh } = request;
  const wanted = { source, project, refresh, revision: request.revisions[place.index] };
  const { upload } = request;
  const sent = upload && (await unpackUpload(upload, uploadLimit(deps.installation.current().settings)));
  const revision = sent?.revision ?? (await revisionOf(origins, wanted));
  place.revisions[place.index] = revision;
  const lent = await lentRevisions(origins, request, { source, revision });
  const standing = await standingFor(context, request, { index: place.index, wanted, revision, lent });
  const trees = async () => {
    const own = sent ?? (await treeAt(origins, wanted, standing.revision));
    return { own, references: await referencedTrees(origins, standing.lent) };
  };
  place.signal?.throwIfAborted();
  const found = await trees();
  place.signal?.throwIfAborted();
  const { installation, ignoresSignatures } = deps;
  const checked = { ...context, installation, ignoresSignatures };
  // What was sent is nobody's commit: who may sync it is decided where that is asked.
  const problems = sent === undefined ? await signatureProblems(checked, wanted, revision) : [];
  const rendered = await context.renderer.render({
    ...(await jobOf(context, request, source)),
    ...found,
    async repair() {
      if (sent === undefined) gitRepositoryOf(origins, wanted)?.forget(standing.revision);
      return await trees();
    },
    signal: place.signal,
    overtaken: place.overtaken,
  });
  const { basis, ...made } = rendered;
  const mayStand = basis !== undefined && sent === undefined && !isJudgedBySignature(checked, wanted);
  return {
    ...made,
    revision,
    ...(standing.asSynced === undefined ? {} : { asSynced: standing.asSynced }),
    ...(problems.length === 0 ? {} : { problems }),
    ...(mayStand ? { basis } : {}),
  };
}

/** All that a source is rendered with but its trees. */
async function jobOf(
  context: Context,
  request: RenderRequest,
  source: ApplicationSource,
): Promise<Omit<SourceJob, 'own' | 'references' | 'repair'>> {
  const { deps, origins } = context;
  const { appName, project, refresh } = request;
  const isHard = refresh === 'hard';
  const paths = request.carry?.[request.sources.indexOf(source)]?.paths ?? [];
  const asker = { appName, project, repoURL: source.repoURL, isHard, paths };
  return {
    request,
    source,
    outside: context.outside.for({
      project,
      bases: baseTrees({ ...deps, repositories: origins.repositories }, { project, sourceUrl: source.repoURL }),
      plugin: (question, files, signal) => context.plugins.answer(question, files, { ...asker, signal }),
      sourceUrl: source.repoURL,
      passCredentials: source.helm?.passCredentials === true,
      isHard,
    }),
    moment: { instant: deps.clock.now(), entropy: deps.entropy() },
    settings: {
      ...renderSettings(deps.installation.current().settings),
      ...((await context.plugins.discovers()) ? { discoversPlugins: true } : {}),
    },
  };
}

function inspectingOf(context: Context, signal: AbortSignal | undefined): Inspecting {
  const { deps, objects, origins } = context;
  return {
    deps: { git: deps.git, objects },
    signal: signal ?? new AbortController().signal,
    render: (request) => render(context, request, { signal, overtaken: undefined }),
    async jobOf(request) {
      const [source] = request.sources;
      if (source === undefined) throw sourceFault('source.failed', 'terminal', 'there is no such source');
      const wanted = { source, project: request.project, refresh: request.refresh, revision: undefined };
      const revision = await revisionOf(origins, wanted);
      const own = await treeAt(origins, wanted, revision);
      const lent = await lentRevisions(origins, request, { source, revision });
      const trees = { own, references: await referencedTrees(origins, lent) };
      return { ...(await jobOf(context, request, source)), ...trees, repair: async () => trees };
    },
  };
}

function failure(
  { deps }: Context,
  error: unknown,
  place: { readonly index: number; readonly of: number; readonly revisions: readonly string[] },
): RenderResult {
  const fault = error instanceof AppError ? error : reworded(error, messageOf(error));
  const { code, kind, message } = fault;
  if (kind === 'terminal') deps.log.error('rendering failed', { code, error });
  const text = sourceFailureText(message, { index: place.index, of: place.of, code });
  return { kind: 'failed', message: text, reason: message, error: { code, kind }, revisions: place.revisions };
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
    revisions.push(await revisionOf(context.origins, { source, project, refresh, revision: undefined }));
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
    const repository = gitRepositoryOf(context.origins, { source, project: what.project });
    // Versions and digests of repositories are theirs to keep.
    if (repository === undefined) continue;
    await commitOf(repository, revision, 'latest');
    await context.kept.keep(operation, repository.remote, revision);
  }
}

/** Credentials are taken over at once; there are new timers where the polling period changed, and only there. */
function followInstallation(
  { installation }: ManifestServiceDeps,
  repositories: Repositories,
  moving: readonly MovingTargets[],
): () => void {
  let before = JSON.stringify(pollingPeriod(installation.current().settings));
  return installation.subscribe(({ settings }) => {
    for (const one of [repositories, ...moving]) one.reachAnew();
    const now = JSON.stringify(pollingPeriod(settings));
    if (now === before) return;
    before = now;
    for (const one of [repositories, ...moving]) one.reschedule();
  });
}
