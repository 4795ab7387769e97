/** `argocd app diff NAME`: exit code 0 without differences, 1 with, 2 without a name, 20 for errors. */
import type { Application } from '../../../api/application/fields.ts';
import type { ResourceDiff } from '../../../api/application/tree-fields.ts';
import { AppError } from '../../../base/errors.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import {
  type ApplicationName,
  applicationPath,
  type CommandContext,
  EXIT,
  namespaceQuery,
  openSession,
  parseApplicationName,
  type Session,
} from '../command.ts';
import { chosenRevisions, type RevisionFlags } from '../manifests/chosen-revisions.ts';
import { manifestsAt, manifestsOfFolder } from '../manifests/server-manifests.ts';
import { type DiffPair, pairsOfItems } from '../print/resource-diff.ts';
import { showDifferences } from '../print/show-differences.ts';

export interface AppDiffFlags extends RevisionFlags {
  readonly refresh?: boolean;
  readonly hardRefresh?: boolean;
  readonly exitCode: boolean;
  readonly diffExitCode: number;
  readonly appNamespace?: string;
  readonly local?: string;
  readonly localRepoRoot?: string;
  readonly localInclude: readonly string[];
  readonly serverSideGenerate?: boolean;
  readonly serverSideDiff?: boolean;
}

export async function appDiff(context: CommandContext, name: string, flags: AppDiffFlags): Promise<number> {
  const session = openSession(context);
  const key = parseApplicationName(name, flags.appNamespace);
  const refresh = flags.hardRefresh ? 'hard' : flags.refresh ? 'normal' : undefined;
  const query = { ...namespaceQuery(key), refresh };
  const app = await session.api.call<Application>({ path: applicationPath(key), query });
  if (flags.serverSideDiff) tellOfServerSide(context, app, flags);
  const pairs = await differencesOf(context, session, { app, key, flags });
  await showDifferences(context, pairs);
  return pairs.length > 0 && flags.exitCode ? flags.diffExitCode : EXIT.ok;
}

/**
 * The server compares as the cluster would apply where the Application says so, and tells what it found. Of one that does not
 * it has nothing else to tell. Throws `cli.usage` (user) for a folder that is rendered here.
 */
function tellOfServerSide({ output }: CommandContext, { metadata }: Application, flags: AppDiffFlags): void {
  if (flags.local !== undefined && !flags.serverSideGenerate) {
    const message = '--server-side-diff with --local requires --server-side-generate.';
    throw new AppError({ code: 'cli.usage', kind: 'user', message });
  }
  const options = metadata.annotations?.['argocd.argoproj.io/compare-options'] ?? '';
  if (options.split(',').some((option) => option.trim() === 'ServerSideDiff=true')) return;
  output.complain('Warning: Application does not have ServerSideDiff=true annotation.\n');
}

/** Where the server could not render the target, every live object differs from nothing; that is no deletion. */
function tellOfUnknownTarget({ output }: CommandContext, { metadata, status }: Application): void {
  const condition = (status?.conditions ?? []).find(({ type }) => type === 'ComparisonError');
  if (condition === undefined) return;
  const [reason = ''] = (condition.message ?? '').split('\n');
  const meaning = `the target of ${metadata.name} could not be rendered, so nothing shown as removed is about to be`;
  output.complain(`Warning: ${meaning}: ${reason}\n`);
}

interface Asked {
  readonly app: Application;
  readonly key: ApplicationName;
  readonly flags: Pick<
    AppDiffFlags,
    keyof RevisionFlags | 'local' | 'localRepoRoot' | 'localInclude' | 'serverSideGenerate'
  >;
}

/** With what the server compares, or with manifests of another revision or a folder. */
export async function differencesOf(
  context: CommandContext,
  session: Session,
  asked: Asked,
): Promise<readonly DiffPair[]> {
  const { app, key } = asked;
  const path = `${applicationPath(key)}/managed-resources`;
  const query = namespaceQuery(key);
  const reply = await session.api.call<{ items?: readonly ResourceDiff[] | null }>({ path, query });
  const items = reply.items ?? [];
  const manifests = await otherManifests(context, session, asked);
  if (manifests === undefined) {
    tellOfUnknownTarget(context, app);
    return pairsOfItems(items);
  }
  const { comparedPairs } = await import('../manifests/compared-pairs.ts');
  const { installationFacts } = await import('../manifests/server-facts.ts');
  return comparedPairs({ app, items, manifests, facts: await installationFacts(session) });
}

async function otherManifests(
  context: CommandContext,
  session: Session,
  { app, key, flags }: Asked,
): Promise<readonly KubeObject[] | undefined> {
  const chosen = chosenRevisions(app, flags);
  if (chosen !== undefined) return await manifestsAt(session.api, key, chosen);
  const { local: folder, localRepoRoot, localInclude: includes } = flags;
  if (folder === undefined) return undefined;
  if (flags.serverSideGenerate) return await manifestsOfFolder(session.api, key, { folder, includes });
  const { localManifests } = await import('../manifests/local-manifests.ts');
  const { serverFacts } = await import('../manifests/server-facts.ts');
  return await localManifests(app, { folder, root: localRepoRoot }, await serverFacts(context, session, app));
}
