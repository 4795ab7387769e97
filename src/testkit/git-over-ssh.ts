/** The Git port over ssh against a server of our own, one repository per case. */
import { createGitCli } from '../adapters/git-cli/git-cli.ts';
import { Secret } from '../base/secret.ts';
import type { GitRemote } from '../ports/git.ts';
import type { GitPortCase } from './contracts/git-port.contract.ts';
import { gitEnvironment } from './git-environment.ts';
import type { SshServer } from './ssh-server.ts';
import { temporaryFolder } from './temporary-folder.ts';

export async function gitOverSsh(ssh: SshServer): Promise<GitPortCase & { readonly cacheFolder: string }> {
  const environment = await gitEnvironment();
  const folder = await temporaryFolder();
  const port = await createGitCli({ cacheFolder: folder.path });
  const repository = await environment.createTestRepository();
  return {
    port,
    repository,
    cacheFolder: folder.path,
    remote: remoteTo(ssh, repository.folder),
    missing: remoteTo(ssh, `${repository.folder}-none`),
    async [Symbol.asyncDispose]() {
      await port.close();
      await environment[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

function remoteTo(ssh: SshServer, folder: string): GitRemote {
  const credentials = { kind: 'ssh', privateKey: new Secret(ssh.privateKey) } as const;
  return { url: ssh.urlOf(folder), credentials, knownHosts: ssh.knownHosts };
}
