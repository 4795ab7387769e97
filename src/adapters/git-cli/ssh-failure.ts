/**
 * Why an ssh remote failed. `git` exits with 128 whatever the reason and ssh tells it in words only; the words below are
 * OpenSSH's own in the C locale and stand in its sources since many versions. Nothing else in the program reads text.
 */

import type { GitErrorCode } from '../../ports/git.ts';
import { gitError } from './git-error.ts';

const REASONS: readonly (readonly [RegExp, GitErrorCode, string])[] = [
  [/Host key verification failed/, 'git.host-key', 'the host key is not among the known hosts'],
  [/Permission denied|Too many authentication failures|Load key/, 'git.authentication', 'the key was refused'],
  [
    /Could not resolve hostname|Connection refused|No route to host|Connection closed|Connection reset|Network is unreachable/,
    'git.unreachable',
    'cannot connect',
  ],
  [/Connection timed out|timed out/, 'git.timeout', 'no answer in time'],
  [/does not appear to be a git repository|not found|does not exist/i, 'git.not-a-repository', 'repository not found'],
];

export function sshFailure(diagnostics: string, url: string): Error {
  const known = REASONS.find(([pattern]) => pattern.test(diagnostics));
  if (known === undefined) return gitError('git.failed', `${url}: the connection failed`);
  const [, code, reason] = known;
  return gitError(code, `${url}: ${reason}`);
}
