/**
 * Rollback: a sync to the source and revision of an entry of the history, without hooks (feature C26, surface §1.6). With
 * automated sync it is refused: automation would undo it.
 */
import type { Application, Operation } from '../../api/application/fields.ts';
import type { ApplicationRollbackRequest } from '../../api/methods/application-messages.ts';
import { AppError } from '../../base/errors.ts';
import { APPLICATIONS, type ApplicationsDependencies } from './index.ts';
import { isAutomated, runningRefusal } from './request-sync.ts';

interface Rollback {
  readonly rollback: ApplicationRollbackRequest;
  readonly username: string;
}

/** Writes `.operation`; answers with the Application. Throws `api.precondition` and `api.invalid-argument` (user). */
export async function requestRollback(
  deps: Pick<ApplicationsDependencies, 'kube' | 'applications' | 'namespace'>,
  app: Application,
  request: Rollback,
): Promise<Application> {
  const operation = rollbackOf(app, request, deps.namespace);
  const { namespace = '', name = '', resourceVersion } = app.metadata;
  const patch = JSON.stringify({ metadata: { resourceVersion }, operation });
  const patched = await deps.kube.patch({ type: APPLICATIONS, namespace, name }, 'merge', patch);
  deps.applications.observe(patched);
  return patched as unknown as Application;
}

/** The operation of a rollback. Pure. `namespace`: of the control plane, which names of Applications leave out. */
export function rollbackOf(app: Application, { rollback, username }: Rollback, namespace: string): Operation {
  if (app.metadata.deletionTimestamp) throw precondition('application is deleting');
  if (isAutomated(app)) throw automated();
  const entry = (app.status?.history ?? []).find(({ id = 0 }) => id === rollback.id);
  if (!entry) throw unknownEntry(app, rollback.id, namespace);
  const { source, sources = [], revision = '', revisions = [] } = entry;
  if (!source?.repoURL && sources.length === 0) throw tooOld();
  const running = runningRefusal(app);
  if (running) throw precondition(running);
  const options = app.spec.syncPolicy?.syncOptions ?? [];
  return {
    initiatedBy: { username },
    sync: {
      ...(revision === '' ? {} : { revision }),
      ...(revisions.length > 0 ? { revisions } : {}),
      ...(rollback.dryRun ? { dryRun: true } : {}),
      ...(rollback.prune ? { prune: true } : {}),
      ...(options.length > 0 ? { syncOptions: options } : {}),
      ...(source?.repoURL ? { source } : {}),
      ...(sources.length > 0 ? { sources } : {}),
      syncStrategy: { apply: {} },
    },
  };
}

function automated(): AppError {
  return new AppError({
    code: 'api.precondition',
    kind: 'user',
    message: 'rollback cannot be initiated when auto-sync is enabled',
  });
}

function unknownEntry({ metadata }: Application, id: number, own: string): AppError {
  const { namespace = '', name = '' } = metadata;
  const qualified = namespace === '' || namespace === own ? name : `${namespace}/${name}`;
  const message = `application ${qualified} does not have deployment with id ${id}`;
  return new AppError({ code: 'api.invalid-argument', kind: 'user', message });
}

function tooOld(): AppError {
  return precondition('cannot rollback to revision deployed with Argo CD v0.11 or lower. sync to revision instead.');
}

function precondition(message: string): AppError {
  return new AppError({ code: 'api.precondition', kind: 'user', message });
}
