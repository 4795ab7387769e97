/** `argocd cert` and `argocd gpg` with their flags (surface §2.2). */
import type { Command } from 'commander';
import { AppError } from '../../base/errors.ts';
import type { CommandContext } from './command.ts';
import { certAddSsh, certAddTls, certList, certRemove, gpgAdd, gpgGet, gpgList, gpgRemove } from './commands/trust.ts';

type Run = (verb: (context: CommandContext) => Promise<number>) => Promise<void>;

const FORMAT = ['-o, --output <format>', 'wide, json or yaml', 'wide'] as const;

export function addTrustVerbs(program: Command, run: Run): void {
  const cert = program.command('cert').description('Manage certificates and host keys of repositories');
  cert
    .command('list')
    .allowExcessArguments()
    .description('List them')
    .option(...FORMAT)
    .option('--sort <field>', 'hostname or type')
    .option('--cert-type <type>', 'ssh or https')
    .option('--hostname-pattern <pattern>', 'of hosts that match')
    .action((flags) => run((context) => certList(context, flags)));
  cert
    .command('add-tls SERVERNAME')
    .description('Trust certificates of a server')
    .option('--from <file>', 'read them from there; else from standard input')
    .option('--upsert', 'replace those that are there')
    .action((serverName: string, flags) => run((context) => certAddTls(context, serverName, flags)));
  cert
    .command('add-ssh')
    .description('Trust host keys')
    .option('--batch', 'lines of known_hosts')
    .option('--from <file>', 'read them from there; else from standard input')
    .option('--upsert', 'replace those that are there')
    .action((flags) => run((context) => certAddSsh(context, flags)));
  cert
    .command('rm REPOSERVER')
    .description('Trust a server no longer; a pattern may stand for several')
    .option('--cert-type <type>', 'only ssh or https')
    .option('--cert-sub-type <type>', 'only keys of this type')
    .option('-y, --yes', 'do not ask')
    .action((host: string, flags) => run((context) => certRemove(context, host, flags)));

  const gpg = program.command('gpg').description('Manage keys that signatures are checked with');
  gpg
    .command('list')
    .allowExcessArguments()
    .description('List them')
    .option(...FORMAT)
    .action((flags) => run((context) => gpgList(context, flags)));
  gpg
    .command('get [KEYID...]')
    .description('Show one')
    .option(...FORMAT)
    .action((keyIds: string[], flags) => run(async (context) => gpgGet(context, onlyKey(keyIds), flags)));
  gpg
    .command('add')
    .allowExcessArguments()
    .description('Add the keys of a file')
    .option('-f, --from <file>', 'armoured public keys')
    .action((flags) => run((context) => gpgAdd(context, flags)));
  gpg
    .command('rm [KEYID...]')
    .description('Remove one')
    .option('-y, --yes', 'do not ask')
    .action((keyIds: string[], flags) => run(async (context) => gpgRemove(context, onlyKey(keyIds), flags)));
}

/** Throws `cli.refused` (user) in the words of `argocd`. */
function onlyKey(keyIds: readonly string[]): string {
  const [keyId, ...more] = keyIds;
  if (keyId !== undefined && more.length === 0) return keyId;
  throw new AppError({ code: 'cli.refused', kind: 'user', message: 'Missing KEYID argument' });
}
