/**
 * Whether the sources of an Application that somebody wants to store can be reached and rendered, as Argo CD's server looks
 * before it stores one (surface §1.6; its `validate` parameter, its words). What the project permits was looked at before:
 * nothing is asked of a repository that it does not permit.
 */
import { isSourceList } from '../../api/application/effective-sources.ts';
import type { Application, ApplicationSource } from '../../api/application/fields.ts';
import type { Clock } from '../../base/clock.ts';
import { AppError } from '../../base/errors.ts';
import { projectName } from '../../engine/project/index.ts';
import { servedVersions } from '../../kube/object/served-versions.ts';
import type { RenderRequest } from '../../ports/manifest-service.ts';
import type { RepositoryRecord } from '../../ports/settings.ts';
import { rpcStatusOf } from '../../render/render-fault.ts';
import { instanceOf, type ManifestDependencies } from './get-manifests.ts';
import { sourcesOf } from './sources.ts';

export interface ReachDependencies extends ManifestDependencies {
  /** Connects to a repository; throws the fault of the port. */
  readonly probe: (record: RepositoryRecord) => Promise<void>;
  readonly clock: Clock;
}

/** Milliseconds for the whole look, whatever hangs: as long as Argo CD's server waits for its repo-server. */
export const REACH_LIMIT = 60_000;

/**
 * Throws `api.invalid-argument` (user) with every source that cannot be used, `api.deadline` (transient) where the time is over
 * and nothing is known, and the reason of `signal`.
 */
export async function checkReach(deps: ReachDependencies, app: Application, signal: AbortSignal): Promise<void> {
  const limit = new AbortController();
  const timer = deps.clock.after(REACH_LIMIT, () => limit.abort());
  const look: Look = { deps, app, limit: limit.signal, signal: AbortSignal.any([signal, limit.signal]) };
  try {
    const sources = lookedAt(app);
    for (const source of sources) await reach(look, source);
    const problems: string[] = [];
    for (const source of sources) problems.push(...(await problemsOf(look, source)));
    if (problems.length > 0) throw invalid(app, problems);
  } finally {
    timer.cancel();
  }
}

interface Look {
  readonly deps: ReachDependencies;
  readonly app: Application;
  readonly limit: AbortSignal;
  /** Of the caller, and the limit. */
  readonly signal: AbortSignal;
}

/** What the hydrator writes may not be there yet: what it reads is. */
function lookedAt(app: Application): readonly ApplicationSource[] {
  const { sourceHydrator } = app.spec;
  return sourceHydrator ? [sourceHydrator.drySource] : sourcesOf(app);
}

async function reach(look: Look, source: ApplicationSource): Promise<void> {
  const { deps, app } = look;
  const { repositories, ...installation } = deps.installation.current();
  const record = installation.repositoryFor(source.repoURL, projectName(app.spec));
  const isStored = repositories.includes(record);
  const named = repositoryText(source, isStored ? record : undefined);
  const failed = 'repo client error while testing repository';
  try {
    await withinLimit(look, deps.probe(asUsed(record, source)), `unable to test repository ${named}: ${failed}`);
  } catch (error) {
    if (!(error instanceof AppError) || error.code === DEADLINE) throw error;
    const reason = withoutUser(source, `error testing repository connectivity: ${error.message}`);
    const text = `repositories not accessible: ${named}: ${failed}: rpc error: code = Unknown desc = ${reason}`;
    throw invalid(app, [`repository not accessible: ${text}`], error);
  }
}

/** A chart makes its repository one of charts, whether it was stored as such or not. */
function asUsed(record: RepositoryRecord, { repoURL, chart = '' }: ApplicationSource): RepositoryRecord {
  if (repoURL.startsWith('oci://')) return { ...record, type: 'oci', isOci: true };
  if (chart === '') return record;
  return { ...record, type: 'helm', isOci: record.isOci || !repoURL.includes('://') };
}

/** As it names repositories: without anything secret. */
function repositoryText(source: ApplicationSource, stored: RepositoryRecord | undefined): string {
  const { type = '', name = '', project = '' } = stored ?? {};
  const url = withoutUser(source, source.repoURL);
  const parts = Object.entries({ Repo: url, Type: type, Name: name, Project: project });
  return `&Repository{${parts.map(([key, text]) => `${key}: ${JSON.stringify(text)}`).join(', ')}}`;
}

/** The text where the URL of the source stands without the name and the password that it may hold. */
function withoutUser({ repoURL }: ApplicationSource, text: string): string {
  return text.replaceAll(repoURL, repoURL.replace(/^([\w+.-]+:\/\/)[^/]*@/, '$1'));
}

/** Each source by itself, beside those that lend it files. */
async function problemsOf(look: Look, source: ApplicationSource): Promise<readonly string[]> {
  const { path = '' } = source;
  const request = await withinLimit(look, requestFor(look, source), 'error getting k8s server version');
  const rendering = look.deps.manifests.render(request, look.signal);
  const result = await withinLimit(look, rendering, `unable to generate manifests in ${path}`);
  if (result.kind === 'rendered' || result.error.code === MAY_COME_LATER) return [];
  const reason = withoutUser(source, result.reason);
  return [
    `Unable to generate manifests in ${path}: rpc error: code = ${rpcStatusOf(result.error.code)} desc = ${reason}`,
  ];
}

/** Files that a pattern matches may be added later: no fault of the specification. */
const MAY_COME_LATER = 'render.no-value-files';

async function requestFor({ deps, app, signal }: Look, source: ApplicationSource): Promise<RenderRequest> {
  const cluster = deps.clusters.get(deps.serverOf(app));
  await cluster.ready(signal);
  const all = lookedAt(app);
  const lenders = all.filter((other) => other !== source && Boolean(other.ref));
  const sources = [
    source,
    ...lenders.map(({ repoURL, targetRevision = '', ref = '' }) => ({ repoURL, targetRevision, ref })),
  ];
  return {
    appName: instanceOf(deps, app),
    project: projectName(app.spec),
    namespace: app.spec.destination.namespace ?? '',
    sources,
    isMultiSource: isSourceList(app.spec),
    revisions: sources.map(() => ''),
    kubeVersion: cluster.kubeVersion(),
    apiVersions: servedVersions(cluster.resources()),
    refresh: 'latest',
  };
}

const DEADLINE = 'api.deadline';

/** The answer, unless the caller leaves or the time is over first: not every port can be interrupted. */
async function withinLimit<T>({ signal, limit }: Look, work: Promise<T>, what: string): Promise<T> {
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(signal.reason);
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, stopped]);
  } catch (error) {
    if (!limit.aborted) throw error;
    const message = `${what}: rpc error: code = DeadlineExceeded desc = context deadline exceeded`;
    throw new AppError({ code: DEADLINE, kind: 'transient', message, cause: error });
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function invalid({ metadata }: Application, problems: readonly string[], cause?: unknown): AppError {
  const texts = problems.map((text) => `InvalidSpecError: ${text}`);
  const message = `application spec for ${metadata.name ?? ''} is invalid: ${texts.join(';')}`;
  const reason = cause === undefined ? {} : { cause };
  return new AppError({ code: 'api.invalid-argument', kind: 'user', message, ...reason });
}
