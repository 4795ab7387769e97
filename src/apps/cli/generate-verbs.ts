/** `argocd admin app|proj|repo generate-spec` with their flags (surface §2.4). */
import type { Command } from 'commander';
import { givenFlags } from './application-flags.ts';
import type { CommandContext } from './command.ts';
import { generateApplication, generateProject, generateRepository } from './commands/admin-generate-spec.ts';
import { collected, separated } from './repeated-flag.ts';
import { withRepository } from './repository-verbs.ts';
import { orHelp, withDescription } from './source-verbs.ts';
import { withSwitch } from './switch-flags.ts';

type Run = (verb: (context: CommandContext) => Promise<number>) => Promise<void>;

const FORMAT = ['-o, --output <format>', 'json or yaml', 'yaml'] as const;

export function addGenerateVerbs(admin: Command, run: Run): void {
  const app = withDescription(
    admin
      .command('app')
      .description('Applications')
      .command('generate-spec [NAME]')
      .description('Print the manifest of an application'),
  )
    .option(...FORMAT)
    .action((name: string | undefined) =>
      run(async (context) => orHelp(app, await generateApplication(context, name, givenFlags(app)))),
    );
  withSwitch(app, '-i, --inline', 'write it back to the file of --file');

  addProject(admin, run);

  withRepository(
    admin
      .command('repo')
      .description('Repositories')
      .command('generate-spec REPOURL')
      .description('Print the manifest of a repository'),
  )
    .option(...FORMAT)
    .action((url: string, flags) => run((context) => generateRepository(context, url, flags)));
}

function addProject(admin: Command, run: Run): void {
  const project = admin
    .command('proj')
    .description('Projects')
    .command('generate-spec [NAME]')
    .description('Print the manifest of a project')
    .option('-f, --file <file>', 'file or address of a manifest; - is standard input')
    .option('--description <text>', 'what it is for')
    .option('-d, --dest <server,namespace>', 'permitted destination', collected([]))
    .option('-s, --src <url>', 'permitted repository', collected([]))
    .option('--signature-keys <ids>', 'keys that must have signed; older than source integrity', separated)
    .option('--allow-cluster-resource <group/kind>', 'permitted kind', collected([]))
    .option('--deny-cluster-resource <group/kind>', 'forbidden kind', collected([]))
    .option('--allow-namespaced-resource <group/kind>', 'permitted kind', collected([]))
    .option('--deny-namespaced-resource <group/kind>', 'forbidden kind', collected([]))
    .option('--source-namespaces <namespaces>', 'namespaces of its applications', separated)
    .option('--dest-service-accounts <server,namespace,name>', 'as whom is written there', collected([]))
    .option(...FORMAT)
    .action((name: string | undefined) =>
      run(async (context) => orHelp(project, await generateProject(context, name, givenFlags(project)))),
    );
  withSwitch(project, '--orphaned-resources', 'watch what no application has');
  withSwitch(project, '--orphaned-resources-warn', 'and warn of it');
  withSwitch(project, '-i, --inline', 'write it back to the file of --file');
}
