/** The flags of `helm template`. Those that mean nothing without a cluster are taken and passed over, as Helm does. */
import { AppError } from '../../base/errors.ts';
import { type GoFlag, type ParsedFlags, parseGoFlags } from './go-flags.ts';

const TEXT: GoFlag = { kind: 'text' };
const FLAG: GoFlag = { kind: 'flag' };
const WORDS: GoFlag = { kind: 'words' };
const IGNORED: GoFlag = { kind: 'ignored' };

const FLAGS: Readonly<Record<string, GoFlag>> = {
  'api-versions': { kind: 'list', short: 'a' },
  'kube-version': TEXT,
  namespace: { kind: 'text', short: 'n' },
  'generate-name': { kind: 'flag', short: 'g' },
  'name-template': TEXT,
  'release-name': FLAG,
  'output-dir': TEXT,
  'include-crds': FLAG,
  'skip-crds': FLAG,
  'skip-tests': FLAG,
  'no-hooks': FLAG,
  'is-upgrade': FLAG,
  'show-only': { kind: 'words', short: 's' },
  'skip-schema-validation': FLAG,
  values: { kind: 'list', short: 'f' },
  set: WORDS,
  'set-string': WORDS,
  'set-json': WORDS,
  'set-file': WORDS,
  'set-literal': WORDS,
  debug: FLAG,
  help: { kind: 'flag', short: 'h' },
  /** Ours: which of the two tools to be. */
  'helm-version': TEXT,
  // Where the chart comes from.
  repo: TEXT,
  version: TEXT,
  devel: FLAG,
  username: TEXT,
  password: TEXT,
  'pass-credentials': FLAG,
  'ca-file': TEXT,
  'cert-file': TEXT,
  'key-file': TEXT,
  'insecure-skip-tls-verify': FLAG,
  'plain-http': FLAG,
  'dependency-update': FLAG,
  // What needs a cluster, a program or a key ring is refused.
  validate: FLAG,
  'dry-run': { kind: 'optional', implied: 'unset' },
  'post-renderer': TEXT,
  'post-renderer-args': WORDS,
  verify: FLAG,
  'enable-dns': FLAG,
  ...ignored([
    'create-namespace',
    'force-conflicts',
    'force-replace',
    'force',
    'replace',
    'rollback-on-failure',
    'atomic',
  ]),
  ...ignored(['disable-openapi-validation', 'take-ownership', 'wait-for-jobs', 'server-side', 'hide-notes']),
  ...ignored(['render-subchart-notes', 'kube-insecure-skip-tls-verify']),
  wait: { kind: 'optional', implied: 'watcher' },
  description: IGNORED,
  timeout: IGNORED,
  keyring: IGNORED,
  labels: { kind: 'ignored', short: 'l' },
  'burst-limit': IGNORED,
  color: IGNORED,
  colour: IGNORED,
  'content-cache': IGNORED,
  'kube-apiserver': IGNORED,
  'kube-as-group': IGNORED,
  'kube-as-user': IGNORED,
  'kube-ca-file': IGNORED,
  'kube-context': IGNORED,
  'kube-tls-server-name': IGNORED,
  'kube-token': IGNORED,
  kubeconfig: IGNORED,
  qps: IGNORED,
  'registry-config': IGNORED,
  'repository-cache': IGNORED,
  'repository-config': IGNORED,
};

export const USAGE = `usage: tiphys render helm [NAME] CHART [flags]
Renders a chart (folder, archive, or a name with --repo) as "helm template" does, in process, and prints the result.

  -f, --values FILE...         values; later files win
      --set, --set-string, --set-json, --set-file, --set-literal KEY=VALUE
  -n, --namespace NAME         namespace of the release
      --kube-version VERSION   Kubernetes of the capabilities
  -a, --api-versions LIST      further group versions of the capabilities
      --include-crds           print crds/ too
      --skip-tests, --no-hooks leave out test hooks, all hooks
      --is-upgrade             as an upgrade
  -s, --show-only TEMPLATE     only what these templates made
      --output-dir DIR         write files instead; --release-name puts them into a folder of the release
      --name-template TEXT, -g, --generate-name
      --skip-schema-validation
      --repo URL, --version RANGE, --username, --password, --plain-http
      --dependency-update      fetch dependencies that are not in charts/
      --helm-version 3|4       the tool to agree with (default 4)
      --debug                  with an error, also print what was rendered
`;

/** Throws `cli.usage` (user) with Helm's words. */
export function parseHelmFlags(argv: readonly string[]): ParsedFlags {
  const flags = parseGoFlags(argv, FLAGS);
  refuse(
    flags.isSet('validate') || flags.text('dry-run') === 'server',
    '--validate and --dry-run=server need a cluster',
  );
  refuse(flags.text('post-renderer') !== undefined, '--post-renderer runs a program, which this command does not do');
  refuse(flags.isSet('verify'), '--verify needs a key ring, which this command does not read');
  const tool = flags.text('helm-version') ?? '4';
  refuse(!['3', '4', 'v3', 'v4'].includes(tool), `--helm-version is 3 or 4, not ${JSON.stringify(tool)}`);
  return flags;
}

function refuse(condition: boolean, message: string): void {
  if (condition) throw new AppError({ code: 'cli.usage', kind: 'user', message });
}

function ignored(names: readonly string[]): Readonly<Record<string, GoFlag>> {
  return Object.fromEntries(names.map((name) => [name, { kind: 'ignored-flag' }]));
}
