/** The verbs that show and compare manifests: `app manifests`, `app diff` (surface §2.2). */
import type { Command } from 'commander';
import { type CommandContext, EXIT } from './command.ts';
import { appDiff } from './commands/app-diff.ts';
import { appManifests } from './commands/app-manifests.ts';
import { readDuration, readInteger, readIntegers } from './integer-argument.ts';
import { collected } from './repeated-flag.ts';
import { withSwitch } from './switch-flags.ts';

type Run = (verb: (context: CommandContext) => Promise<number>) => Promise<void>;

export const JQ_TIMEOUT = [
  '--ignore-normalizer-jq-execution-timeout <duration>',
  'accepted; programs of jq have a bound of steps',
  readDuration,
] as const;

/** Files that a folder is sent with where nobody says otherwise. */
const INCLUDED = ['*.yaml', '*.yml', '*.json'];

export function addManifestVerbs(app: Command, run: Run): void {
  withRevisions(app.command('manifests NAME').description('Print the manifests of an application'))
    .option('--source <source>', 'git or live', 'git')
    .option('--local <folder>', 'rendered from this folder instead of the repository')
    .option('--local-repo-root <folder>', 'what stands for the repository (default: the clone around the folder)')
    .action((name: string, flags) => run((context) => appManifests(context, name, flags)));

  const diff = withRevisions(app.command('diff [NAME...]').description('Show what differs between live and desired'))
    .option('--refresh', 'compare anew first')
    .option('--hard-refresh', 'render and compare anew first')
    .option('--diff-exit-code <code>', 'that exit code', readInteger, EXIT.different)
    .option('--local <folder>', 'compare with the manifests of this folder')
    .option('--local-repo-root <folder>', 'what stands for the repository (default: the clone around the folder)')
    .option('--server-side-generate', 'send the folder to the server, which renders it')
    .option('--local-include <pattern>', 'names of files that are sent', collected(INCLUDED), INCLUDED)
    .option('--server-side-diff', 'as the cluster would apply it')
    .option('--server-side-diff-concurrency <count>', 'accepted; the server compares everything at once')
    .option('--server-side-diff-max-batch-kb <size>', 'accepted; the server compares everything at once')
    .option(...JQ_TIMEOUT)
    .action((names: string[], flags) =>
      run(async (context) => {
        const [name] = names;
        if (name !== undefined && names.length === 1) return await appDiff(context, name, flags);
        diff.outputHelp();
        return EXIT.usage;
      }),
    );
  withSwitch(diff, '--exit-code', 'exit code tells whether something differs (true)', { without: true });
}

/** The flags that say which revisions are meant. */
export function withRevisions(command: Command): Command {
  return command
    .option('--revision <revision>', 'at this revision')
    .option('--revisions <revision>', 'at this revision of the source named as many times before', collected([]))
    .option('--source-positions <position>', 'position of that source, counted from 1', readIntegers)
    .option('--source-names <name>', 'name of that source', collected([]))
    .option('-N, --app-namespace <namespace>', 'namespace of the application');
}
