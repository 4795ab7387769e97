/**
 * Sync and terminate: what is refused, and the operation that is written for the controller (surface §1.6, feature C1).
 * The requester copies options and retry of the Application's policy (recordings 0b C16).
 */
import { effectiveSources, isSourceList } from '../../api/application/effective-sources.ts';
import type { Application, Operation } from '../../api/application/fields.ts';
import type { ApplicationSyncRequest } from '../../api/methods/application-messages.ts';
import { AppError } from '../../base/errors.ts';
import { integrityWish, projectName } from '../../engine/project/index.ts';
import type { KubePort } from '../../ports/kube.ts';
import { APPLICATIONS, type ApplicationsDependencies } from './index.ts';
import { sourcesOf } from './sources.ts';
import { isBlockedByWindow } from './sync-window-refusal.ts';

/** Writes `.operation` unless one is there; answers with the Application. Throws `api.precondition` or `api.blocked` (user). */
export async function requestSync(
  deps: Pick<ApplicationsDependencies, 'kube' | 'applications' | 'installation' | 'namespace' | 'clock'>,
  app: Application,
  request: { readonly sync: ApplicationSyncRequest; readonly username: string },
): Promise<Application> {
  const refusal = refusalOf(app, request.sync) ?? localRefusal(deps, app, request.sync);
  if (refusal) throw precondition(refusal);
  if (isBlockedByWindow(deps, app)) throw blocked();
  const operation = operationOf(app, request);
  const metadata = { resourceVersion: app.metadata.resourceVersion };
  const patched = await deps.kube.patch(addressOf(app), 'merge', JSON.stringify({ metadata, operation }));
  deps.applications.observe(patched);
  return patched as unknown as Application;
}

/** Asks a running operation to end. Throws `api.invalid-argument` (user) where none runs. */
export async function terminateOperation(deps: { readonly kube: KubePort }, app: Application): Promise<void> {
  const phase = app.status?.operationState?.phase;
  if (!app.operation && phase !== 'Running') {
    throw nothingRuns();
  }
  const status = { operationState: { phase: 'Terminating' } };
  await deps.kube.patch(addressOf(app), 'merge', JSON.stringify({ status }));
}

/** Why a sync makes no sense now; undefined where it does. */
export function refusalOf(app: Application, sync: ApplicationSyncRequest): string | undefined {
  if (isLocal(sync) && isAutomated(app) && !sync.dryRun)
    return 'cannot use local sync when Automatic Sync Policy is enabled unless for dry run';
  if (app.metadata.deletionTimestamp) return 'application is deleting';
  const running = runningRefusal(app);
  if (running) return running;
  const target = targetOf(app);
  if (isAutomated(app) && sync.revision && sync.revision !== target && !sync.dryRun) {
    return `Cannot sync to ${sync.revision}: auto-sync currently set to ${target}`;
  }
  return undefined;
}

/** Whether the manifests come with the request: then the caller needs to be permitted to override. */
export function isLocal({ manifests = [] }: ApplicationSyncRequest): boolean {
  return manifests.length > 0;
}

/** Whether another revision is asked for than the Application names. */
export function isOtherRevision(app: Application, { revision = '', revisions = [] }: ApplicationSyncRequest): boolean {
  return revisions.length > 0 || (revision !== '' && revision !== targetOf(app));
}

/** Of a list of sources no revision is the one. */
function targetOf({ spec }: Application): string {
  return (isSourceList(spec) ? spec.source : effectiveSources(spec)[0])?.targetRevision || 'HEAD';
}

/** Where signatures are wanted, nobody's files may stand in the place of commits. */
function localRefusal(
  { installation }: Pick<ApplicationsDependencies, 'installation'>,
  app: Application,
  sync: ApplicationSyncRequest,
): string | undefined {
  if (!isLocal(sync)) return undefined;
  const project = installation.current().projects.get(projectName(app.spec))?.spec ?? {};
  const guarded = sourcesOf(app).some(({ repoURL }) => integrityWish(project, repoURL).kind !== 'nothing');
  return guarded ? 'Cannot use local manifests when source integrity is enforced' : undefined;
}

/** Of several sources, what each is synced to: by position where the caller counts, else as they were sent. */
export function revisionsOf(
  app: Application,
  { revisions = [], sourcePositions = [] }: ApplicationSyncRequest,
): readonly string[] {
  if (sourcePositions.length === 0) return revisions;
  const all = sourcesOf(app).map(({ targetRevision }) => targetRevision || 'HEAD');
  for (const [at, position] of sourcePositions.entries()) {
    const revision = revisions[at];
    if (position < 1 || position > all.length || revision === undefined) throw outOfRange();
    all[position - 1] = revision;
  }
  return all;
}

function outOfRange(): AppError {
  return new AppError({ code: 'api.manifests', kind: 'user', message: 'source position is out of range' });
}

export function operationOf(
  app: Application,
  { sync, username }: { readonly sync: ApplicationSyncRequest; readonly username: string },
): Operation {
  const options = sync.syncOptions?.items ?? app.spec.syncPolicy?.syncOptions ?? [];
  const retry = sync.retryStrategy ?? app.spec.syncPolicy?.retry;
  const local = isLocal(sync);
  const revisions = local ? [] : revisionsOf(app, sync);
  return {
    initiatedBy: { username },
    ...(sync.infos && sync.infos.length > 0 ? { info: sync.infos } : {}),
    sync: {
      ...(sync.revision && !local ? { revision: sync.revision } : {}),
      ...(revisions.length > 0 ? { revisions } : {}),
      ...(local ? { manifests: sync.manifests ?? [] } : {}),
      ...(sync.prune ? { prune: true } : {}),
      ...(sync.dryRun ? { dryRun: true } : {}),
      ...(sync.strategy ? { syncStrategy: sync.strategy } : {}),
      ...(sync.resources && sync.resources.length > 0 ? { resources: sync.resources } : {}),
      ...(options.length > 0 ? { syncOptions: options } : {}),
    },
    ...(retry ? { retry } : {}),
  };
}

/** Why no operation may begin; undefined where none runs. */
export function runningRefusal({ operation, status }: Application): string | undefined {
  const phase = status?.operationState?.phase;
  const running = operation || phase === 'Running' || phase === 'Terminating';
  return running ? 'another operation is already in progress' : undefined;
}

/** Whether the Application is synced by itself. */
export function isAutomated(app: Application): boolean {
  const automated = app.spec.syncPolicy?.automated;
  return automated !== undefined && automated !== null && automated.enabled !== false;
}

function addressOf(app: Application) {
  return { type: APPLICATIONS, namespace: app.metadata.namespace ?? '', name: app.metadata.name ?? '' };
}

function precondition(message: string): AppError {
  return new AppError({ code: 'api.precondition', kind: 'user', message });
}

function nothingRuns(): AppError {
  const message = 'Unable to terminate operation. No operation is in progress';
  return new AppError({ code: 'api.invalid-argument', kind: 'user', message });
}

function blocked(): AppError {
  return new AppError({ code: 'api.blocked', kind: 'user', message: 'cannot sync: blocked by sync window' });
}
