import { expect, test } from 'vitest';
import { Secret } from '../../base/secret.ts';
import { sshFailure } from './ssh-failure.ts';

const credentials = { kind: 'ssh', privateKey: new Secret('CANARY') } as const;
const URL = 'ssh://git@git.test/app';

test.each([
  [
    'No ED25519 host key is known for git.test.\nHost key verification failed.',
    'git.host-key',
    /add it to argocd-ssh-kn/,
  ],
  [
    '@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.',
    'git.host-key',
    /another one .* replace it in argocd-ssh-known-hosts-cm/,
  ],
  [
    'Load key "/x/key": error in libcrypto\ngit@git.test: Permission denied (publickey).',
    'git.authentication',
    /cannot be read: one without a passphrase/,
  ],
  ['git@git.test: Permission denied (publickey).', 'git.authentication', /was refused: let it in .* sshPrivateKey/],
  ['ssh: connect to host git.test port 22: Connection refused', 'git.unreachable', /: cannot connect through a proxy$/],
  ['ssh: connect to host git.test port 22: Connection timed out', 'git.timeout', /no answer in time$/],
  ["fatal: '/x' does not appear to be a git repository", 'git.not-a-repository', /repository not found$/],
  ['something new', 'git.failed', /the connection failed through a proxy$/],
] as const)('%s', (diagnostics, code, words) => {
  const failure = sshFailure(diagnostics, URL, { credentials, through: ' through a proxy' });
  expect(failure).toMatchObject({ code, message: expect.stringMatching(words) });
  expect(failure.message.startsWith(`${URL}: `)).toBe(true);
});

test('where no key was shown none was refused', () => {
  const failure = sshFailure('git@git.test: Permission denied (publickey).', URL, {});
  expect(failure).toMatchObject({
    code: 'git.authentication',
    message: expect.stringMatching(/no key is given for it: give one in sshPrivateKey/),
  });
});
