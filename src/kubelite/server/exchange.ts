/** One request and where its answer goes, the same for both versions of HTTP. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { constants, type ServerHttp2Stream } from 'node:http2';
import type { Readable, Writable } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { FullAnswer } from '../requests/api-request.ts';

export interface Exchange {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** Names and values in turn. */
  readonly rawHeaders: readonly string[];
  readonly socket: TLSSocket;
  /** Absent where the request has no body. */
  readonly body?: Readable;
  /** Takes the body of the answer; what waits to be read is counted here. */
  readonly out: Writable;
  /** Sends the head of the answer. False where nobody is there any more. */
  respond(status: number, headers: FullAnswer['headers']): boolean;
  /** True when the head was sent. */
  hasBegun(): boolean;
}

/** That of a stream of HTTP/2; `flags` tell whether a body follows. */
export function streamExchange(
  stream: ServerHttp2Stream,
  { flags, rawHeaders }: { readonly flags: number; readonly rawHeaders: readonly string[] },
): Exchange {
  // A stream that breaks is the client's matter.
  stream.on('error', () => undefined);
  const pseudo = (name: string): string => rawHeaders[rawHeaders.indexOf(name) + 1] ?? '';
  const endsHere = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
  return {
    method: pseudo(':method'),
    url: pseudo(':path'),
    rawHeaders,
    socket: stream.session?.socket as TLSSocket,
    ...(!endsHere && { body: stream }),
    out: stream,
    respond: (status, headers) => {
      if (stream.destroyed || stream.closed) return false;
      stream.respond({ ':status': status, ...(headers as Record<string, string | string[]>) });
      return true;
    },
    hasBegun: () => stream.headersSent,
  };
}

/** That of a request of HTTP/1.1. */
export function messageExchange(incoming: IncomingMessage, response: ServerResponse): Exchange {
  return {
    method: incoming.method ?? 'GET',
    url: incoming.url ?? '/',
    rawHeaders: incoming.rawHeaders,
    socket: incoming.socket as TLSSocket,
    body: incoming,
    out: response,
    respond: (status, headers) => {
      response.writeHead(status, headers as Record<string, string | string[]>);
      // A stream may have nothing to say for long.
      if (!Object.hasOwn(headers, 'content-length')) response.flushHeaders();
      return true;
    },
    hasBegun: () => response.headersSent,
  };
}
