/** `argocd app actions …` with its flags. */
import type { Command } from 'commander';
import type { CommandContext } from './command.ts';
import { appActionsList } from './commands/app-actions-list.ts';
import { appActionsRun } from './commands/app-actions-run.ts';

export function addActionVerbs(
  app: Command,
  run: (verb: (context: CommandContext) => Promise<number>) => Promise<void>,
): void {
  const actions = app.command('actions').description('Work with actions on resources');
  actions
    .command('list APPNAME')
    .description('List available actions on resources')
    .option('--group <group>', 'of this group; empty: the core group')
    .option('--kind <kind>', 'of this kind')
    .option('--namespace <namespace>', 'in this namespace')
    .option('--resource-name <name>', 'of this name')
    .option('-o, --out <format>', 'json or yaml')
    .option('-N, --app-namespace <namespace>', 'namespace of the application')
    .action((name: string, flags) => run((context) => appActionsList(context, name, flags)));

  actions
    .command('run APPNAME ACTION')
    .description('Run an action on resources')
    .requiredOption('--kind <kind>', 'of this kind')
    .option('--group <group>', 'of this group; empty: the core group')
    .option('--namespace <namespace>', 'in this namespace')
    .option('--resource-name <name>', 'of this name')
    .option('--all', 'on every resource that fits')
    .option('--param <name=value...>', 'what the action asks for')
    .option('-N, --app-namespace <namespace>', 'namespace of the application')
    .action((name: string, action: string, flags) => run((context) => appActionsRun(context, { name, action }, flags)));
}
