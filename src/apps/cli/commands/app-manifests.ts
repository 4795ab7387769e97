/** `argocd app manifests NAME`: desired or live objects as YAML. */
import type { Application } from '../../../api/application/fields.ts';
import type { ResourceDiff } from '../../../api/application/tree-fields.ts';
import { AppError } from '../../../base/errors.ts';
import { parseJson } from '../../../base/json/parse.ts';
import type { Json } from '../../../base/json-value.ts';
import { writeYaml } from '../../../lang/yaml/write.ts';
import {
  applicationPath,
  type CommandContext,
  EXIT,
  namespaceQuery,
  openSession,
  parseApplicationName,
} from '../command.ts';
import { chosenRevisions, type RevisionFlags } from '../manifests/chosen-revisions.ts';
import { manifestsAt } from '../manifests/server-manifests.ts';

export interface AppManifestsFlags extends RevisionFlags {
  readonly source: string;
  readonly local?: string;
  readonly localRepoRoot?: string;
  readonly appNamespace?: string;
}

export async function appManifests(context: CommandContext, name: string, flags: AppManifestsFlags): Promise<number> {
  const session = openSession(context);
  const key = parseApplicationName(name, flags.appNamespace);
  if (flags.source !== 'git' && flags.source !== 'live') throw unknownSource(flags.source);
  const query = namespaceQuery(key);
  const app = await session.api.call<Application>({ path: applicationPath(key), query });
  const chosen = chosenRevisions(app, flags);
  context.output.print((await objects()).map((object) => `---\n${writeYaml(object)}\n`).join(''));
  return EXIT.ok;

  async function objects(): Promise<readonly Json[]> {
    if (flags.source === 'git' && flags.local !== undefined) return await localObjects(flags.local);
    if (flags.source === 'git' && chosen !== undefined) return await manifestsAt(session.api, key, chosen);
    const path = `${applicationPath(key)}/managed-resources`;
    const { items } = await session.api.call<{ items?: readonly ResourceDiff[] | null }>({ path, query });
    // What is not there stands as null, as it always did.
    return (items ?? []).map((item) => stateOf(flags.source === 'git' ? item.targetState : item.liveState));
  }

  async function localObjects(folder: string): Promise<readonly Json[]> {
    const { localManifests } = await import('../manifests/local-manifests.ts');
    const { serverFacts } = await import('../manifests/server-facts.ts');
    const facts = await serverFacts(context, session, app);
    return await localManifests(app, { folder, root: flags.localRepoRoot }, facts);
  }
}

function stateOf(state: string | undefined): Json {
  return state === undefined || state === '' ? null : parseJson(state);
}

function unknownSource(source: string): AppError {
  return new AppError({ code: 'cli.usage', kind: 'user', message: `Unknown source type '${source}'` });
}
