/** `argocd app sync NAME…`: asks for the sync, waits for its end, prints what happened. */
import type { Application } from '../../../api/application/fields.ts';
import { AppError } from '../../../base/errors.ts';
import { canonicalJson } from '../../../base/json/stringify.ts';
import { type KubeObject, splitApiVersion } from '../../../kube/object/kube-object.ts';
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
import { followOperation } from '../follow-operation.ts';
import { type KeyValue, parseKeyValues } from '../key-value.ts';
import { type ChosenRevisions, chosenRevisions, type RevisionFlags } from '../manifests/chosen-revisions.ts';
import { manifestsAt } from '../manifests/server-manifests.ts';
import { namesBySelector } from '../names-by-selector.ts';
import { parseResources, type ResourceArgument } from '../resource-argument.ts';
import { resourcesToSync, type SyncFlags, syncRequest } from '../sync-request.ts';
import { previewChanges } from './preview-changes.ts';

export interface AppSyncFlags extends RevisionFlags, SyncFlags {
  readonly local?: string;
  readonly localRepoRoot?: string;
  readonly resource?: readonly string[];
  readonly label?: readonly string[];
  readonly selector?: string;
  readonly project?: readonly string[];
  readonly async?: boolean;
  readonly previewChanges?: boolean;
  readonly assumeYes?: boolean;
  readonly output: string;
  readonly timeout: number;
  readonly appNamespace?: string;
}

export async function appSync(context: CommandContext, names: readonly string[], flags: AppSyncFlags): Promise<number> {
  checkPositions(names, flags);
  const session = openSession(context);
  const chosen = [...names, ...(await namesBySelector(session, flags))];
  if (chosen.length === 0) throw fault('Name the applications to sync, or choose them by --selector or --project.');
  if (names.length > 0 && flags.selector) {
    throw fault('Cannot use selector option when application name(s) passed as argument(s)');
  }
  const labels = parseKeyValues(flags.label ?? []);
  let code: number = EXIT.ok;
  for (const name of chosen) {
    const key = parseApplicationName(name, flags.appNamespace);
    const ended = await syncOne(context, session, { key, flags, labels });
    if (ended === 'not wanted') break;
    code = Math.max(code, ended);
  }
  return code;
}

/** Throws `cli.fatal` (user) for revisions of single sources that fit nothing, before a server is asked. */
function checkPositions(names: readonly string[], flags: AppSyncFlags): void {
  const { revisions = [], sourcePositions = [], sourceNames = [] } = flags;
  for (const [by, wanted] of [
    ['source-positions', sourcePositions],
    ['source-names', sourceNames],
  ] as const) {
    if (names.length !== 1 && revisions.length + wanted.length > 0) {
      const when = 'when 0 or more than 1 application names are passed as argument(s)';
      throw fault(`Cannot use --revisions and --${by} options ${when}`);
    }
  }
  if (sourceNames.length > 0 && sourcePositions.length > 0) {
    throw fault('Only one of source-positions and source-names can be specified.');
  }
  const by = sourceNames.length > 0 ? 'source-names' : 'source-positions';
  const count = sourceNames.length + sourcePositions.length;
  if (count > 0 && count !== revisions.length) {
    throw fault(`While using --revisions and --${by}, length of values for both flags should be same.`);
  }
}

interface OneSync extends LocalSync {
  readonly labels: readonly KeyValue[];
}

async function syncOne(context: CommandContext, session: Session, one: OneSync): Promise<number | 'not wanted'> {
  const { key, flags } = one;
  const path = applicationPath(key);
  const app = await session.api.call<Application>({ path, query: namespaceQuery(key) });
  const wanted = await wantedResources(session, app, one);
  const local = flags.local === undefined ? {} : { manifests: await localTexts(context, session, { app, flags }) };
  if (flags.previewChanges && !(await previewChanges(context, session, { app, key, flags }))) return 'not wanted';
  await session.api.call<Application>({
    method: 'POST',
    path: `${path}/sync`,
    body: {
      ...namespaceQuery(key),
      ...syncRequest(flags, resourcesToSync(app, wanted)),
      ...positionsOf(app, flags),
      ...local,
    },
  });
  if (flags.async) return EXIT.ok;
  const ended = await followOperation(context, session, { key, seconds: flags.timeout, output: flags.output });
  if (ended === undefined) return EXIT.error;
  return outcomeOf(context, ended, { dryRun: flags.dryRun ?? false, selected: wanted.length > 0 });
}

/** What `--resource` names and what `--label` finds among the rendered objects. */
async function wantedResources(
  { api }: Session,
  app: Application,
  { key, flags, labels }: OneSync,
): Promise<readonly ResourceArgument[]> {
  const named = parseResources(flags.resource ?? []);
  if (labels.length === 0) return named;
  const objects = await manifestsAt(api, key, chosenRevisions(app, flags) ?? {});
  const labelled = objects.flatMap((object) => labelledResource(object, labels));
  if (named.length + labelled.length > 0) return [...named, ...labelled];
  throw fault(`No matching resources found for labels: [${(flags.label ?? []).join(' ')}]`);
}

interface LocalSync {
  readonly key: ApplicationName;
  readonly flags: AppSyncFlags;
}

function labelledResource(
  { apiVersion, kind, metadata }: KubeObject,
  labels: readonly KeyValue[],
): readonly ResourceArgument[] {
  const own = metadata.labels ?? {};
  if (!labels.some(({ key, value }) => own[key] === value)) return [];
  return [{ group: splitApiVersion(apiVersion).group, kind, name: metadata.name ?? '', exclude: false }];
}

/** Manifests of a folder of this machine, for the request. */
async function localTexts(
  context: CommandContext,
  session: Session,
  { app, flags }: { readonly app: Application; readonly flags: AppSyncFlags },
): Promise<readonly string[]> {
  const automated = app.spec.syncPolicy?.automated;
  if (automated && automated.enabled !== false && !flags.dryRun) throw fault(AUTOMATED);
  const { localManifests } = await import('../manifests/local-manifests.ts');
  const { serverFacts } = await import('../manifests/server-facts.ts');
  const facts = await serverFacts(context, session, app);
  const folder = { folder: flags.local ?? '', root: flags.localRepoRoot };
  return (await localManifests(app, folder, facts)).map(canonicalJson);
}

const AUTOMATED = 'Cannot use local sync when Automatic Sync Policy is enabled except with --dry-run';

/** Revisions of single sources; names of sources are looked up. */
function positionsOf(app: Application, flags: AppSyncFlags): ChosenRevisions {
  const { revisions = [], sourceNames = [], sourcePositions = [] } = flags;
  if (revisions.length === 0 && sourceNames.length === 0 && sourcePositions.length === 0) return {};
  const { revision: _single, ...chosen } = chosenRevisions(app, flags) ?? {};
  return chosen;
}

interface Asked {
  readonly dryRun: boolean;
  /** Only some resources. */
  readonly selected: boolean;
}

/** 1 where the operation did not succeed, or something stays that should be removed (surface §2.1). */
function outcomeOf({ output }: CommandContext, { status }: Application, { dryRun, selected }: Asked): number {
  if (dryRun) return EXIT.ok;
  const { phase = '', syncResult } = status?.operationState ?? {};
  if (phase !== 'Succeeded') {
    output.complain(`Operation has completed with phase: ${phase}\n`);
    return EXIT.failed;
  }
  if (selected || status?.sync?.status === 'Synced') return EXIT.ok;
  const left = (syncResult?.resources ?? []).filter(({ status: outcome }) => outcome === 'PruneSkipped').length;
  if (left > 0) output.complain(`${left} resources require pruning\n`);
  return left > 0 ? EXIT.failed : EXIT.ok;
}

function fault(message: string): AppError {
  return new AppError({ code: FATAL, kind: 'user', message });
}
