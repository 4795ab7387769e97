/** `argocd app actions list NAME`: what can be done with the resources of an Application. */
import type { ResourceAction } from '../../../api/resource/fields.ts';
import { stringifyJson } from '../../../base/json/stringify.ts';
import { writeYaml } from '../../../lang/yaml/write.ts';
import { actionableResources, chooseResources } from '../actionable-resources.ts';
import {
  applicationPath,
  type CommandContext,
  EXIT,
  namespaceQuery,
  openSession,
  parseApplicationName,
} from '../command.ts';
import { formatTable } from '../print/table.ts';

export interface AppActionsListFlags {
  readonly group?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly resourceName?: string;
  readonly out?: string;
  readonly appNamespace?: string;
}

export async function appActionsList(
  context: CommandContext,
  name: string,
  flags: AppActionsListFlags,
): Promise<number> {
  const { api } = openSession(context);
  const key = parseApplicationName(name, flags.appNamespace);
  const chosen = chooseResources(await actionableResources(api, key), { ...flags, all: true });
  const rows: ActionRow[] = [];
  for (const { name: resourceName, group, version, kind, namespace } of chosen) {
    const { actions } = await api.call<{ actions?: readonly ResourceAction[] | null }>({
      path: `${applicationPath(key)}/resource/actions`,
      query: { ...namespaceQuery(key), group, version, kind, namespace, resourceName },
    });
    for (const { name: action = '', disabled = false } of actions ?? []) {
      rows.push({ Group: group, Kind: kind, Name: resourceName, Action: action, Disabled: disabled });
    }
  }
  context.output.print(format(rows, flags.out ?? ''));
  return EXIT.ok;
}

/** Named as `argocd` names them in JSON and YAML. */
interface ActionRow {
  readonly Group: string;
  readonly Kind: string;
  readonly Name: string;
  readonly Action: string;
  readonly Disabled: boolean;
}

/** A format that is none prints nothing (recording app/actions/list-bad-output). */
function format(rows: readonly ActionRow[], out: string): string {
  const values = rows.map((row) => ({ ...row }));
  switch (out) {
    case '':
      return formatTable([
        ['GROUP', 'KIND', 'NAME', 'ACTION', 'DISABLED'],
        ...rows.map(({ Group, Kind, Name, Action, Disabled }) => [Group, Kind, Name, Action, String(Disabled)]),
      ]);
    case 'json':
      return `${stringifyJson(rows.length === 0 ? null : values, { indent: 2 })}\n`;
    case 'yaml':
      return `${writeYaml(values)}\n`;
    default:
      return '';
  }
}
