/**
 * A small registry over HTTP for tests: push and pull of the distribution specification, pages of tags, Basic or token
 * authentication, and misbehaviour on request.
 */
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { httpServer, type ServedRequest, type TestHttpServer } from './http-server.ts';
import { digestOf } from './test-artifact.ts';

export interface OciRegistryOptions {
  readonly password?: { readonly username: string; readonly password: string; readonly way: 'basic' | 'token' };
  /** Tags of one page, whatever is asked for. */
  readonly pageSize?: number;
  /** Where blobs are redirected to. */
  readonly blobsAt?: string;
  /** Takes the place of an answer; undefined: answer as usual. */
  readonly misbehave?: (request: ServedRequest, response: ServerResponse) => true | undefined;
}

export interface OciRegistry extends AsyncDisposable {
  /** Host and port. */
  readonly host: string;
  readonly server: TestHttpServer;
}

interface Store {
  readonly blobs: Map<string, Uint8Array>;
  /** By `name@digest` and `name:tag`. */
  readonly manifests: Map<string, { readonly type: string; readonly body: Uint8Array }>;
  readonly tags: Map<string, Set<string>>;
  readonly tokens: Set<string>;
}

export async function ociRegistry(options: OciRegistryOptions = {}): Promise<OciRegistry> {
  const store: Store = { blobs: new Map(), manifests: new Map(), tags: new Map(), tokens: new Set() };
  const server: TestHttpServer = await httpServer((request, response) => {
    if (options.misbehave?.(request, response) === true) return;
    const url = new URL(request.url, `http://${request.headers.host}`);
    if (url.pathname === '/token') return giveToken(request, response, { options, store });
    if (!isAllowed(request, options, store)) return challenge(response, url, options);
    answer({ request, response, url, store, options });
  });
  return {
    server,
    host: `127.0.0.1:${server.port}`,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function isAllowed({ headers }: ServedRequest, { password }: OciRegistryOptions, { tokens }: Store): boolean {
  if (password === undefined) return true;
  if (password.way === 'basic') return headers['authorization'] === basic(password);
  return tokens.has(String(headers['authorization']).replace(/^Bearer /, ''));
}

function challenge(response: ServerResponse, url: URL, { password }: OciRegistryOptions): void {
  const token = `Bearer realm="${url.origin}/token",service="test",scope="repository:x:pull"`;
  response.writeHead(401, { 'www-authenticate': password?.way === 'token' ? token : 'Basic realm="test"' }).end();
}

function giveToken(
  { headers }: ServedRequest,
  response: ServerResponse,
  { options, store }: { readonly options: OciRegistryOptions; readonly store: Store },
): void {
  if (options.password === undefined || headers['authorization'] !== basic(options.password)) {
    response.writeHead(401).end();
    return;
  }
  const token = randomUUID();
  store.tokens.add(token);
  response.end(JSON.stringify({ token, expires_in: 300 }));
}

function basic({ username, password }: { readonly username: string; readonly password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

interface Exchange {
  readonly request: ServedRequest;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly store: Store;
  readonly options: OciRegistryOptions;
}

const ROUTE = /^\/v2\/(.+?)\/(blobs|manifests|tags)\/(.*)$/;

function answer(exchange: Exchange): void {
  const [, name = '', kind = '', rest = ''] = ROUTE.exec(exchange.url.pathname) ?? [];
  if (kind === 'blobs') blobs(exchange, rest);
  else if (kind === 'manifests') manifests(exchange, name, rest);
  else if (kind === 'tags') tags(exchange, name);
  else exchange.response.writeHead(exchange.url.pathname === '/v2/' ? 200 : 404).end();
}

function blobs({ request, response, url, store, options }: Exchange, rest: string): void {
  if (request.method === 'POST') {
    response.writeHead(202, { location: `${url.pathname}${randomUUID()}` }).end();
  } else if (request.method === 'PUT') {
    store.blobs.set(url.searchParams.get('digest') ?? '', request.body);
    response.writeHead(201).end();
  } else if (options.blobsAt !== undefined) {
    response.writeHead(307, { location: `${options.blobsAt}${url.pathname}` }).end();
  } else {
    const content = store.blobs.get(rest);
    if (content === undefined) response.writeHead(404).end();
    else response.end(content);
  }
}

function manifests({ request, response, store }: Exchange, name: string, reference: string): void {
  if (request.method === 'PUT') {
    const digest = digestOf(request.body);
    const manifest = { type: String(request.headers['content-type']), body: request.body };
    store.manifests.set(`${name} ${digest}`, manifest).set(`${name} ${reference}`, manifest);
    store.tags.set(name, (store.tags.get(name) ?? new Set()).add(reference));
    response.writeHead(201).end();
    return;
  }
  const manifest = store.manifests.get(`${name} ${reference}`);
  if (manifest === undefined) return void response.writeHead(404).end();
  response.writeHead(200, { 'content-type': manifest.type, 'docker-content-digest': digestOf(manifest.body) });
  response.end(request.method === 'HEAD' ? undefined : manifest.body);
}

function tags({ response, url, store, options }: Exchange, name: string): void {
  const all = [...(store.tags.get(name) ?? [])].sort();
  if (all.length === 0) return void response.writeHead(404).end();
  const last = url.searchParams.get('last');
  const from = last === null ? 0 : all.findIndex((tag) => tag > last);
  const page = from < 0 ? [] : all.slice(from, from + (options.pageSize ?? 1000));
  const more = from >= 0 && from + page.length < all.length;
  if (more) response.setHeader('link', `</v2/${name}/tags/list?n=${page.length}&last=${page.at(-1)}>; rel="next"`);
  response.end(JSON.stringify({ name, tags: page }));
}
