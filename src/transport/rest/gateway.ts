/**
 * REST: finds the method of a path, reads the request, dispatches, and writes the reply as Go's gateway does (surface §1.1,
 * §1.2). Knows HTTP and nothing of what the methods do.
 */
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import { application, applicationList } from '../../api/application/fields.ts';
import { type Method, methodKey } from '../../api/methods/method.ts';
import { METHODS } from '../../api/methods/table.ts';
import { decode } from '../../api/schema/decode.ts';
import { encodeJson } from '../../api/schema/encode.ts';
import { AppError } from '../../base/errors.ts';
import { parseJson } from '../../base/json/parse.ts';
import type { Json, JsonObject } from '../../base/json-value.ts';
import type { Accounts, Identity } from '../../services/accounts/index.ts';
import { clearedCookies, sessionCookies, tokenOfRequest } from '../auth/session-cookie.ts';
import type { Call, Dispatch } from '../dispatch.ts';
import { wireErrorOf } from '../error-status.ts';
import { writePlainError } from '../http/plain-error.ts';
import { readBody } from '../http/read-body.ts';
import { unauthenticated } from '../refusals.ts';
import { matchPath, parsePathTemplate, specificity } from './path-template.ts';
import { readMessages } from './read-messages.ts';
import { readRequest } from './read-request.ts';
import { writeStream } from './stream.ts';
import { wireValue } from './wire-value.ts';
import { writeList } from './write-list.ts';

const ROUTES = METHODS.flatMap((method) =>
  method.paths.map((path) => ({ method, template: parsePathTemplate(path) })),
).sort((a, b) => (specificity(a.template) < specificity(b.template) ? -1 : 1));

/** The second one is the gateway's own; scripts have been seen to look for it. */
const SUCCESS_HEADERS = {
  'content-type': 'application/json',
  'grpc-metadata-content-type': 'application/grpc',
  'cache-control': 'no-store',
};

export interface GatewayDependencies {
  readonly dispatch: Dispatch;
  readonly accounts: Accounts;
  /** Told of faults that are defects of ours. */
  readonly onDefect: (error: unknown, method: string) => void;
}

export type Gateway = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;

export function createGateway(deps: GatewayDependencies): Gateway {
  return async (request, response, url) => {
    const route = findRoute(request.method ?? '', url.pathname);
    if (route.kind !== 'found') return refuseRoute(response, route.kind);
    const aborted = new AbortController();
    response.on('close', () => aborted.abort());
    try {
      const call = await readCall(request, { url, route, signal: aborted.signal }, deps);
      const reply = await deps.dispatch(call);
      if (reply.kind === 'stream') {
        const fields = url.searchParams.get('fields') ?? '';
        await writeStream({ request, response, method: route.method, messages: reply.messages, fields });
        return;
      }
      writeValue(request, response, { method: route.method, value: reply.value, url });
    } catch (error) {
      if (!(error instanceof AppError)) deps.onDefect(error, methodKey(route.method));
      if (!aborted.signal.aborted) writeError(response, error, route.method.stream === true);
    }
  };
}

type Route =
  | { readonly kind: 'found'; readonly method: Method; readonly fields: ReadonlyMap<string, string> }
  | { readonly kind: 'unknown-path' }
  | { readonly kind: 'wrong-verb' };

function findRoute(verb: string, path: string): Route {
  let known = false;
  for (const { method, template } of ROUTES) {
    const fields = matchPath(template, path);
    if (!fields) continue;
    if (method.verb === verb) return { kind: 'found', method, fields };
    known = true;
  }
  return { kind: known ? 'wrong-verb' : 'unknown-path' };
}

interface Incoming {
  readonly url: URL;
  readonly route: Extract<Route, { kind: 'found' }>;
  readonly signal: AbortSignal;
}

async function readCall(
  request: IncomingMessage,
  { url, route, signal }: Incoming,
  deps: GatewayDependencies,
): Promise<Call> {
  const { method, fields } = route;
  const identify = identification(request, deps);
  if (method.clientStream) {
    // Nothing is read from strangers.
    if (identify() === undefined) throw unauthenticated();
    return { method, request: {}, messages: decodedMessages(method, request), identify, signal };
  }
  const body = method.body === undefined ? undefined : readJson(await readBody(request));
  return { method, request: readRequest(method, { fields, query: url.searchParams, body }), identify, signal };
}

function identification(request: IncomingMessage, { accounts }: GatewayDependencies): () => Identity | undefined {
  const token = tokenOfRequest(request.headers);
  return () => (token === '' ? accounts.anonymous() : accounts.identify(token));
}

async function* decodedMessages(method: Method, request: IncomingMessage): AsyncIterable<JsonObject> {
  for await (const message of readMessages(request)) yield decode(method.request, message) as JsonObject;
}

function readJson(text: string): Json | undefined {
  return text.trim() === '' ? undefined : parseJson(text);
}

function writeValue(
  request: IncomingMessage,
  response: ServerResponse,
  reply: { readonly method: Method; readonly value: unknown; readonly url: URL },
): void {
  const { method, value, url } = reply;
  const headers: Record<string, string | string[]> = { ...SUCCESS_HEADERS };
  const token = tokenOfReply(method, value);
  const secure = 'encrypted' in request.socket;
  if (token) headers['set-cookie'] = sessionCookies(token, { secure, path: '/' });
  const message = wireValue(method.reply, value as Json);
  const isList = method.reply === applicationList;
  const text = isList
    ? writeList(application, message, url.searchParams.get('fields') ?? '')
    : encodeJson(method.reply, message);
  response.writeHead(200, headers).end(text);
}

function tokenOfReply(method: Method, value: unknown): string | undefined {
  if (methodKey(method) !== 'session.SessionService/Create') return undefined;
  return (value as { readonly token: string }).token;
}

function writeError(response: ServerResponse, error: unknown, streaming: boolean): void {
  const { code, httpStatus, message } = wireErrorOf(error);
  const body = streaming
    ? { error: { grpc_code: code, http_code: httpStatus, message, http_status: STATUS_CODES[httpStatus] ?? '' } }
    : { error: message, code, message };
  if (response.headersSent) response.end(`${JSON.stringify(body)}\n`);
  else response.writeHead(httpStatus, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function refuseRoute(response: ServerResponse, kind: 'unknown-path' | 'wrong-verb'): void {
  if (kind === 'wrong-verb') writePlainError(response, 405, 'Method Not Allowed');
  else writePlainError(response, 404, 'Not Found');
}

/** `/auth/logout`: revokes the session, clears the cookie, leads to the page (surface §1.5). */
export function logout(request: IncomingMessage, response: ServerResponse, accounts: Accounts): void {
  const token = tokenOfRequest(request.headers);
  if (token === '') {
    const text = 'Failed to retrieve ArgoCD auth token: failed to retrieve cookie argocd.token';
    writePlainError(response, 400, text);
    return;
  }
  accounts.revoke(token);
  response.writeHead(303, { location: '/', 'set-cookie': clearedCookies(request.headers, '/') }).end();
}
