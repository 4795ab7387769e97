/** `argocd app get NAME`. */
import type { Application } from '../../../api/application/fields.ts';
import type { ApplicationTree } from '../../../api/application/tree-fields.ts';
import { stringifyJson } from '../../../base/json/stringify.ts';
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
import { operationSummary, resourceTable, summary } from '../print/application.ts';
import { formatTree } from '../print/tree.ts';

export interface AppGetFlags {
  readonly output: string;
  readonly refresh?: boolean;
  readonly hardRefresh?: boolean;
  readonly showOperation?: boolean;
  readonly appNamespace?: string;
}

export async function appGet(context: CommandContext, name: string, flags: AppGetFlags): Promise<number> {
  const { api, baseUrl } = openSession(context);
  const key = parseApplicationName(name, flags.appNamespace);
  const refresh = flags.hardRefresh ? 'hard' : flags.refresh ? 'normal' : undefined;
  const query = { ...namespaceQuery(key), refresh };
  const app = await api.call<Application>({ path: applicationPath(key), query });
  if (flags.output === 'json') context.output.print(`${stringifyJson(app as unknown as Json, { indent: 2 })}\n`);
  else if (flags.output === 'yaml') context.output.print(writeYaml(app as unknown as Json));
  else {
    context.output.print(summary(app, baseUrl));
    if (flags.showOperation) context.output.print(`\n${operationSummary(app)}`);
    const isTree = flags.output.startsWith('tree');
    const tree = isTree
      ? await api.call<ApplicationTree>({ path: `${applicationPath(key)}/resource-tree`, query: namespaceQuery(key) })
      : undefined;
    const table = tree ? formatTree(tree, app.status?.resources ?? []) : resourceTable(app);
    if (table !== '') context.output.print(`\n${table}`);
  }
  return EXIT.ok;
}
