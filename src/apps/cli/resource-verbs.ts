/** `argocd app patch-resource` and `delete-resource` with their flags (surface §2.2). */
import type { Command } from 'commander';
import type { CommandContext } from './command.ts';
import { appDeleteResource, appPatchResource } from './commands/app-resource.ts';
import { withSwitch } from './switch-flags.ts';

type Run = (verb: (context: CommandContext) => Promise<number>) => Promise<void>;

export function addResourceVerbs(app: Command, run: Run): void {
  withChoice(app.command('patch-resource NAME').description('Patch resources of an application in the cluster'))
    .requiredOption('--patch <patch>', 'the patch')
    .option('--patch-type <type>', 'its media type', 'application/merge-patch+json')
    .action((name: string, flags) => run((context) => appPatchResource(context, name, flags)));

  const remove = withChoice(
    app.command('delete-resource NAME').description('Delete resources of an application from the cluster'),
  ).action((name: string, flags) => run((context) => appDeleteResource(context, name, flags)));
  withSwitch(remove, '--force', 'at once');
  withSwitch(remove, '--orphan', 'what depends on them stays');
}

function withChoice(command: Command): Command {
  const chosen = command
    .requiredOption('--kind <kind>', 'of this kind')
    .option('--group <group>', 'of this group; empty: the core group')
    .option('--namespace <namespace>', 'in this namespace')
    .option('--resource-name <name>', 'of this name')
    .option('--project <project>', 'project of the application')
    .option('-N, --app-namespace <namespace>', 'namespace of the application');
  return withSwitch(chosen, '--all', 'every resource that fits');
}
