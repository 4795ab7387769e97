/**
 * The API server on one port: guard, then REST, logout, health and the page. Further routes (the sample repository of
 * `up`, webhooks) are given by the application that wires it.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Accounts } from '../services/accounts/index.ts';
import { redirectOf } from './http/clean-path.ts';
import { refusalOf } from './http/guard.ts';
import { type Listening, listen } from './http/listener.ts';
import { writePlainError } from './http/plain-error.ts';
import { createStaticFiles } from './http/static-files.ts';
import { createGateway, type GatewayDependencies, logout } from './rest/gateway.ts';

export type ExtraRoute = (request: IncomingMessage, response: ServerResponse, url: URL) => boolean;

export interface ApiServerOptions extends GatewayDependencies {
  readonly accounts: Accounts;
  readonly host: string;
  readonly port: number;
  /** Names that may stand in the Host header. */
  readonly hosts: readonly string[];
  readonly tls?: { readonly certificate: string; readonly key: string };
  /** Folder of the built page. */
  readonly pageFolder: string;
  /** Asked in order before the API; true where it has taken the request. */
  readonly extraRoutes?: readonly ExtraRoute[];
}

/** Throws `transport.port-in-use` or `transport.cannot-listen`. */
export function startApiServer(options: ApiServerOptions): Promise<Listening> {
  const gateway = createGateway(options);
  const page = createStaticFiles(options.pageFolder);

  function onRequest(request: IncomingMessage, response: ServerResponse): void {
    const url = parseUrl(request.url ?? '/');
    const path = url?.pathname ?? '';
    const refusal = refusalOf({ method: request.method ?? 'GET', path, headers: request.headers }, options);
    if (!url || refusal) {
      const { status, message } = refusal ?? { status: 400, message: 'the address cannot be read' };
      response.setHeader('connection', 'close');
      writePlainError(response, status, message);
      return;
    }
    const location = redirectOf(request.url ?? '/');
    if (location !== undefined) redirect(request, response, location);
    else if (options.extraRoutes?.some((route) => route(request, response, url))) return;
    else if (path.startsWith('/api/')) void gateway(request, response, url);
    else if (path === '/auth/logout') logout(request, response, options.accounts);
    else if (path === '/healthz') response.writeHead(200, { 'content-type': 'text/plain' }).end('ok');
    else page(request, response, path === '/' ? '/index.html' : path);
  }

  return listen({ host: options.host, port: options.port, onRequest, ...(options.tls ? { tls: options.tls } : {}) });
}

function redirect(request: IncomingMessage, response: ServerResponse, location: string): void {
  const body = request.method === 'GET' ? `<a href="${location}">Temporary Redirect</a>.\n\n` : undefined;
  response.writeHead(307, { location, 'content-type': 'text/html; charset=utf-8' }).end(body);
}

function parseUrl(target: string): URL | undefined {
  const text = `http://host${target.startsWith('/') ? target : `/${target}`}`;
  return URL.canParse(text) ? new URL(text) : undefined;
}
