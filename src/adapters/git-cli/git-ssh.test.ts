import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { Secret } from '../../base/secret.ts';
import type { GitRemote } from '../../ports/git.ts';
import { gitOverSsh } from '../../testkit/git-over-ssh.ts';
import { hasSshServer, startSshServer } from '../../testkit/ssh-server.ts';

test.skipIf(!hasSshServer)('ssh: a fetch; an unknown host, a refused key, no key, a closed port', async () => {
  await using ssh = await startSshServer();
  await using given = await gitOverSsh(ssh);
  const oid = await given.repository.commit({ files: { a: '1' } });
  await given.port.fetch(given.remote, oid);
  expect((await given.port.commit(given.remote, oid)).oid).toBe(oid);
  const codeOf = async (change: Partial<GitRemote>): Promise<unknown> => {
    const failure: unknown = await given.port.listRefs({ ...given.remote, ...change }).catch((error) => error);
    return (failure as { readonly code?: unknown }).code;
  };
  const stranger = { kind: 'ssh', privateKey: new Secret(ssh.strangerKey) } as const;
  const nonsense = { kind: 'ssh', privateKey: new Secret('no key at all') } as const;
  expect(await codeOf({ knownHosts: '' })).toBe('git.host-key');
  expect(await codeOf({ knownHosts: '', insecureSkipVerify: true })).toBeUndefined();
  expect(await codeOf({ credentials: stranger })).toBe('git.authentication');
  expect(await codeOf({ credentials: nonsense })).toBe('git.authentication');
  expect(await codeOf({ url: 'ssh://git@127.0.0.1:1/x' })).toBe('git.unreachable');
  expect((await readdir(given.cacheFolder)).filter((name) => name.startsWith('transport-'))).toEqual([]);
});
