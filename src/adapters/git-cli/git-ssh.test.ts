import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Secret } from '../../base/secret.ts';
import type { GitRemote } from '../../ports/git.ts';
import { gitPortContract } from '../../testkit/contracts/git-port.contract.ts';
import { gitEnvironment } from '../../testkit/git-environment.ts';
import { hasSshServer, type SshServer, startSshServer } from '../../testkit/ssh-server.ts';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { createGitCli } from './git-cli.ts';

describe.skipIf(!hasSshServer)('over ssh', () => {
  let ssh: SshServer;
  beforeAll(async () => {
    ssh = await startSshServer();
  });
  afterAll(() => ssh[Symbol.asyncDispose]());

  function remoteTo(folder: string): GitRemote {
    const credentials = { kind: 'ssh', privateKey: new Secret(ssh.privateKey) } as const;
    return { url: ssh.urlOf(folder), credentials, knownHosts: ssh.knownHosts };
  }

  async function open() {
    const environment = await gitEnvironment();
    const folder = await temporaryFolder();
    const port = await createGitCli({ cacheFolder: folder.path });
    const repository = await environment.createTestRepository();
    return {
      port,
      repository,
      cacheFolder: folder.path,
      remote: remoteTo(repository.folder),
      missing: remoteTo(`${repository.folder}-none`),
      async [Symbol.asyncDispose]() {
        await port.close();
        await environment[Symbol.asyncDispose]();
        await folder[Symbol.asyncDispose]();
      },
    };
  }

  gitPortContract('git over ssh', open);

  test('an unknown host, a refused key, no key, a closed port', async () => {
    await using given = await open();
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
});
