/** How an Application stands at the end of what was waited for, in the form that `-o` names. */
import type { Application } from '../../../api/application/fields.ts';
import type { ApplicationTree } from '../../../api/application/tree-fields.ts';
import { AppError } from '../../../base/errors.ts';
import type { Json } from '../../../base/json-value.ts';
import { type ApplicationName, applicationPath, namespaceQuery, type Session } from '../command.ts';
import { operationSummary, resourceTable, summary } from './application.ts';
import { formatTree } from './tree.ts';
import { written } from './written.ts';

const FORMATS = ['json', 'yaml', 'wide', '', 'tree', 'tree=detailed'];

/** Throws `cli.refused` (user) in the words of `argocd`, before anything is asked of a server. */
export function checkFinalFormat(output: string): void {
  if (FORMATS.includes(output)) return;
  throw new AppError({ code: 'cli.refused', kind: 'user', message: `unknown output format: ${output}` });
}

/** Whether the form is one for programs: then nothing else is printed. */
export function isForPrograms(output: string): boolean {
  return output === 'json' || output === 'yaml';
}

export interface FinalState {
  readonly app: Application;
  readonly key: ApplicationName;
  readonly output: string;
  /** Whether the last operation is told, too. */
  readonly operation: boolean;
}

/** Throws `cli.rpc` where the tree is asked for and the server refuses it. */
export async function finalState(session: Session, { app, key, output, operation }: FinalState): Promise<string> {
  if (isForPrograms(output)) return written(app as unknown as Json, output);
  const resources = output.startsWith('tree') ? await treeOf(session, app, key) : resourceTable(app);
  const parts = [summary(app, session.baseUrl), operation ? operationSummary(app) : '', resources];
  return `\n${parts.filter((part) => part !== '').join('\n')}`;
}

async function treeOf({ api }: Session, app: Application, key: ApplicationName): Promise<string> {
  const path = `${applicationPath(key)}/resource-tree`;
  const tree = await api.call<ApplicationTree>({ path, query: namespaceQuery(key) });
  return formatTree(tree, app.status?.resources ?? []);
}
