/**
 * What operators may have told Argo CD's repository server and what says nothing here, with the reason: whoever brings such a
 * setting along is told at the start, not left to wonder.
 */

export interface Unheeded {
  /** Key of `argocd-cmd-params-cm`, or variable. */
  readonly name: string;
  readonly why: string;
}

const NO_SERVER = 'sources are read in this process: there is no repository server to reach';
const NO_EXPIRY = 'what was rendered is kept by what it was made of, not by time';
const OWN_LOG = 'the log is set for the whole process';

/** Each stands for a key, its variable, and keys that begin with it where it ends in a full stop. */
const REASONS: readonly { readonly key: string; readonly variables?: readonly string[]; readonly why: string }[] = [
  { key: 'reposerver.listen.address', variables: ['ARGOCD_REPO_SERVER_LISTEN_ADDRESS'], why: NO_SERVER },
  {
    key: 'reposerver.metrics.listen.address',
    variables: ['ARGOCD_REPO_SERVER_METRICS_LISTEN_ADDRESS'],
    why: NO_SERVER,
  },
  { key: 'reposerver.disable.tls', variables: ['ARGOCD_REPO_SERVER_DISABLE_TLS'], why: NO_SERVER },
  { key: 'reposerver.client.ca.path', variables: ['ARGOCD_REPO_SERVER_CLIENT_CA_PATH'], why: NO_SERVER },
  { key: 'reposerver.tls.', why: NO_SERVER },
  { key: 'reposerver.grpc.', why: NO_SERVER },
  { key: 'reposerver.profile.enabled', why: NO_SERVER },
  { key: 'reposerver.log.', variables: ['ARGOCD_REPO_SERVER_LOGFORMAT', 'ARGOCD_REPO_SERVER_LOGLEVEL'], why: OWN_LOG },
  { key: 'reposerver.repo.cache.expiration', why: NO_EXPIRY },
  { key: 'reposerver.default.cache.expiration', why: NO_EXPIRY },
  { key: 'reposerver.revision.cache.lock.timeout', why: 'who asks at once shares one answer, without a lock' },
  {
    key: 'reposerver.enable.builtin.git.config',
    variables: ['ARGOCD_REPO_SERVER_ENABLE_BUILTIN_GIT_CONFIG'],
    why: 'no configuration of Git but its own is ever read',
  },
  {
    key: 'reposerver.helm.user.agent',
    variables: ['ARGOCD_HELM_USER_AGENT'],
    why: 'charts are asked for under the name of this product',
  },
];

type Texts = Readonly<Record<string, string | undefined>>;

/** Those that are set, in the order of their names. */
export function unheededParameters(environment: Texts, commandParameters: Texts): readonly Unheeded[] {
  const named = REASONS.flatMap(({ key, variables = [], why }) => [
    ...Object.keys(commandParameters)
      .filter((name) => name === key || (key.endsWith('.') && name.startsWith(key)))
      .filter((name) => commandParameters[name])
      .map((name) => ({ name, why })),
    ...variables.filter((name) => environment[name]).map((name) => ({ name, why })),
  ]);
  return named.sort((left, right) => (left.name < right.name ? -1 : 1));
}
