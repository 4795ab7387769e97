/**
 * A service on loopback that gives out tokens as GitHub, Google and Azure do, after it verified who asks, and a Git repository that
 * opens with the newest of them only.
 */
import { createVerify, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createBareRepository } from '../adapters/git-server/bare-repository.ts';
import { createGitHandler } from '../adapters/git-server/git-handler.ts';
import { testRepository } from './git-repository.ts';
import { httpServer, type ServedRequest, type TestHttpServer } from './http-server.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface TokenService extends TestHttpServer {
  /** Tokens that were given out and not taken back, oldest first. */
  readonly valid: readonly string[];
  revoke(): void;
}

export interface TokenServiceOptions {
  readonly publicKey: KeyObject;
  /** Wall clock of the service. */
  readonly now: () => number;
  /** Seconds that a token lasts. */
  readonly seconds?: number;
}

const APP = '4711';
const OWNER = { id: 99, account: { login: 'Shop' } };

export function rsaPair(): { readonly publicKey: KeyObject; readonly pem: string } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { publicKey, pem: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString() };
}

export async function tokenService(options: TokenServiceOptions): Promise<TokenService> {
  const valid: string[] = [];
  const issue = (): string => {
    const token = `token-${valid.length + 1}-${Math.random().toString(36).slice(2)}`;
    valid.push(token);
    return token;
  };
  const server = await httpServer((request, response) => {
    const { status, body, headers } = replyTo(options, issue, request);
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  });
  return {
    ...server,
    valid,
    revoke: () => valid.splice(0),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

function replyTo(options: TokenServiceOptions, issue: () => string, request: ServedRequest): Reply {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  if (pathname.startsWith('/api/v3/app/')) return github(options, issue, { ...request, pathname, searchParams });
  const form = new URLSearchParams(request.body.toString());
  const granted = { status: 200, body: { access_token: '', expires_in: options.seconds ?? 3600 } };
  const grant = (): Reply => ({ ...granted, body: { ...granted.body, access_token: issue() } });
  if (pathname === '/google/token') {
    const claims = claimsOf(options, form.get('assertion') ?? '');
    const isRight = claims?.['iss'] === 'robot@shop.iam' && String(claims['aud']).endsWith('/google/token');
    return isRight ? grant() : { status: 400, body: { error: 'invalid_grant' } };
  }
  if (pathname !== '/tenant-1/oauth2/v2.0/token') return { status: 404, body: {} };
  const isWorkload = form.get('client_assertion') === 'federated' && form.get('client_id') === 'client-1';
  const isPrincipal = form.get('client_secret') === 'password-1' && form.get('client_id') === 'client-2';
  return isWorkload || isPrincipal ? grant() : { status: 401, body: { error: 'invalid_client' } };
}

interface GithubRequest extends ServedRequest {
  readonly pathname: string;
  readonly searchParams: URLSearchParams;
}

function github(options: TokenServiceOptions, issue: () => string, request: GithubRequest): Reply {
  const { pathname, searchParams, method, headers } = request;
  const claims = claimsOf(options, String(headers['authorization']).replace(/^Bearer /, ''));
  if (claims?.['iss'] !== APP) return { status: 401, body: { message: 'bad credentials' } };
  if (pathname === '/api/v3/app/installations' && method === 'GET') {
    if (searchParams.get('page') !== '1') return { status: 200, body: [OWNER] };
    const next = { link: '<http://elsewhere/?page=2>; rel="next"' };
    return { status: 200, body: [{ id: 1, account: { login: 'other' } }], headers: next };
  }
  if (pathname !== '/api/v3/app/installations/99/access_tokens' || method !== 'POST') return { status: 404, body: {} };
  const expires = new Date(options.now() + (options.seconds ?? 3600) * 1000).toISOString();
  return { status: 201, body: { token: issue(), expires_at: expires } };
}

/** Undefined where the signature or the times are wrong. */
function claimsOf({ publicKey, now }: TokenServiceOptions, token: string): Record<string, unknown> | undefined {
  const [head = '', claims = '', signature = ''] = token.split('.');
  const isSigned = createVerify('RSA-SHA256').update(`${head}.${claims}`).verify(publicKey, signature, 'base64url');
  if (!isSigned) return undefined;
  const read = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
  const { iat, exp } = read as { readonly iat: number; readonly exp: number };
  const seconds = now() / 1000;
  return iat <= seconds && exp > seconds && exp - iat <= 3600 ? read : undefined;
}

export interface TokenRepository extends AsyncDisposable {
  readonly url: string;
  readonly repository: ReturnType<typeof testRepository>;
  /** What requests showed, in order. */
  readonly shown: (string | undefined)[];
}

/** A repository `Shop/app` whose server lets in who shows a token that is valid, by password or as bearer. */
export async function tokenRepository(valid: readonly string[]): Promise<TokenRepository> {
  const folder = await temporaryFolder();
  const bare = await createBareRepository(folder.path, 'Shop/app');
  const handler = createGitHandler({ root: folder.path });
  const shown: (string | undefined)[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    shown.push(request.headers.authorization);
    if (valid.includes(tokenIn(request.headers.authorization))) return void handler(request, response);
    response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end('no\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/Shop/app.git`;
  return {
    url,
    shown,
    repository: testRepository(bare, url),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await folder[Symbol.asyncDispose]();
    },
  };
}

function tokenIn(header = ''): string {
  if (header.startsWith('Bearer ')) return header.slice('Bearer '.length);
  const [, password = ''] = Buffer.from(header.replace(/^Basic /, ''), 'base64')
    .toString()
    .split(':');
  return password;
}
