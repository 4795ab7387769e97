/** `argocd app actions run NAME ACTION`: runs an action on one resource, or with `--all` on every one that fits. */
import { AppError } from '../../../base/errors.ts';
import { type ActionableResource, actionableResources, chooseResources } from '../actionable-resources.ts';
import {
  applicationPath,
  type CommandContext,
  EXIT,
  namespaceQuery,
  openSession,
  parseApplicationName,
} from '../command.ts';
import { readParameters } from '../parameter-argument.ts';

export interface AppActionsRunFlags {
  readonly group?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly resourceName?: string;
  readonly all?: boolean;
  readonly param?: readonly string[];
  readonly appNamespace?: string;
}

export async function appActionsRun(
  context: CommandContext,
  { name, action }: { readonly name: string; readonly action: string },
  flags: AppActionsRunFlags,
): Promise<number> {
  const { api } = openSession(context);
  const key = parseApplicationName(name, flags.appNamespace);
  const resourceActionParameters = readParameters(flags.param ?? []);
  const chosen = chooseResources(await actionableResources(api, key), { ...flags, all: flags.all ?? false });
  checkOneGroup(chosen);
  for (const { name: resourceName, group, version, kind, namespace } of chosen) {
    await api.call({
      method: 'POST',
      path: `${applicationPath(key)}/resource/actions/v2`,
      body: { ...namespaceQuery(key), namespace, resourceName, group, version, kind, action, resourceActionParameters },
    });
  }
  return EXIT.ok;
}

/** The same kind of two groups is not the same kind. */
function checkOneGroup(resources: readonly ActionableResource[]): void {
  if (new Set(resources.map(({ group }) => group)).size < 2) return;
  const message = 'Ambiguous resource group. Use flag --group to specify resource group explicitly.';
  throw new AppError({ code: 'cli.resource', kind: 'user', message });
}
