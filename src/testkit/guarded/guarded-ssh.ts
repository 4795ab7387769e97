/** A repository of Git behind sshd, which wants a key. */
import { createBareRepository } from '../../adapters/git-server/bare-repository.ts';
import { testRepository } from '../git-repository.ts';
import { valueMap } from '../real-sources.ts';
import { type SshServer, startSshServer } from '../ssh-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import type { GuardedSource } from './guarded-source.ts';

export async function guardedSsh(): Promise<GuardedSource & { readonly server: SshServer }> {
  const server = await startSshServer();
  const folder = await temporaryFolder();
  const bare = await createBareRepository(folder.path, 'team/app');
  const url = server.urlOf(bare);
  const repository = testRepository(bare, url);
  return {
    server,
    source: { repoURL: url, path: '.', targetRevision: 'main' },
    repository: { url, type: 'git' },
    templates: { server: { url: server.urlOf('') }, part: { url: server.urlOf(folder.path) } },
    right: { sshPrivateKey: server.privateKey },
    wrong: { sshPrivateKey: server.strangerKey },
    next: { sshPrivateKey: server.strangerKey },
    change: () => server.changeUser(),
    async publish(value) {
      await repository.commit({ files: { 'a.yaml': valueMap(value) } });
    },
    refusals: {
      missing: /ssh:\/\/\S+@127\.0\.0\.1:\d+\/\S+app\.git: no key is given .*sshPrivateKey/,
      wrong: /ssh:\/\/\S+@127\.0\.0\.1:\d+\/\S+app\.git: the key was refused.*sshPrivateKey/,
    },
    knownHosts: server.knownHosts,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}
