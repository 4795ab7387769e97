/** `argocd repo` and `argocd repocreds` with their flags (surface §2.2). */
import { type Command, Option } from 'commander';
import type { CommandContext } from './command.ts';
import {
  repoAdd,
  repoCredsAdd,
  repoCredsList,
  repoCredsRemove,
  repoGet,
  repoList,
  repoRemove,
} from './commands/repository.ts';

type Run = (verb: (context: CommandContext) => Promise<number>) => Promise<void>;

const FORMAT = ['-o, --output <format>', 'wide, json, yaml or url', 'wide'] as const;

export function addRepositoryVerbs(program: Command, run: Run): void {
  const repo = program.command('repo').description('Manage repositories');
  withRepository(repo.command('add REPOURL').description('Add a repository, or change it'))
    .option('--upsert', 'change one that is there')
    .action((url: string, flags) => run((context) => repoAdd(context, url, flags)));
  withReading(repo.command('list').allowExcessArguments().description('List repositories')).action((flags) =>
    run((context) => repoList(context, flags)),
  );
  withReading(repo.command('get REPOURL').description('Show a repository')).action((url: string, flags) =>
    run((context) => repoGet(context, url, flags)),
  );
  repo
    .command('rm REPOURL...')
    .description('Remove repositories')
    .option('--project <name>', 'the project they belong to')
    .option('-y, --yes', 'do not ask')
    .action((urls: string[], flags) => run((context) => repoRemove(context, urls, flags)));

  const templates = program.command('repocreds').description('Manage credentials for many repositories');
  withCredentials(templates.command('add REPOURL').description('Add credentials for a prefix of addresses'))
    .option('--upsert', 'change one that is there')
    .action((url: string, flags) => run((context) => repoCredsAdd(context, url, flags)));
  templates
    .command('list')
    .allowExcessArguments()
    .description('List credentials')
    .option(...FORMAT)
    .action((flags) => run((context) => repoCredsList(context, flags)));
  templates
    .command('rm CREDSURL...')
    .description('Remove credentials')
    .option('-y, --yes', 'do not ask')
    .action((urls: string[], flags) => run((context) => repoCredsRemove(context, urls, flags)));
}

/** What describes a repository. */
export function withRepository(command: Command): Command {
  return withCredentials(command)
    .option('--name <name>', 'its name; charts need one')
    .option('--project <name>', 'the only project that may use it')
    .option('--insecure-skip-server-verification', 'trust any certificate and host key')
    .option('--insecure-ignore-host-key', 'trust any host key')
    .option('--enable-lfs', 'read files of Git LFS')
    .option('--depth <commits>', 'fetch that much history only')
    .option('--webhook-manifest-cache-warm-disabled', 'accepted; what was rendered stays known');
}

function withReading(command: Command): Command {
  return command
    .option(...FORMAT)
    .option('--refresh <how>', 'hard: connect to them anew')
    .option('--project <name>', 'of this project');
}

function withCredentials(command: Command): Command {
  return command
    .option('--username <name>', 'user')
    .option('--password <password>', 'password or token')
    .option('--bearer-token <token>', 'token of Bitbucket Data Center')
    .option('--ssh-private-key-path <path>', 'private key')
    .option('--tls-client-cert-path <path>', 'client certificate')
    .option('--tls-client-cert-key-path <path>', 'its key')
    .option('--github-app-id <id>', 'id of the GitHub App')
    .option('--github-app-installation-id <id>', 'its installation; without one it is looked up')
    .option('--github-app-private-key-path <path>', 'its private key')
    .option('--github-app-enterprise-base-url <url>', 'interface of GitHub Enterprise')
    .option('--gcp-service-account-key-path <path>', 'key of a Google Cloud service account')
    .option('--use-azure-workload-identity', 'the identity of the server itself')
    .option('--azure-service-principal-client-id <id>', 'service principal')
    .option('--azure-service-principal-client-secret <secret>', 'its password')
    .option('--azure-service-principal-tenant-id <id>', 'its tenant')
    .option('--azure-active-directory-endpoint <url>', 'its login service')
    .option('--type <type>', 'git, helm or oci', 'git')
    .option('--enable-oci', 'charts are artifacts of a registry')
    .option('--insecure-oci-force-http', 'the registry speaks HTTP')
    .option('--force-http-basic-auth', 'accepted; credentials are always sent')
    .option('--proxy <url>', 'proxy')
    .option('--proxy-url <url>', 'the same')
    .addOption(exempt());
}

/** Named like the opposite of a flag, which it is not. */
function exempt(): Option {
  const option = new Option('--no-proxy <hosts>', 'hosts that are reached without it');
  option.negate = false;
  return option;
}
