/** A static chart repository on a server of our own that wants a password, over HTTP or HTTPS. */
import { httpServer } from '../http-server.ts';
import { repositoryFiles } from '../memory-helm-repo.ts';
import { packChart } from '../pack-tar.ts';
import { valueMap } from '../real-sources.ts';
import type { GuardedSource, ServerTls } from './guarded-source.ts';

const HEADER = (password: string): string => `Basic ${btoa(`helm:${password}`)}`;

export async function guardedCharts(tls?: ServerTls): Promise<GuardedSource> {
  let wanted = HEADER('CANARY-first');
  let version = 0;
  let files = repositoryFiles([]);
  const server = await httpServer(({ url, headers }, response) => {
    const content = files.get(url.replace(/^\/team/, ''));
    if (headers['authorization'] !== wanted) response.writeHead(401).end('no\n');
    else if (content === undefined) response.writeHead(404).end();
    else response.end(content);
  }, tls);
  const url = `${server.url}/team`;
  return {
    source: { repoURL: url, chart: 'web', targetRevision: '*', path: '' },
    repository: { url, type: 'helm', name: 'charts' },
    templates: { server: { url: server.url, type: 'helm' }, part: { url, type: 'helm' } },
    right: { username: 'helm', password: 'CANARY-first' },
    wrong: { username: 'helm', password: 'CANARY-wrong' },
    next: { username: 'helm', password: 'CANARY-next' },
    async change() {
      wanted = HEADER('CANARY-next');
    },
    async publish(value) {
      version += 1;
      const name = `1.0.${version}`;
      const archive = packChart('web', name, { 'templates/a.yaml': valueMap(value) });
      files = repositoryFiles([{ name: 'web', version: name, archive }]);
    },
    refusals: {
      missing: /https?:\/\/127\.0\.0\.1:\d+\/team\/index\.yaml: authentication required/,
      wrong: /https?:\/\/127\.0\.0\.1:\d+\/team\/index\.yaml: authentication required/,
    },
    knownHosts: '',
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
