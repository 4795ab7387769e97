/** The API over TLS, HTTP/2 or HTTP/1.1 as the client wishes (ALPN): the transport around `ApiServer.handle`. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createSecureServer, type Http2SecureServer, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import { AppError } from '../../base/errors.ts';
import {
  type ApiAnswer,
  type ApiRequest,
  BODY_LIMIT,
  type LongBody,
  type StreamSink,
} from '../requests/api-request.ts';
import { faultAnswer } from '../status/fault-answer.ts';
import { badRequest, tooLarge } from '../status/faults.ts';
import type { KeyedCertificate } from '../tls/certificate.ts';
import { type Exchange, messageExchange, streamExchange } from './exchange.ts';

const MOST_STREAMS = 1000;
/** What one connection of HTTP/2 may hold for all its streams. */
const SESSION_MEGABYTES = 512;
/** Whoever has not read this much gets more when it has. */
const BACKLOG = 256 * 1024;
/** A receiver that has not read this much, and nobody waits for, is cut off. */
const LONGEST_BACKLOG = 32 * 1024 * 1024;

const SCRATCH = 2 * 1024 * 1024;

/** For connections that stay with HTTP/1.1. */
const HTTP1 = { keepAliveTimeout: 90_000, requestTimeout: 0, noDelay: true };

export interface ListenerOptions {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly certificate: KeyedCertificate;
  /** Client certificates signed by this CA say who the client is. */
  readonly clientCa: string;
  readonly handle: (request: ApiRequest) => ApiAnswer;
  /** Resolves when what was written so far is kept: writes are answered after it. */
  readonly settled: () => Promise<void>;
}

export interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

/** Starts to listen. Throws `kubelite.cannot-listen` where the port is taken or not allowed. */
export async function listenHttps(options: ListenerOptions): Promise<Listener> {
  const server = createSecureServer(
    {
      allowHTTP1: true,
      // Each watch is a stream; informers of a large program need hundreds on one connection.
      settings: { maxConcurrentStreams: MOST_STREAMS },
      maxSessionMemory: SESSION_MEGABYTES,
      cert: options.certificate.certificatePem,
      key: options.certificate.keyPem,
      ca: options.clientCa,
      requestCert: true,
      rejectUnauthorized: false,
      ...HTTP1,
    },
    (incoming, response) => {
      // What both versions share is the older one.
      const message = messageExchange(incoming as unknown as IncomingMessage, response as unknown as ServerResponse);
      void serve(options, message);
    },
  );
  // Streams need not be dressed as requests of the older version.
  server.removeAllListeners('stream');
  server.on('stream', (stream: ServerHttp2Stream, _: unknown, flags: number, rawHeaders: readonly string[]) => {
    void serve(options, streamExchange(stream, { flags, rawHeaders }));
  });
  const sockets = new Set<Socket>();
  server.on('secureConnection', (socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('close', () => sockets.delete(socket));
  });
  // A connection that breaks is the client's matter: its streams end with it.
  server.on('sessionError', () => undefined);
  await listening(server, options);
  const { port } = server.address() as AddressInfo;
  return { port, close: () => closed(server, sockets) };
}

async function listening(server: Http2SecureServer, { host, port }: ListenerOptions): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      const message = `cannot listen on ${host}:${port}: ${cause.message}`;
      reject(new AppError({ code: 'kubelite.cannot-listen', kind: 'user', message, cause }));
    });
    server.listen(port, host, resolve);
  });
}

async function closed(server: Http2SecureServer, sockets: ReadonlySet<Socket>): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    for (const socket of sockets) socket.destroy();
  });
}

async function serve({ handle, settled }: ListenerOptions, exchange: Exchange): Promise<void> {
  const { method, body } = exchange;
  try {
    const request = requestOf(exchange, body === undefined ? NO_BODY : await readBody(body));
    const answer = handle(request);
    if (method !== 'GET' && method !== 'HEAD') await settled();
    send(answer, exchange);
  } catch (error) {
    if (exchange.hasBegun()) exchange.out.destroy();
    else send(faultAnswer(error), exchange);
  }
}

const NO_BODY = new Uint8Array();

/** Rejects for bodies that are too large, and where the sender goes away. */
function readBody(body: Readable): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    body.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= BODY_LIMIT) chunks.push(chunk);
      else reject(tooLarge(`Request entity too large: limit is ${BODY_LIMIT}`));
    });
    body.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    body.on('error', reject);
    // After its end it changes nothing.
    body.on('close', () => reject(badRequest('the request has no end')));
  });
}

function requestOf({ socket, method, url, rawHeaders }: Exchange, body: Uint8Array): ApiRequest {
  const certificate = clientOf(socket);
  return { method, url, headers: headersOf(rawHeaders), body, ...(certificate && { certificate }) };
}

/** Every value of a repeated header, by names in lower case; without the pseudo-headers of HTTP/2. */
function headersOf(raw: readonly string[]): ApiRequest['headers'] {
  const headers: Record<string, string[]> = {};
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = (raw[at] ?? '').toLowerCase();
    if (name.startsWith(':')) continue;
    const known = Object.hasOwn(headers, name) ? headers[name] : undefined;
    if (known) known.push(raw[at + 1] ?? '');
    else headers[name] = [raw[at + 1] ?? ''];
  }
  return headers;
}

function clientOf(socket: TLSSocket): ApiRequest['certificate'] {
  if (!socket.authorized) return undefined;
  const subject: Partial<PeerCertificate['subject']> = socket.getPeerCertificate().subject ?? {};
  const name = [subject.CN].flat()[0];
  const groups = [subject.O].flat().filter((group) => group !== undefined);
  return name === undefined ? undefined : { name, groups };
}

function send(answer: ApiAnswer, exchange: Exchange): void {
  const { out, method } = exchange;
  if (answer.kind === 'stream') {
    if (exchange.respond(answer.status, answer.headers)) out.on('close', answer.start(sinkOf(out)));
    return;
  }
  const { body, status, headers } = answer;
  const isLong = typeof body !== 'string' && !(body instanceof Uint8Array);
  const length = isLong ? body.length : Buffer.byteLength(body);
  if (!exchange.respond(status, { ...headers, 'content-length': String(length) })) return;
  if (method === 'HEAD') out.end();
  else if (isLong) void sendParts(body, out);
  else out.end(body);
}

/** Each part is made when the one before was sent, all in the same memory. A receiver that goes away ends it. */
async function sendParts(body: LongBody, out: Writable): Promise<void> {
  for (const part of body.parts(Buffer.allocUnsafeSlow(SCRATCH))) {
    if (out.destroyed) return;
    await new Promise<void>((resolve) => {
      out.write(part, () => resolve());
    });
  }
  out.end();
}

function sinkOf(out: Writable): StreamSink {
  return {
    write: (chunk) => {
      if (out.destroyed || out.writableEnded) return false;
      out.write(chunk);
      if (out.writableLength < LONGEST_BACKLOG) return true;
      out.destroy();
      return false;
    },
    end: () => out.end(),
    flow: {
      isFull: () => out.writableLength > BACKLOG,
      onceRead: (then) => out.once('drain', then),
      cut: () => out.destroy(),
    },
  };
}
