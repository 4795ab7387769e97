/** The command line: the verbs with their flags (surface §2.2), and how each ends. */
import type { Command } from 'commander';
import { addActionVerbs } from './actions-verbs.ts';
import { addAdminVerbs } from './admin-verbs.ts';
import { type CommandContext, reportFailure } from './command.ts';
import { appDelete } from './commands/app-delete.ts';
import { appExplain } from './commands/app-explain.ts';
import { appGet } from './commands/app-get.ts';
import { appList } from './commands/app-list.ts';
import { appWait } from './commands/app-wait.ts';
import { login } from './commands/login.ts';
import { printVersion } from './commands/version.ts';
import { readUnsigned } from './integer-argument.ts';
import { addManifestVerbs } from './manifest-verbs.ts';
import { addOperationVerbs } from './operation-verbs.ts';
import { collected } from './repeated-flag.ts';
import { addRepositoryVerbs } from './repository-verbs.ts';
import { addResourceVerbs } from './resource-verbs.ts';
import { addSourceVerbs, orHelp } from './source-verbs.ts';
import { readStatedSwitches, withSwitch } from './switch-flags.ts';
import { addTrustVerbs } from './trust-verbs.ts';

/** Adds the verbs to a program. `finish` receives the exit code of the verb that ran. */
export function addVerbs(
  program: Command,
  finish: (code: number) => void,
  { output, env }: Pick<CommandContext, 'output' | 'env'>,
): void {
  addGlobalFlags(program);

  const run = async (verb: (context: CommandContext) => Promise<number>): Promise<void> => {
    const interrupted = new AbortController();
    const interrupt = (): void => interrupted.abort();
    process.once('SIGINT', interrupt);
    const context = { output, env, flags: program.opts(), signal: interrupted.signal };
    finish(await verb(context).catch((error: unknown) => reportFailure(error, output)));
    process.off('SIGINT', interrupt);
  };

  program
    .command('login SERVER')
    .description('Log in to a server')
    .option('--username <name>', 'user')
    .option('--password <password>', 'password')
    .option('--name <name>', 'name of the context')
    .option('--grpc-web', 'accepted; this command line always speaks HTTP')
    .option('--skip-test-tls', 'accepted; nothing is tested')
    .action((server: string, flags) => run((context) => login(context, server, flags)));

  program
    .command('version')
    .allowExcessArguments()
    .description('Print version information')
    .option('--client', 'only of this program')
    .option('--short', 'only the numbers')
    .action((flags) => run((context) => printVersion(context, flags)));

  addAdminVerbs(program, run);
  addRepositoryVerbs(program, run);
  addTrustVerbs(program, run);
  const app = program.command('app').description('Work with applications');
  addReadingVerbs(app, run);
  addManifestVerbs(app, run);
  addOperationVerbs(app, run);
  addExplaining(app, run);
  addWritingVerbs(app, run);
  addActionVerbs(app, run);
  addSourceVerbs(app, run);
  addResourceVerbs(app, run);
  readStatedSwitches(program);
}

type Run = (verb: (context: CommandContext) => Promise<number>) => Promise<void>;

function addGlobalFlags(program: Command): void {
  program
    .option('--server <address>', 'address of the server')
    .option('--plaintext', 'no TLS')
    .option('--insecure', 'do not check the certificate')
    .option('--auth-token <token>', 'token')
    .option('--config <path>', 'configuration file')
    .option('--argocd-context <name>', 'context to use')
    .option('--grpc-web', 'accepted; this command line always speaks HTTP')
    .option('--grpc-web-root-path <path>', 'accepted')
    .option('--loglevel <level>', 'accepted')
    .option('--logformat <format>', 'accepted');
  withSwitch(program, '--prompts-enabled', 'ask before something is taken away');
}

function addReadingVerbs(app: Command, run: Run): void {
  app
    .command('list')
    .allowExcessArguments()
    .description('List applications')
    .option('-o, --output <format>', 'wide, name, json or yaml', 'wide')
    .option('-l, --selector <selector>', 'label selector')
    .option('-p, --project <project...>', 'of these projects')
    .option('-r, --repo <url>', 'of this repository')
    .option('-c, --cluster <cluster>', 'on this cluster, by name or address')
    .option('-P, --path <path>', 'of this path')
    .option('-N, --app-namespace <namespace>', 'in this namespace')
    .option('--sync-status <status>', 'with this sync status')
    .option('--health-status <status>', 'with this health')
    .action((flags) => run((context) => appList(context, flags)));

  app
    .command('get NAME')
    .allowExcessArguments()
    .description('Show an application')
    .option('-o, --output <format>', 'wide, tree, json or yaml', 'wide')
    .option('--refresh', 'compare anew first')
    .option('--hard-refresh', 'render and compare anew first')
    .option('--show-operation', 'show the last operation')
    .option('--show-params', 'show the parameters of a chart')
    .option('--source-position <position>', 'of the source at this position, counted from 1')
    .option('--source-name <name>', 'of the source of this name')
    .option('--timeout <seconds>', 'wait so long at most; 0 for ever', readUnsigned, 0)
    .option('-N, --app-namespace <namespace>', 'namespace of the application')
    .action((name: string, flags) => run((context) => appGet(context, name, flags)));
}

function addExplaining(app: Command, run: Run): void {
  app
    .command('explain NAME')
    .description('Show why an application differs, what it waits for, and why nothing happens by itself')
    .option('-o, --output <format>', 'text, json or yaml', 'text')
    .option('-N, --app-namespace <namespace>', 'namespace of the application')
    .action((name: string, flags) => run((context) => appExplain(context, name, flags)));
}

function addWritingVerbs(app: Command, run: Run): void {
  const wait = app
    .command('wait [NAME...]')
    .description('Wait until applications are as wanted')
    .option('--sync', 'until synced')
    .option('--health', 'until healthy')
    .option('--operation', 'until no operation runs')
    .option('--suspended', 'until suspended')
    .option('--degraded', 'until degraded')
    .option('--delete', 'until deleted')
    .option('--hydrated', 'until a hydrator is through')
    .option('-l, --selector <selector>', 'the applications with these labels')
    .option('--resource <resource>', 'only [!]GROUP:KIND:[NAMESPACE/]NAME', collected([]))
    .option('-o, --output <format>', 'json, yaml, wide, tree or tree=detailed', 'wide')
    .option('--timeout <seconds>', 'so long at most; 0 for ever', readUnsigned, 0)
    .option('-N, --app-namespace <namespace>', 'namespace of the application')
    .action((names: string[], flags) =>
      run(async (context) =>
        orHelp(wait, names.length > 0 || flags.selector ? await appWait(context, names, flags) : undefined),
      ),
    );

  const remove = app
    .command('delete [NAME...]')
    .description('Delete applications')
    .option('-l, --selector <selector>', 'the applications with these labels')
    .option('-p, --propagation-policy <policy>', 'foreground or background')
    .option('-y, --yes', 'do not ask')
    .option('--wait', 'until they are gone')
    .option('-N, --app-namespace <namespace>', 'namespace of the application')
    .action((names: string[], flags) =>
      run(async (context) =>
        orHelp(remove, names.length > 0 || flags.selector ? await appDelete(context, names, flags) : undefined),
      ),
    );
  withSwitch(remove, '--cascade', 'delete their resources too (true)', { without: true });
}
