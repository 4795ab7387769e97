/** What `tiphys render PATH` is told: the flags, read and checked. */
import { AppError } from '../../../base/errors.ts';
import { type ExplainedPath, parseExplainedPath } from '../explain/explained-path.ts';
import { type GoFlag, parseGoFlags } from '../go-flags.ts';

const TEXT: GoFlag = { kind: 'text' };
const FLAG: GoFlag = { kind: 'flag' };

const FLAGS: Readonly<Record<string, GoFlag>> = {
  repo: TEXT,
  path: TEXT,
  revision: TEXT,
  diff: TEXT,
  local: { kind: 'words' },
  'argocd-cm': { kind: 'words' },
  settings: { kind: 'words' },
  name: TEXT,
  namespace: { kind: 'text', short: 'n' },
  project: TEXT,
  'kube-version': TEXT,
  'api-versions': { kind: 'list', short: 'a' },
  recursive: { kind: 'flag', short: 'r' },
  offline: FLAG,
  plugins: TEXT,
  'plugin-sockets': TEXT,
  trace: FLAG,
  explain: TEXT,
  output: { kind: 'text', short: 'o' },
  help: { kind: 'flag', short: 'h' },
};

export const RENDER_USAGE = `usage: tiphys render PATH [flags]             Applications of a file (- for standard input), or a folder as a source
       tiphys render --repo URL [flags]         a folder of a repository
       tiphys render helm|kustomize|jsonnet …   as that tool, each with its own --help
Renders as the product does, in process, and prints the manifests. A source in the Git clone around PATH is read from its
working tree, with everything that was not committed; other sources come from their repositories.

      --repo URL, --path DIR     the repository and the folder in it
      --revision REV             read that revision of the repository (of the clone: what "git rev-parse" takes, or 1.x)
      --diff REV                 print how the manifests differ from those at REV; exit code 1 where they do
  -r, --recursive                render the Applications too that are among the manifests
      --local DIR                read the remotes of this clone from it; URL=DIR reads the repository URL from this folder
      --plugins DIR              run the commands of the ConfigManagementPlugin documents (*.yaml) in this folder
      --plugin-sockets DIR       ask Argo CD's plugin sidecars at the sockets in this folder
      --offline                  refuse what is not on this machine
      --trace                    tell on standard error what the manifests were made from
      --explain KIND/NAME:PATH   tell where a value came from, for example deployment/web:spec.replicas
      --name NAME, -n, --namespace NAME, --project NAME
                                 of the Application that a folder stands for (default: its folder's name, none, default)
      --kube-version VERSION     Kubernetes that charts see
  -a, --api-versions LIST        API versions that charts see besides
      --argocd-cm FILE           settings: ConfigMaps, Secrets and AppProjects of an installation
  -o, --output yaml|json|name    default yaml
  -h, --help                     this text
`;

export type OutputFormat = 'yaml' | 'json' | 'name';

export interface RenderFlags {
  readonly help: boolean;
  /** A path, or the URL of a repository. */
  readonly subject: { readonly kind: 'path' | 'repository'; readonly of: string };
  readonly path: string | undefined;
  readonly revision: string | undefined;
  readonly diff: string | undefined;
  readonly locals: readonly string[];
  readonly settings: readonly string[];
  readonly name: string | undefined;
  readonly namespace: string;
  readonly project: string;
  readonly kubeVersion: string | undefined;
  readonly apiVersions: readonly string[];
  readonly recursive: boolean;
  readonly offline: boolean;
  readonly plugins: string | undefined;
  readonly pluginSockets: string | undefined;
  readonly trace: boolean;
  /** The value to be explained, instead of printing manifests. */
  readonly explain: ExplainedPath | undefined;
  readonly output: OutputFormat;
}

/** Throws `cli.usage` (user). */
export function parseRenderFlags(argv: readonly string[]): RenderFlags {
  const flags = parseGoFlags(argv, FLAGS);
  const help = flags.isSet('help');
  const given = (name: string): string | undefined => flags.text(name) || undefined;
  for (const name of ['repo', 'revision', 'diff']) refuseOption(name, given(name));
  const repo = given('repo');
  const [path, ...more] = flags.words;
  if (!help && more.length > 0) throw usage(`one path at a time: ${more.join(' ')}`);
  if (!help && (path === undefined) === (repo === undefined))
    throw usage('a path or --repo URL is needed, and not both');
  if (path !== undefined && given('path') !== undefined) throw usage('--path goes with --repo');
  return {
    help,
    subject: repo === undefined ? { kind: 'path', of: path ?? '' } : { kind: 'repository', of: repo },
    path: given('path'),
    revision: given('revision'),
    diff: given('diff'),
    locals: flags.list('local'),
    settings: [...flags.list('argocd-cm'), ...flags.list('settings')],
    name: given('name'),
    namespace: flags.text('namespace') ?? '',
    project: given('project') ?? 'default',
    kubeVersion: given('kube-version'),
    apiVersions: flags.list('api-versions'),
    recursive: flags.isSet('recursive'),
    offline: flags.isSet('offline'),
    plugins: given('plugins'),
    pluginSockets: given('plugin-sockets'),
    trace: flags.isSet('trace'),
    explain: explainedBy(given('explain'), given('diff')),
    output: outputOf(flags.text('output') ?? 'yaml'),
  };
}

function explainedBy(text: string | undefined, diff: string | undefined): ExplainedPath | undefined {
  if (text === undefined) return undefined;
  if (diff !== undefined) throw usage('--explain and --diff do not go together');
  return parseExplainedPath(text);
}

/** Texts that a program behind us could take for an option. */
function refuseOption(name: string, text: string | undefined): void {
  if (text?.startsWith('-')) throw usage(`--${name} ${text}: begins with a dash`);
}

function outputOf(text: string): OutputFormat {
  if (text === 'yaml' || text === 'json' || text === 'name') return text;
  throw usage(`--output is yaml, json or name, not ${JSON.stringify(text)}`);
}

function usage(message: string): AppError {
  return new AppError({ code: 'cli.usage', kind: 'user', message });
}
