/** `argocd app history NAME`: what was deployed when, one table a source (surface §2.2). */
import type { Application, RevisionHistory } from '../../../api/application/fields.ts';
import {
  applicationPath,
  type CommandContext,
  EXIT,
  namespaceQuery,
  openSession,
  parseApplicationName,
} from '../command.ts';
import { historyTables } from '../print/history.ts';

export interface AppHistoryFlags {
  readonly output: string;
  readonly appNamespace?: string;
}

export async function appHistory(context: CommandContext, name: string, flags: AppHistoryFlags): Promise<number> {
  const { api } = openSession(context);
  const key = parseApplicationName(name, flags.appNamespace);
  const app = await api.call<Application>({ path: applicationPath(key), query: namespaceQuery(key) });
  const history: readonly RevisionHistory[] = app.status?.history ?? [];
  const ids = history.map(({ id = 0 }) => `${id}\n`).join('');
  context.output.print(flags.output === 'id' ? ids : historyTables(history));
  return EXIT.ok;
}
