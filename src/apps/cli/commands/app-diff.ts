/** `argocd app diff NAME`: exit code 0 without differences, 1 with, 20 for errors. */
import type { ResourceDiff } from '../../../api/application/tree-fields.ts';
import {
  applicationPath,
  type CommandContext,
  EXIT,
  namespaceQuery,
  openSession,
  parseApplicationName,
} from '../command.ts';
import { formatDiffs } from '../print/resource-diff.ts';

export interface AppDiffFlags {
  readonly refresh?: boolean;
  readonly hardRefresh?: boolean;
  readonly exitCode: string | boolean;
  readonly diffExitCode: number;
  readonly appNamespace?: string;
}

export async function appDiff(context: CommandContext, name: string, flags: AppDiffFlags): Promise<number> {
  const { api } = openSession(context);
  const key = parseApplicationName(name, flags.appNamespace);
  const refresh = flags.hardRefresh ? 'hard' : flags.refresh ? 'normal' : undefined;
  await api.call({ path: applicationPath(key), query: { ...namespaceQuery(key), refresh } });
  const path = `${applicationPath(key)}/managed-resources`;
  const { items } = await api.call<{ items?: readonly ResourceDiff[] | null }>({ path, query: namespaceQuery(key) });
  const text = formatDiffs(items ?? []);
  context.output.print(text);
  const counts = flags.exitCode !== 'false' && flags.exitCode !== false;
  return text !== '' && counts ? flags.diffExitCode : EXIT.ok;
}
