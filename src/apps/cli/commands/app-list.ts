/** `argocd app list`. The server filters by label; all else is filtered here, as `argocd` does. */
import type { Application, ApplicationList } from '../../../api/application/fields.ts';
import { stringifyJson } from '../../../base/json/stringify.ts';
import type { Json } from '../../../base/json-value.ts';
import { writeYaml } from '../../../lang/yaml/write.ts';
import { type CommandContext, EXIT, openSession } from '../command.ts';
import { LIST_COLUMNS, listRow, qualifiedName } from '../print/application.ts';
import { formatTable } from '../print/table.ts';

export interface AppListFlags {
  readonly output: string;
  readonly selector?: string;
  readonly project?: readonly string[];
  readonly repo?: string;
  readonly cluster?: string;
  readonly path?: string;
  readonly appNamespace?: string;
  readonly syncStatus?: string;
  readonly healthStatus?: string;
}

export async function appList(context: CommandContext, flags: AppListFlags): Promise<number> {
  const { api } = openSession(context);
  const query = { selector: flags.selector, appNamespace: flags.appNamespace };
  const reply = await api.call<ApplicationList>({ path: '/api/v1/applications', query });
  const items = (reply.items ?? []).filter((app) => fits(app, flags));
  context.output.print(format(items, flags.output));
  return EXIT.ok;
}

function fits({ spec, status }: Application, flags: AppListFlags): boolean {
  const { repo, cluster, path, project, syncStatus, healthStatus } = flags;
  const sources = spec.sources && spec.sources.length > 0 ? spec.sources : spec.source ? [spec.source] : [];
  return (
    (!project || project.length === 0 || project.includes(spec.project || 'default')) &&
    (!repo || sources.some(({ repoURL }) => repoURL === repo)) &&
    (!path || sources.some((source) => source.path === path)) &&
    (!cluster || cluster === spec.destination.name || cluster === spec.destination.server) &&
    (!syncStatus || status?.sync?.status === syncStatus) &&
    (!healthStatus || status?.health?.status === healthStatus)
  );
}

function format(items: readonly Application[], output: string): string {
  switch (output) {
    case 'name':
      return items.map((app) => `${qualifiedName(app)}\n`).join('');
    case 'json':
      return `${stringifyJson(items as unknown as Json, { indent: 2 })}\n`;
    case 'yaml':
      return writeYaml(items as unknown as Json);
    default:
      return formatTable([LIST_COLUMNS, ...items.map(listRow)]);
  }
}
