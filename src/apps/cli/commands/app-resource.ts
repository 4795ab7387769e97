/** `argocd app patch-resource` and `delete-resource`: live resources of an Application, one or with `--all` all that fit. */
import { type ActionableResource, chooseResources, managedResources } from '../actionable-resources.ts';
import {
  applicationPath,
  type CommandContext,
  EXIT,
  namespaceQuery,
  openSession,
  parseApplicationName,
} from '../command.ts';
import { mayRemove } from '../confirm.ts';

export interface ResourceFlags {
  readonly kind: string;
  readonly group?: string;
  readonly namespace?: string;
  readonly resourceName?: string;
  readonly all?: boolean;
  readonly project?: string;
  readonly appNamespace?: string;
}

export interface PatchResourceFlags extends ResourceFlags {
  readonly patch: string;
  readonly patchType: string;
}

/** Throws `cli.resource` (user) and `cli.rpc`. */
export async function appPatchResource(
  context: CommandContext,
  name: string,
  flags: PatchResourceFlags,
): Promise<number> {
  const { api } = openSession(context);
  const { path, query, chosen } = await resourcesOf(context, name, flags);
  for (const resource of chosen) {
    await api.call({
      method: 'POST',
      path,
      query: { ...query, ...addressOf(resource), patchType: flags.patchType },
      body: flags.patch,
    });
    context.output.complain(`Resource '${resource.name}' patched\n`);
  }
  return EXIT.ok;
}

export interface DeleteResourceFlags extends ResourceFlags {
  readonly force?: boolean;
  readonly orphan?: boolean;
}

/** Throws `cli.resource` (user) and `cli.rpc`. */
export async function appDeleteResource(
  context: CommandContext,
  name: string,
  flags: DeleteResourceFlags,
): Promise<number> {
  const { api } = openSession(context);
  const { path, query, chosen } = await resourcesOf(context, name, flags);
  const { force = false, orphan = false } = flags;
  for (const resource of chosen) {
    const words = `${resource.group}/${resource.kind} ${resource.namespace}/${resource.name}`;
    const question = `Are you sure you want to delete ${words} ? [y/n]`;
    const cancelled = `The command to delete ${words} was cancelled.`;
    if (!(await mayRemove(context, { question, cancelled, yes: false }))) continue;
    await api.call({ method: 'DELETE', path, query: { ...query, ...addressOf(resource), force, orphan } });
    context.output.complain(`Resource '${resource.name}' deleted\n`);
  }
  return EXIT.ok;
}

async function resourcesOf(context: CommandContext, name: string, flags: ResourceFlags) {
  const { api } = openSession(context);
  const key = parseApplicationName(name, flags.appNamespace);
  const chosen = chooseResources(await managedResources(api, key), { ...flags, all: flags.all ?? false });
  const query = { ...namespaceQuery(key), ...(flags.project ? { project: flags.project } : {}) };
  return { path: `${applicationPath(key)}/resource`, query, chosen };
}

function addressOf({ group, version, kind, namespace, name }: ActionableResource) {
  return { group, version, kind, namespace, resourceName: name };
}
