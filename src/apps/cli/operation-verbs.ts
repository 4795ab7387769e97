/** The verbs that start, follow and end operations: `app sync`, `rollback`, `history`, `terminate-op` (surface §2.2). */
import type { Command } from 'commander';
import type { CommandContext } from './command.ts';
import { appHistory } from './commands/app-history.ts';
import { appRollback } from './commands/app-rollback.ts';
import { appSync } from './commands/app-sync.ts';
import { appTerminate } from './commands/app-terminate.ts';
import { readDuration, readInteger, readUnsigned } from './integer-argument.ts';
import { JQ_TIMEOUT, withRevisions } from './manifest-verbs.ts';
import { collected } from './repeated-flag.ts';
import { orHelp } from './source-verbs.ts';

type Run = (verb: (context: CommandContext) => Promise<number>) => Promise<void>;

export function addOperationVerbs(app: Command, run: Run): void {
  addSync(app, run);

  app
    .command('rollback NAME [ID]')
    .allowExcessArguments()
    .description('Go back to an entry of the history; without ID to the one before the last')
    .option('--prune', 'remove what that revision does not have')
    .option('-o, --output <format>', 'json, yaml, wide, tree or tree=detailed', 'wide')
    .option('--timeout <seconds>', 'wait so long at most; 0 for ever', readUnsigned, 0)
    .option('-N, --app-namespace <namespace>', 'namespace of the application')
    .action((name: string, id: string | undefined, flags) =>
      run((context) => appRollback(context, { name, id: id === undefined ? undefined : readInteger(id) }, flags)),
    );

  app
    .command('history NAME')
    .description('Show what was deployed when')
    .option('-o, --output <format>', 'wide or id', 'wide')
    .option('-N, --app-namespace <namespace>', 'namespace of the application')
    .action((name: string, flags) => run((context) => appHistory(context, name, flags)));

  app
    .command('terminate-op NAME')
    .description('End the running operation')
    .option('-N, --app-namespace <namespace>', 'namespace of the application')
    .action((name: string, flags) => run((context) => appTerminate(context, name, flags)));
}

function addSync(app: Command, run: Run): void {
  const command = withRevisions(app.command('sync [NAME...]').description('Sync applications to their source'))
    .option('-l, --selector <selector>', 'the applications with these labels')
    .option('--project <project>', 'the applications of this project', collected([]))
    .option('--prune', 'remove what is no longer in the source')
    .option('--dry-run', 'only check')
    .option('--force', 'delete and create what cannot be changed')
    .option('--replace', 'replace objects instead of applying them')
    .option('--server-side', 'let the cluster apply')
    .option('--apply-out-of-sync-only', 'only what differs')
    .option('--strategy <strategy>', 'apply or hook')
    .option('--resource <resource>', 'only [!]GROUP:KIND:[NAMESPACE/]NAME', collected([]))
    .option('--label <key=value>', 'only resources with this label', collected([]))
    .option('--info <name=value>', 'a note kept with the operation', collected([]))
    .option('--retry-limit <count>', 'so many tries more when it fails', readInteger, 0)
    .option('--retry-refresh', 'try again with the newest revision')
    .option('--retry-backoff-duration <duration>', 'pause before the first of them', readDuration, '5s')
    .option('--retry-backoff-max-duration <duration>', 'longest pause', readDuration, '3m0s')
    .option('--retry-backoff-factor <factor>', 'how much longer each pause is', readInteger, 2)
    .option('--local <folder>', 'to the manifests of this folder')
    .option('--local-repo-root <folder>', 'what stands for the repository (default: the clone around the folder)')
    .option('--preview-changes', 'show what differs first, and ask')
    .option('--assumeYes', 'do not ask')
    .option('-o, --output <format>', 'json, yaml, wide, tree or tree=detailed', 'wide')
    .option(...JQ_TIMEOUT)
    .option('--async', 'do not wait')
    .option('--timeout <seconds>', 'wait so long at most; 0 for ever', readUnsigned, 0)
    .action((names: string[], flags) =>
      run(async (context) => {
        const isNamed = names.length > 0 || flags.selector || flags.project?.length > 0;
        return orHelp(command, isNamed ? await appSync(context, names, flags) : undefined);
      }),
    );
}
