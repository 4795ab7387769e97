/** A repository of Git on a server of our own that wants a password, over HTTP or HTTPS. */
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createBareRepository } from '../../adapters/git-server/bare-repository.ts';
import { createGitHandler } from '../../adapters/git-server/git-handler.ts';
import { Secret } from '../../base/secret.ts';
import { testRepository } from '../git-repository.ts';
import { valueMap } from '../real-sources.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import type { GuardedSource, ServerTls } from './guarded-source.ts';

const NAME = 'team/app';

export async function guardedGit(tls?: ServerTls): Promise<GuardedSource> {
  const folder = await temporaryFolder();
  const bare = await createBareRepository(folder.path, NAME);
  let password = 'CANARY-first';
  const readCredentials = () => ({ username: 'git', password: new Secret(password) });
  const handler = createGitHandler({ root: folder.path, readCredentials });
  const listener: RequestListener = (request, response) => void handler(request, response);
  const server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const scheme = tls === undefined ? 'http' : 'https';
  const origin = `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const url = `${origin}/${NAME}.git`;
  const repository = testRepository(bare, url);
  return {
    source: { repoURL: url, path: '.', targetRevision: 'main' },
    repository: { url, type: 'git' },
    templates: { server: { url: origin }, part: { url: `${origin}/team` } },
    right: { username: 'git', password: 'CANARY-first' },
    wrong: { username: 'git', password: 'CANARY-wrong' },
    next: { username: 'git', password: 'CANARY-next' },
    async change() {
      password = 'CANARY-next';
    },
    async publish(value) {
      await repository.commit({ files: { 'a.yaml': valueMap(value) } });
    },
    // The words of Argo CD (recorded), which name no repository.
    refusals: { missing: /failed to list refs: authentication required/, wrong: /authentication required/ },
    knownHosts: '',
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await folder[Symbol.asyncDispose]();
    },
  };
}
