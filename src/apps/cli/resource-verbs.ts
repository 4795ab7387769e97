/** `argocd app resources`, `get-resource`, `patch-resource` and `delete-resource` with their flags (surface §2.2). */
import type { Command } from 'commander';
import type { CommandContext } from './command.ts';
import { appDeleteResource, appPatchResource } from './commands/app-resource.ts';
import { appGetResource, appResources } from './commands/app-resources.ts';
import { separated } from './repeated-flag.ts';
import { withSwitch } from './switch-flags.ts';

type Run = (verb: (context: CommandContext) => Promise<number>) => Promise<void>;

export function addResourceVerbs(app: Command, run: Run): void {
  addReading(app, run);
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

function addReading(app: Command, run: Run): void {
  const list = app
    .command('resources NAME')
    .description('List the resources of an application')
    .option('--output <output>', 'tree or tree=detailed')
    .option('--project <project>', 'project of the application')
    .option('-N, --app-namespace <namespace>', 'namespace of the application')
    .action((name: string, flags) => run((context) => appResources(context, name, flags)));
  withSwitch(list, '--orphaned', 'only what belongs to no application');

  const get = app
    .command('get-resource NAME')
    .description('Print live resources of an application')
    .requiredOption('--kind <kind>', 'of this kind')
    .option('--group <group>', 'of this group')
    .option('--resource-name <name>', 'of this name; without it all of the kind')
    .option('--project <project>', 'project of the application')
    .option('--filter-fields <paths>', 'only these fields, with dots, separated by commas', separated)
    .option('-o, --output <output>', 'wide, yaml or json', 'wide')
    .option('-N, --app-namespace <namespace>', 'namespace of the application')
    .action((name: string, flags) => run((context) => appGetResource(context, name, flags)));
  withSwitch(get, '--show-managed-fields', 'who manages which field too');
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
