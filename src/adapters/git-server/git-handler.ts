/**
 * Git over HTTP from a folder of bare repositories: for the sample repository of `tiphys up` and for tests. It answers
 * requests of the smart protocol and nothing else; a push ends with a call, which is a hint and never the truth.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { isBareRepository } from './bare-repository.ts';
import { type BasicCredentials, isAuthorised } from './basic-credentials.ts';
import { type GitRoute, readRoute } from './request-route.ts';
import { startService } from './service-process.ts';

/** What was asked, for counting: `info-refs`, `ls-refs`, `fetch` or `push`. */
export type GitRequestKind = 'info-refs' | 'ls-refs' | 'fetch' | 'push';

export interface GitHandlerOptions {
  /** Folder that holds `<repository>.git`. */
  readonly root: string;
  /** Who may push. Undefined: nobody. */
  readonly pushCredentials?: BasicCredentials;
  /** Who may read a repository. Undefined: everybody. */
  readonly readCredentials?: (repository: string) => BasicCredentials | undefined;
  /** Called after a push was taken. */
  readonly onPush?: (repository: string) => void;
  /** Called for each request that was allowed. */
  readonly onRequest?: (kind: GitRequestKind, repository: string) => void;
  readonly binary?: string;
}

/** True where the request was a Git request and has been answered. */
export type GitHandler = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

export function createGitHandler(options: GitHandlerOptions): GitHandler {
  return async (request, response) => {
    const url = URL.parse(request.url ?? '/', 'http://localhost');
    const route = url === null ? undefined : readRoute(request.method ?? '', url);
    if (route === undefined) return false;
    await answer(options, route, { request, response });
    return true;
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function answer(options: GitHandlerOptions, route: GitRoute, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  const refusal = refusalOf(options, route, request.headers.authorization);
  if (refusal !== undefined) return refuse(response, refusal);
  const folder = join(options.root, `${route.repository}.git`);
  if (!(await isBareRepository(folder))) return refuse(response, 404);
  await serve(options, { ...route, folder }, exchange);
}

function refusalOf(options: GitHandlerOptions, route: GitRoute, header: string | undefined): 401 | 403 | undefined {
  const push = route.service === 'git-receive-pack';
  if (push && options.pushCredentials === undefined) return 403;
  const wanted = push ? options.pushCredentials : options.readCredentials?.(route.repository);
  if (wanted === undefined || isAuthorised(header, wanted)) return undefined;
  return 401;
}

function refuse(response: ServerResponse, status: 401 | 403 | 404): void {
  const texts = { 401: 'authentication required', 403: 'pushing is not allowed', 404: 'repository not found' };
  const challenge = status === 401 ? { 'www-authenticate': 'Basic realm="git"' } : {};
  response.writeHead(status, { 'content-type': 'text/plain', ...challenge }).end(`${texts[status]}\n`);
}

async function serve(
  options: GitHandlerOptions,
  route: GitRoute & { readonly folder: string },
  { request, response }: Exchange,
): Promise<void> {
  const header = request.headers['git-protocol'];
  const protocol = Array.isArray(header) ? header[0] : header;
  const child = startService({ ...route, protocol, binary: options.binary ?? 'git' });
  child.stderr.resume();
  child.stdin.on('error', () => undefined);
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  response.on('close', () => child.kill());
  writeHead(response, route, protocol);
  child.stdout.pipe(response, { end: false });
  feed(options, route, { input: bodyOf(request), sink: child.stdin });
  const status = await ended;
  if (status === 0 && isPush(route)) options.onPush?.(route.repository);
  response.end();
}

function feed(
  options: GitHandlerOptions,
  route: GitRoute,
  { input, sink }: { readonly input: Readable; readonly sink: NodeJS.WritableStream },
): void {
  if (route.advertise) {
    options.onRequest?.('info-refs', route.repository);
    sink.end();
    return;
  }
  input.once('data', (chunk: Buffer) => options.onRequest?.(kindOf(route, chunk), route.repository));
  input.on('error', () => sink.end());
  input.pipe(sink);
}

function kindOf(route: GitRoute, firstBytes: Buffer): GitRequestKind {
  if (isPush(route)) return 'push';
  return firstBytes.subarray(4, 4 + 'command=ls-refs'.length).toString('latin1') === 'command=ls-refs'
    ? 'ls-refs'
    : 'fetch';
}

function isPush(route: GitRoute): boolean {
  return route.service === 'git-receive-pack' && !route.advertise;
}

function bodyOf(request: IncomingMessage): Readable {
  return request.headers['content-encoding'] === 'gzip' ? request.pipe(createGunzip()) : request;
}

function writeHead(response: ServerResponse, route: GitRoute, protocol: string | undefined): void {
  const suffix = route.advertise ? 'advertisement' : 'result';
  response.writeHead(200, { 'content-type': `application/x-${route.service}-${suffix}`, 'cache-control': 'no-cache' });
  if (!route.advertise || (protocol === 'version=2' && route.service === 'git-upload-pack')) return;
  // Before version 2 the advertisement is preceded by the name of the service.
  const line = `# service=${route.service}\n`;
  response.write(`${(line.length + 4).toString(16).padStart(4, '0')}${line}0000`);
}
