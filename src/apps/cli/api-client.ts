/** Calls of the API from the command line over HTTP(S). */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { AppError } from '../../base/errors.ts';
import { parseJson } from '../../base/json/parse.ts';
import { type Json, memberAt, textAt } from '../../base/json-value.ts';
import type { Connection } from './connection.ts';

export interface ApiRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  readonly body?: unknown;
  /** Of a client stream: one after the other. */
  readonly messages?: readonly unknown[];
}

export interface ApiClient {
  /** The reply as JSON. Throws `cli.rpc` with the server's message, or `cli.unreachable`. */
  call<T>(request: ApiRequest, signal?: AbortSignal): Promise<T>;
  /** Messages of a stream until it ends or the signal comes. */
  stream<T>(request: ApiRequest, signal: AbortSignal): AsyncIterable<T>;
}

/** gRPC's names of the codes, as `argocd` prints them. */
const CODE_NAMES: Readonly<Record<number, string>> = {
  1: 'Canceled',
  2: 'Unknown',
  3: 'InvalidArgument',
  4: 'DeadlineExceeded',
  5: 'NotFound',
  6: 'AlreadyExists',
  7: 'PermissionDenied',
  8: 'ResourceExhausted',
  9: 'FailedPrecondition',
  10: 'Aborted',
  11: 'OutOfRange',
  12: 'Unimplemented',
  13: 'Internal',
  14: 'Unavailable',
  16: 'Unauthenticated',
};

/** Whether the server refused with this code of gRPC, e.g. `NotFound`. */
export function refusedWith({ code, cause }: AppError, name: string): boolean {
  return code === 'cli.rpc' && cause instanceof Refusal && cause.name === name;
}

class Refusal extends Error {
  constructor(name: string) {
    super(name);
    this.name = name;
  }
}

export function createApiClient(connection: Connection): ApiClient {
  return {
    async call<T>(request: ApiRequest, signal?: AbortSignal): Promise<T> {
      const response = await send(connection, request, signal);
      const text = await textOf(response);
      if ((response.statusCode ?? 0) >= 400) throw refusal(text, response.statusCode ?? 0);
      return parseJson(text) as T;
    },

    async *stream<T>(request: ApiRequest, signal: AbortSignal): AsyncIterable<T> {
      const response = await send(connection, request, signal);
      if ((response.statusCode ?? 0) >= 400) throw refusal(await textOf(response), response.statusCode ?? 0);
      try {
        for await (const line of linesOf(response)) {
          const frame = parseJson(line);
          if (memberAt(frame, 'error')) throw refusal(line, response.statusCode ?? 0);
          yield memberAt(frame, 'result') as T;
        }
      } finally {
        response.destroy();
      }
    },
  };
}

function send(connection: Connection, request: ApiRequest, signal?: AbortSignal): Promise<IncomingMessage> {
  const { server, plaintext, insecure, token, authority } = connection;
  const url = new URL(`${plaintext ? 'http' : 'https'}://${server}${request.path}`);
  for (const [key, value] of Object.entries(request.query ?? {}))
    for (const one of Array.isArray(value) ? value : value === undefined ? [] : [value])
      url.searchParams.append(key, String(one));
  const method = request.method ?? 'GET';
  const headers: Record<string, string> = { 'user-agent': 'argocd-client/v3.6.0', accept: 'application/json' };
  if (token) headers['authorization'] = `Bearer ${token}`;
  if (method !== 'GET') headers['content-type'] = 'application/json';
  const options = {
    method,
    headers,
    ...(signal ? { signal } : {}),
    ...(plaintext ? {} : { rejectUnauthorized: !insecure, ...(authority ? { ca: authority } : {}) }),
  };
  return new Promise((resolve, reject) => {
    const outgoing = (plaintext ? httpRequest : httpsRequest)(url, options, resolve);
    outgoing.on('error', (error: NodeJS.ErrnoException) =>
      reject(signal?.aborted ? signal.reason : unreachable(connection, error)),
    );
    outgoing.end(bodyOf(request));
  });
}

function bodyOf({ body, messages }: ApiRequest): string | undefined {
  if (messages !== undefined) return messages.map((message) => `${JSON.stringify(message)}\n`).join('');
  return body === undefined ? undefined : JSON.stringify(body);
}

async function* linesOf(response: IncomingMessage): AsyncIterable<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of response as AsyncIterable<Buffer>) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines.filter((line) => line !== '');
  }
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function refusal(text: string, status: number): AppError {
  let body: Json;
  try {
    body = parseJson(text);
  } catch {
    body = { message: text.trim() };
  }
  const error = memberAt(body, 'error');
  const place = typeof error === 'object' ? error : body;
  const code = memberAt(place, 'grpc_code') ?? memberAt(place, 'code');
  const name = typeof code === 'number' ? (CODE_NAMES[code] ?? 'Unknown') : 'Unknown';
  const message = `rpc error: code = ${name} desc = ${textAt(place, 'message') ?? `status ${status}`}`;
  return new AppError({
    code: 'cli.rpc',
    kind: status >= 500 ? 'transient' : 'user',
    message,
    cause: new Refusal(name),
  });
}

function unreachable({ server }: Connection, error: NodeJS.ErrnoException): AppError {
  const certificate = error.code !== undefined && /CERT|SELF_SIGNED|VERIFY|TLS|SSL/.test(error.code);
  const hint = certificate
    ? 'Check the certificate, or use --insecure.'
    : 'Is the server running, and is the address right?';
  const message = `cannot reach ${server}: ${error.code ?? error.message}`;
  return new AppError({
    code: certificate ? 'cli.certificate' : 'cli.unreachable',
    kind: 'transient',
    message,
    hint,
    cause: error,
  });
}
