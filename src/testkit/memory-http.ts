/** Servers that are functions, reached by the HTTP port. For tests of what speaks HTTP and is not about connections. */
import { AppError } from '../base/errors.ts';
import type { HttpAnswer, HttpErrorCode, HttpPort, HttpRequest } from '../ports/http.ts';

export interface MemoryRequest {
  readonly method: string;
  /** Path with query. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface MemoryAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export type MemoryServer = (request: MemoryRequest) => MemoryAnswer;

export interface MemoryHttp {
  readonly port: HttpPort;
  /** A server of its own origin, which is the answer. */
  serve(server: MemoryServer): string;
}

export function createMemoryHttp(): MemoryHttp {
  const servers = new Map<string, MemoryServer>();
  return {
    serve(server) {
      const origin = `http://server-${servers.size + 1}.example.com`;
      servers.set(origin, server);
      return origin;
    },
    port: { exchange: async (request) => follow(servers, request) },
  };
}

function follow(servers: ReadonlyMap<string, MemoryServer>, request: HttpRequest): HttpAnswer {
  let url = addressOf(request.url);
  const start = url.origin;
  const { method = 'GET', redirects = 5 } = request;
  let withSecrets = true;
  for (let hop = 0; ; hop++) {
    const answer = exchange(servers, { request, url, withSecrets });
    const location = answer.headers.get('location');
    const stays = ![301, 302, 303, 307, 308].includes(answer.status) || (method !== 'GET' && method !== 'HEAD');
    if (stays || location === undefined || redirects === 0) return answer;
    if (hop >= redirects) throw fault('http.not-allowed', `${start}: too many redirects`);
    url = addressOf(new URL(location, url).href);
    withSecrets &&= url.origin === start;
  }
}

function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (!url || !isHttp || url.username !== '' || url.password !== '') {
    throw fault('http.not-allowed', 'not the address of an HTTP server');
  }
  return url;
}

function exchange(
  servers: ReadonlyMap<string, MemoryServer>,
  { request, url, withSecrets }: { readonly request: HttpRequest; readonly url: URL; readonly withSecrets: boolean },
): HttpAnswer {
  const server = servers.get(url.origin);
  if (server === undefined) throw fault('http.unreachable', `${url.origin}: no such server`);
  const secrets = withSecrets ? Object.entries(request.secretHeaders ?? {}) : [];
  const plain = Object.entries(request.headers ?? {});
  const headers = [...plain, ...secrets.map(([name, value]) => [name, value.reveal()] as const)];
  const {
    status,
    headers: answered = {},
    body = '',
  } = server({
    method: request.method ?? 'GET',
    url: `${url.pathname}${url.search}`,
    headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
    body: bytesOf(request.body ?? ''),
  });
  const bytes = request.method === 'HEAD' ? new Uint8Array() : bytesOf(body);
  if (bytes.length > request.limit) throw fault('http.too-large', `${url.origin}: more than ${request.limit} bytes`);
  const names = Object.entries(answered).map(([name, value]) => [name.toLowerCase(), value] as const);
  return { status, headers: new Map(names), body: bytes, url: url.href };
}

function bytesOf(body: string | Uint8Array): Uint8Array {
  return typeof body === 'string' ? new TextEncoder().encode(body) : body;
}

function fault(code: HttpErrorCode, message: string): AppError {
  return new AppError({ code, kind: code === 'http.unreachable' ? 'transient' : 'user', message });
}
