/** `argocd app sync NAME…`: asks for the sync, waits for its end, prints what happened. */
import type { Application } from '../../../api/application/fields.ts';
import { AppError } from '../../../base/errors.ts';
import { canonicalJson } from '../../../base/json/stringify.ts';
import {
  type ApplicationName,
  applicationPath,
  type CommandContext,
  EXIT,
  FATAL,
  namespaceQuery,
  openSession,
  parseApplicationName,
  type Session,
} from '../command.ts';
import { type ChosenRevisions, chosenRevisions, type RevisionFlags } from '../manifests/chosen-revisions.ts';
import { operationSummary, resourceTable, summary } from '../print/application.ts';
import { parseResources } from '../resource-argument.ts';
import { waitForApplication } from '../wait.ts';

export interface AppSyncFlags extends RevisionFlags {
  readonly local?: string;
  readonly localRepoRoot?: string;
  readonly prune?: boolean;
  readonly dryRun?: boolean;
  readonly force?: boolean;
  readonly strategy?: string;
  readonly resource?: readonly string[];
  readonly async?: boolean;
  readonly timeout: number;
  readonly appNamespace?: string;
}

export async function appSync(context: CommandContext, names: readonly string[], flags: AppSyncFlags): Promise<number> {
  let code: number = EXIT.ok;
  for (const name of names) code = Math.max(code, await syncOne(context, name, flags));
  return code;
}

async function syncOne(context: CommandContext, name: string, flags: AppSyncFlags): Promise<number> {
  const session = openSession(context);
  const key = parseApplicationName(name, flags.appNamespace);
  const local = flags.local === undefined ? {} : { manifests: await localTexts(context, session, { key, flags }) };
  await session.api.call<Application>({
    method: 'POST',
    path: `${applicationPath(key)}/sync`,
    body: { ...requestOf(key, flags), ...(await positionsOf(session, key, flags)), ...local },
  });
  if (flags.async) return EXIT.ok;
  const wanted = { operation: true, sync: false, health: false, suspended: false, degraded: false, delete: false };
  const { app } = await waitForApplication(context, session, { key, wanted, seconds: flags.timeout });
  if (!app) return EXIT.error;
  context.output.print(`\n${summary(app, session.baseUrl)}\n${operationSummary(app)}\n${resourceTable(app)}`);
  return outcomeOf(app, flags);
}

interface LocalSync {
  readonly key: ApplicationName;
  readonly flags: AppSyncFlags;
}

/** Manifests of a folder of this machine, for the request. */
async function localTexts(
  context: CommandContext,
  session: Session,
  { key, flags }: LocalSync,
): Promise<readonly string[]> {
  const app = await session.api.call<Application>({ path: applicationPath(key), query: namespaceQuery(key) });
  const automated = app.spec.syncPolicy?.automated;
  if (automated && automated.enabled !== false && !flags.dryRun) throw automatedFault();
  const { localManifests } = await import('../manifests/local-manifests.ts');
  const { serverFacts } = await import('../manifests/server-facts.ts');
  const facts = await serverFacts(context, session, app);
  const folder = { folder: flags.local ?? '', root: flags.localRepoRoot };
  return (await localManifests(app, folder, facts)).map(canonicalJson);
}

function automatedFault(): AppError {
  const message = 'Cannot use local sync when Automatic Sync Policy is enabled except with --dry-run';
  return new AppError({ code: FATAL, kind: 'user', message });
}

/** Revisions of single sources; names of sources are looked up. */
async function positionsOf(session: Session, key: ApplicationName, flags: AppSyncFlags): Promise<ChosenRevisions> {
  const { revisions = [], sourceNames = [], sourcePositions = [] } = flags;
  if (revisions.length === 0 && sourceNames.length === 0 && sourcePositions.length === 0) return {};
  const app = await session.api.call<Application>({ path: applicationPath(key), query: namespaceQuery(key) });
  const { revision: _single, ...chosen } = chosenRevisions(app, flags) ?? {};
  return chosen;
}

function requestOf(key: ReturnType<typeof parseApplicationName>, flags: AppSyncFlags): object {
  const strategy =
    flags.strategy === 'apply' ? { apply: { force: flags.force ?? false } } : { hook: { force: flags.force ?? false } };
  const resources = parseResources(flags.resource ?? []);
  return {
    ...namespaceQuery(key),
    ...(flags.revision ? { revision: flags.revision } : {}),
    prune: flags.prune ?? false,
    dryRun: flags.dryRun ?? false,
    strategy,
    ...(resources.length > 0 ? { resources } : {}),
  };
}

/** 1 where the operation did not succeed, or something stays that should be removed (surface §2.1). */
function outcomeOf({ status }: Application, { dryRun, resource }: AppSyncFlags): number {
  if (dryRun) return EXIT.ok;
  if (status?.operationState?.phase !== 'Succeeded') return EXIT.failed;
  const selected = (resource ?? []).length > 0;
  const left = (status.resources ?? []).filter(({ requiresPruning }) => requiresPruning).length;
  return left > 0 && !selected ? EXIT.failed : EXIT.ok;
}
