/** The flags of `kustomize build`. Those for programs that a kustomization may run are refused: none is run. */
import { AppError } from '../../base/errors.ts';
import { type GoFlag, type ParsedFlags, parseGoFlags } from './go-flags.ts';

const TEXT: GoFlag = { kind: 'text' };
const FLAG: GoFlag = { kind: 'flag' };
const IGNORED: GoFlag = { kind: 'ignored' };

const FLAGS: Readonly<Record<string, GoFlag>> = {
  'enable-helm': FLAG,
  'enable-managedby-label': FLAG,
  'load-restrictor': TEXT,
  reorder: TEXT,
  output: { kind: 'text', short: 'o' },
  help: { kind: 'flag', short: 'h' },
  'helm-command': IGNORED,
  'helm-api-versions': { kind: 'list' },
  'helm-kube-version': TEXT,
  'helm-debug': { kind: 'ignored-flag' },
  'stack-trace': { kind: 'ignored-flag' },
  'enable-alpha-plugins': FLAG,
  'enable-exec': FLAG,
  network: FLAG,
  'as-current-user': FLAG,
  'network-name': IGNORED,
  env: { kind: 'ignored', short: 'e' },
  mount: IGNORED,
  // Where charts come from.
  username: TEXT,
  password: TEXT,
  'plain-http': FLAG,
  'pass-credentials': FLAG,
};

const PROGRAMS = ['enable-exec', 'network', 'as-current-user'];

/** Throws `cli.usage` (user). */
export function parseKustomizeFlags(argv: readonly string[]): ParsedFlags {
  const flags = parseGoFlags(argv, FLAGS);
  const program = PROGRAMS.find((name) => flags.isSet(name));
  if (program === undefined) return flags;
  throw new AppError({
    code: 'cli.usage',
    kind: 'user',
    message: `--${program} is refused: functions and plugins that are programs are not run`,
  });
}

export const KUSTOMIZE_USAGE = `usage: tiphys render kustomize [DIR | URL] [flags]
Builds the kustomization of a folder, or of a folder in a repository (host/org/repo//path?ref=v1), as "kustomize build"
does, in process, and prints the objects. What lies in other repositories is fetched by the git of this machine.

      --enable-helm              render helmCharts
      --enable-managedby-label   label every object with the tool's name
      --helm-kube-version TEXT   version of Kubernetes that charts see
      --helm-api-versions LIST   API versions that charts see besides
      --load-restrictor TEXT     LoadRestrictionsRootOnly (default) or LoadRestrictionsNone
      --reorder TEXT             legacy (default) or none
  -o, --output PATH              write to a file, or a file an object into a folder
  -h, --help                     this text
`;
