/** A Git LFS server on loopback in front of a folder of repositories, with its files at another origin as hosts keep them. */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createGitHandler } from '../adapters/git-server/git-handler.ts';
import { type HostileServer, listening } from './hostile-git.ts';

export interface LfsServer extends AsyncDisposable {
  readonly url: string;
  /** Keeps a file and answers the pointer that stands for it in a repository. */
  keep(content: Buffer): string;
  /** What the two servers were shown as `Authorization`. */
  readonly shown: { readonly repository: (string | undefined)[]; readonly files: (string | undefined)[] };
  /** Gives other content than the pointer names. */
  corrupt(): void;
}

export function pointerOf(content: Buffer): string {
  const oid = createHash('sha256').update(content).digest('hex');
  return `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${content.length}\n`;
}

/** `wanted`: the `Authorization` that opens the repository. */
export async function lfsServer(root: string, wanted: string): Promise<LfsServer> {
  const files = new Map<string, Buffer>();
  const shown: LfsServer['shown'] = { repository: [], files: [] };
  let isCorrupt = false;
  const store = await listening((request, response) => {
    shown.files.push(request.headers.authorization);
    const content = files.get((request.url ?? '').slice(1));
    if (content === undefined || request.headers['x-signed'] !== 'yes') return void response.writeHead(403).end();
    response.end(isCorrupt ? Buffer.alloc(content.length) : content);
  });
  const handler = createGitHandler({ root });
  const server: HostileServer = await listening(async (request, response) => {
    shown.repository.push(request.headers.authorization);
    if (request.headers.authorization !== wanted) return void response.writeHead(401).end('no\n');
    if (request.url === '/app.git/info/lfs/objects/batch') await batch({ request, response, files, store: store.url });
    else await handler(request, response);
  });
  return {
    url: server.url,
    shown,
    corrupt: () => {
      isCorrupt = true;
    },
    keep(content) {
      files.set(createHash('sha256').update(content).digest('hex'), content);
      return pointerOf(content);
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
    },
  };
}

interface Batch {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly files: ReadonlyMap<string, Buffer>;
  readonly store: string;
}

async function batch({ request, response, files, store }: Batch): Promise<void> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const { objects } = JSON.parse(Buffer.concat(pieces).toString()) as { objects: { oid: string; size: number }[] };
  const answered = objects.map(({ oid, size }) => {
    if (!files.has(oid)) return { oid, size, error: { code: 404, message: 'not here' } };
    return { oid, size, actions: { download: { href: `${store}/${oid}`, header: { 'x-signed': 'yes' } } } };
  });
  response.writeHead(200, { 'content-type': 'application/vnd.git-lfs+json' });
  response.end(JSON.stringify({ transfer: 'basic', objects: answered }));
}
