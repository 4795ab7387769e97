/** `argocd app get NAME`. */
import type { Application, ApplicationSource } from '../../../api/application/fields.ts';
import type { ApplicationTree } from '../../../api/application/tree-fields.ts';
import { AppError } from '../../../base/errors.ts';
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
import { helmParameters } from '../print/helm-parameters.ts';
import { formatTree } from '../print/tree.ts';
import { chosenPosition } from '../specification/chosen-source.ts';

export interface AppGetFlags {
  readonly output: string;
  readonly refresh?: boolean;
  readonly hardRefresh?: boolean;
  readonly showOperation?: boolean;
  readonly showParams?: boolean;
  readonly sourcePosition?: string;
  readonly sourceName?: string;
  readonly timeout?: number;
  readonly appNamespace?: string;
}

export async function appGet(context: CommandContext, name: string, flags: AppGetFlags): Promise<number> {
  const { api, baseUrl } = openSession(context);
  const key = parseApplicationName(name, flags.appNamespace);
  const refresh = flags.hardRefresh ? 'hard' : flags.refresh ? 'normal' : undefined;
  const query = { ...namespaceQuery(key), refresh };
  const app = await api.call<Application>({ path: applicationPath(key), query }, deadline(flags)).catch(timedOut);
  const parameters = flags.showParams ? helmParameters(shownSource(app, flags)) : '';
  if (flags.output === 'json') context.output.print(`${stringifyJson(app as unknown as Json, { indent: 2 })}\n`);
  else if (flags.output === 'yaml') context.output.print(writeYaml(app as unknown as Json));
  else {
    context.output.print(summary(app, baseUrl));
    context.output.print(parameters);
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

/** The only source; of several the one that is named. Throws `cli.usage` and `cli.fatal` (user). */
function shownSource(app: Application, { sourcePosition, sourceName }: AppGetFlags): ApplicationSource {
  const given = {
    ...(sourcePosition === undefined ? {} : { 'source-position': sourcePosition }),
    ...(sourceName === undefined ? {} : { 'source-name': sourceName }),
  };
  const { sources = [], source } = app.spec;
  if (sources.length === 0) return source ?? { repoURL: '' };
  return sources[chosenPosition(app, given) - 1] ?? { repoURL: '' };
}

function deadline({ timeout = 0 }: AppGetFlags): AbortSignal | undefined {
  return timeout === 0 ? undefined : AbortSignal.timeout(timeout * 1000);
}

function timedOut(error: unknown): never {
  if (!(error instanceof DOMException) || error.name !== 'TimeoutError') throw error;
  const message = 'the application was not there in time';
  throw new AppError({ code: 'cli.timeout', kind: 'transient', message, hint: 'Give it longer with --timeout.' });
}
