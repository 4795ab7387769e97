/** The verbs that make Applications and change what they ask for: `app create`, `set`, `unset`, `edit`, `patch` … (surface §2.2). */
import type { Command } from 'commander';
import { givenFlags, withApplicationFlags } from './application-flags.ts';
import { type CommandContext, EXIT } from './command.ts';
import { appCreate } from './commands/app-create.ts';
import { appEdit } from './commands/app-edit.ts';
import { appPatch } from './commands/app-patch.ts';
import { appSet } from './commands/app-set.ts';
import { appAddSource, appRemoveSource } from './commands/app-sources.ts';
import { appUnset } from './commands/app-unset.ts';
import { collected } from './repeated-flag.ts';
import { withSwitch } from './switch-flags.ts';

type Run = (verb: (context: CommandContext) => Promise<number>) => Promise<void>;

const NAMESPACE = ['-N, --app-namespace <namespace>', 'namespace of the application'] as const;
const POSITION = ['--source-position <position>', 'position of the source, counted from 1'] as const;

export function addSourceVerbs(app: Command, run: Run): void {
  addCreate(app, run);
  addSet(app, run);
  addUnset(app, run);
  addSourceLists(app, run);

  app
    .command('edit NAME')
    .description('Change the specification of an application in the editor that EDITOR names')
    .option(...NAMESPACE)
    .action((name: string, flags) => run((context) => appEdit(context, name, flags)));

  app
    .command('patch NAME')
    .description('Patch an application')
    .option('--patch <patch>', 'the patch', '')
    .option('--type <type>', 'json or merge', 'json')
    .option(...NAMESPACE)
    .action((name: string, flags) => run((context) => appPatch(context, name, flags)));
}

/** The flags that `app create` and `admin app generate-spec` have in common. */
export function withDescription(command: Command): Command {
  const described = withApplicationFlags(command)
    .option('--name <name>', 'name of the application; older than the argument')
    .option('-f, --file <file>', 'file or address of manifests; - is standard input')
    .option('-l, --label <key=value>', 'label of the application', collected([]))
    .option('--annotations <key=value>', 'annotation of the application', collected([]));
  return withSwitch(described, '--set-finalizer', 'with the application its resources are deleted too');
}

/** Runs a verb that may find nothing to do: then it shows how to. */
export function orHelp(command: Command, code: number | undefined): number {
  if (code !== undefined) return code;
  command.outputHelp();
  return EXIT.failed;
}

function addCreate(app: Command, run: Run): void {
  const command = withDescription(app.command('create [NAME]').description('Create applications'))
    .option(...NAMESPACE)
    .action((name: string | undefined) =>
      run(async (context) => orHelp(command, await appCreate(context, name, givenFlags(command)))),
    );
  withSwitch(command, '--upsert', 'change one that is there');
}

function addSet(app: Command, run: Run): void {
  const command = withApplicationFlags(app.command('set NAME').description('Change what an application asks for'))
    .option(...NAMESPACE)
    .option(...POSITION)
    .action((name: string) =>
      run(async (context) => orHelp(command, await appSet(context, name, givenFlags(command)))),
    );
}

function addUnset(app: Command, run: Run): void {
  const command = app
    .command('unset NAME')
    .description('Take away what an application says over its source')
    .option('-p, --parameter <name>', 'parameter of a chart', collected([]))
    .option('--values <file>', 'values file', collected([]))
    .option('--kustomize-image <name>', 'image', collected([]))
    .option('--kustomize-replica <name>', 'count of replicas', collected([]))
    .option('--plugin-env <name>', 'variable of a plugin', collected([]))
    .option('--source-name <name>', 'name of the source')
    .option(...POSITION)
    .option(...NAMESPACE)
    .action((name: string) =>
      run(async (context) => orHelp(command, await appUnset(context, name, givenFlags(command)))),
    );
  withSwitch(command, '--values-literal', 'values that stand in the application');
  withSwitch(command, '--ignore-missing-value-files', 'that values files may be missing');
  withSwitch(command, '--pass-credentials', 'that credentials go to other hosts');
  withSwitch(command, '--nameprefix', 'prefix of names');
  withSwitch(command, '--namesuffix', 'suffix of names');
  withSwitch(command, '--kustomize-version', 'version of Kustomize');
  withSwitch(command, '--kustomize-namespace', 'namespace of everything');
  withSwitch(command, '--ignore-missing-components', 'that components may be missing');
  withSwitch(command, '--ref', 'name for value files of other sources');
}

function addSourceLists(app: Command, run: Run): void {
  const add = withApplicationFlags(
    app.command('add-source NAME').description('Add a source to an application of several'),
  )
    .option(...NAMESPACE)
    .action((name: string) => run((context) => appAddSource(context, name, givenFlags(add))));

  const remove = app
    .command('remove-source NAME')
    .description('Take a source away from an application of several')
    .option('--source-name <name>', 'name of the source')
    .option(...POSITION)
    .option(...NAMESPACE)
    .action((name: string) => run((context) => appRemoveSource(context, name, givenFlags(remove))));
}
