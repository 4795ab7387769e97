/**
 * Why an ssh remote failed. `git` exits with 128 whatever the reason and ssh tells it in words only; the words below are
 * OpenSSH's own in the C locale and stand in its sources since many versions. Nothing else in the program reads text.
 */
import { proxyFor, throughProxy } from '../../base/proxy-choice.ts';
import type { GitErrorCode, GitRemote } from '../../ports/git.ts';
import { gitError } from './git-error.ts';
import type { RemoteAddress } from './remote-address.ts';

interface Reason {
  readonly words: RegExp;
  readonly code: GitErrorCode;
  readonly reason: string;
  /** What helps. */
  readonly fix?: string;
}

const HOSTS = 'argocd-ssh-known-hosts-cm (argocd cert add-ssh)';
const SECRET = 'sshPrivateKey of the Secret of the repository or of a template (repo-creds)';
const NO_KEY: Reason = {
  words: /Permission denied/,
  code: 'git.authentication',
  reason: 'no key is given for it',
  fix: `give one in ${SECRET}`,
};
export interface SshWay {
  readonly credentials?: GitRemote['credentials'] | undefined;
  readonly through?: string;
}

/** The first that fits. */
const REASONS: readonly Reason[] = [
  {
    words: /HOST IDENTIFICATION HAS CHANGED/,
    code: 'git.host-key',
    reason: 'the host key is another one than among the known hosts',
    fix: `where the server has a new one, replace it in ${HOSTS}`,
  },
  {
    words: /Host key verification failed/,
    code: 'git.host-key',
    reason: 'the host key is not among the known hosts',
    fix: `add it to ${HOSTS}`,
  },
  {
    words: /Load key/,
    code: 'git.authentication',
    reason: 'the key cannot be read',
    fix: `one without a passphrase is to stand in ${SECRET}`,
  },
  {
    words: /Permission denied|Too many authentication failures/,
    code: 'git.authentication',
    reason: 'the key was refused',
    fix: `let it in on the server, or give another one in ${SECRET}`,
  },
  {
    words:
      /Could not resolve hostname|Connection refused|No route to host|Connection closed|Connection reset|Network is unreachable/,
    code: 'git.unreachable',
    reason: 'cannot connect',
  },
  { words: /Connection timed out|timed out/, code: 'git.timeout', reason: 'no answer in time' },
  {
    words: /does not appear to be a git repository|not found|does not exist/i,
    code: 'git.not-a-repository',
    reason: 'repository not found',
  },
];

/** How a remote is gone to, for `sshFailure`. */
export function sshWay(remote: GitRemote, { origin }: RemoteAddress): SshWay {
  return { credentials: remote.credentials, through: throughProxy(proxyFor(remote, origin)) };
}

/** `through`: how a proxy on the way is told, after `cannot connect`. */
export function sshFailure(diagnostics: string, url: string, { credentials, through = '' }: SshWay): Error {
  const known = (credentials?.kind === 'ssh' ? REASONS : [...REASONS.slice(0, 2), NO_KEY, ...REASONS.slice(2)]).find(
    ({ words }) => words.test(diagnostics),
  );
  if (known === undefined) return gitError('git.failed', `${url}: the connection failed${through}`);
  const { code, reason, fix } = known;
  if (fix !== undefined) return gitError(code, `${url}: ${reason}: ${fix}`, { hint: fix });
  return gitError(code, `${url}: ${reason}${code === 'git.unreachable' ? through : ''}`);
}
