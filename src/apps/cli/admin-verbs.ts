/** `argocd admin …` with its flags: settings tried out, manifests generated. */
import type { Command } from 'commander';
import type { CommandContext } from './command.ts';
import { migratePlugins } from './commands/admin-migrate-plugins.ts';
import { overridesHealth, overridesListActions, overridesRunAction } from './commands/admin-resource-overrides.ts';

import { addGenerateVerbs } from './generate-verbs.ts';

const SETTINGS = ['--argocd-cm-path <path>', 'file with the ConfigMap argocd-cm'] as const;

export function addAdminVerbs(
  program: Command,
  run: (verb: (context: CommandContext) => Promise<number>) => Promise<void>,
): void {
  const admin = program.command('admin').description('Work without a server');
  addGenerateVerbs(admin, run);
  const settings = admin.command('settings');
  settings
    .command('migrate-plugins')
    .description('Print what takes the place of configManagementPlugins')
    .requiredOption(...SETTINGS)
    .action((flags) => run((context) => migratePlugins(context, flags)));
  const overrides = settings
    .description('Try settings')
    .command('resource-overrides')
    .description('Try what settings say of a resource');
  overrides
    .command('health RESOURCE_YAML_PATH')
    .description('Judge the health of a resource')
    .requiredOption(...SETTINGS)
    .action((file: string, flags) => run((context) => overridesHealth(context, file, flags)));
  overrides
    .command('list-actions RESOURCE_YAML_PATH')
    .description('List the actions that settings give a resource')
    .requiredOption(...SETTINGS)
    .action((file: string, flags) => run((context) => overridesListActions(context, file, flags)));
  overrides
    .command('run-action RESOURCE_YAML_PATH ACTION')
    .description('Show what an action would change')
    .requiredOption(...SETTINGS)
    .option('--param <name=value...>', 'what the action asks for')
    .action((file: string, action: string, flags) =>
      run((context) => overridesRunAction(context, { file, action }, flags)),
    );
}
