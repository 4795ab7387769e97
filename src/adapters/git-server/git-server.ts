/** A Git server of its own on loopback around `createGitHandler`. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../../base/errors.ts';
import { createBareRepository } from './bare-repository.ts';
import { createGitHandler, type GitHandlerOptions, type GitRequestKind } from './git-handler.ts';

export interface GitServerOptions extends Omit<GitHandlerOptions, 'onRequest'> {
  /** 0 or undefined: any free port. */
  readonly port?: number;
}

export interface GitServer {
  /** Origin, e.g. `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly root: string;
  /** Clone URL of a repository. */
  urlOf(repository: string): string;
  /** Makes the bare repository where it is not there yet; answers its folder. */
  create(repository: string): Promise<string>;
  /** How many requests of a kind were served so far, of one repository or of all. */
  requests(kind: GitRequestKind, repository?: string): number;
  close(): Promise<void>;
}

/** Listens on 127.0.0.1. Throws `git.failed` (user) where the port is in use. */
export async function startGitServer(options: GitServerOptions): Promise<GitServer> {
  const served = new Map<string, number>();
  const handler = createGitHandler({
    ...options,
    onRequest: (kind, repository) => {
      for (const key of [kind, `${kind} ${repository}`]) served.set(key, (served.get(key) ?? 0) + 1);
    },
  });
  const server = createServer((request, response) => {
    // A page in a browser may reach loopback under a name of its own.
    if (!isLoopback(request.headers.host)) {
      response.writeHead(403).end('this host name is not served\n');
      return;
    }
    handler(request, response).then(
      (handled) => handled || response.writeHead(404).end('not found\n'),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(listenFailure(options.port ?? 0, cause)));
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    root: options.root,
    urlOf: (repository) => `${url}/${repository}.git`,
    create: (repository) => createBareRepository(options.root, repository, options.binary),
    requests: (kind, repository) => served.get(repository === undefined ? kind : `${kind} ${repository}`) ?? 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function isLoopback(host: string | undefined): boolean {
  return /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(host ?? '');
}

function listenFailure(port: number, cause: Error): AppError {
  return new AppError({ code: 'git.failed', kind: 'user', message: `cannot listen on 127.0.0.1:${port}`, cause });
}
