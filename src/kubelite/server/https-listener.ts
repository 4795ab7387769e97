/** The API over TLS, HTTP/2 or HTTP/1.1 as the client wishes (ALPN): the transport around `ApiServer.handle`. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { pipeline, Readable, type Writable } from 'node:stream';
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
import { tooLarge } from '../status/faults.ts';
import type { KeyedCertificate } from '../tls/certificate.ts';

const MOST_STREAMS = 1000;
/** What one connection of HTTP/2 may hold for all its streams. */
const SESSION_MEGABYTES = 512;
/** Whoever has not read this much gets more when it has. */
const BACKLOG = 256 * 1024;
/** A receiver that has not read this much, and nobody waits for, is cut off. */
const LONGEST_BACKLOG = 32 * 1024 * 1024;

/** For connections that stay with HTTP/1.1. */
const HTTP1 = { keepAliveTimeout: 90_000, requestTimeout: 0, noDelay: true };

type Incoming = IncomingMessage | Http2ServerRequest;
type Response = ServerResponse | Http2ServerResponse;

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
    (incoming, response) => void serve(options, incoming, response),
  );
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

async function serve({ handle, settled }: ListenerOptions, incoming: Incoming, response: Response): Promise<void> {
  try {
    const body = await readBody(incoming);
    const answer = handle(requestOf(incoming, body));
    if (incoming.method !== 'GET' && incoming.method !== 'HEAD') await settled();
    send(answer, response, incoming.method === 'HEAD');
  } catch (error) {
    if (!response.headersSent) send(faultAnswer(error), response, false);
    else streamOf(response).destroy();
  }
}

async function readBody(incoming: Incoming): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw tooLarge(`Request entity too large: limit is ${BODY_LIMIT}`);
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

function requestOf(incoming: Incoming, body: Uint8Array): ApiRequest {
  const certificate = clientOf(incoming.socket as TLSSocket);
  return {
    method: incoming.method ?? 'GET',
    url: incoming.url ?? '/',
    headers: headersOf(incoming.rawHeaders),
    body,
    ...(certificate && { certificate }),
  };
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

function send(answer: ApiAnswer, given: Response, headOnly: boolean): void {
  // Both kinds of response have what is used of the older one.
  const response = given as ServerResponse;
  for (const [name, value] of Object.entries(answer.headers)) {
    response.setHeader(name, typeof value === 'string' ? value : [...value]);
  }
  response.statusCode = answer.status;
  if (answer.kind === 'stream') {
    response.flushHeaders();
    const stop = answer.start(sinkOf(response));
    response.on('close', stop);
    return;
  }
  const { body } = answer;
  const isLong = typeof body !== 'string' && !(body instanceof Uint8Array);
  response.setHeader('content-length', isLong ? body.length : Buffer.byteLength(body));
  if (headOnly) response.end();
  else if (isLong) sendParts(body, response);
  else response.end(body);
}

/** Each part is made when the receiver has read those before. */
function sendParts(body: LongBody, response: ServerResponse): void {
  const stream = streamOf(response);
  // A receiver that goes away ends it: nothing is left to be told.
  pipeline(Readable.from(body.parts(), { objectMode: false }), stream, () => undefined);
}

/** Of HTTP/2 it is the stream that knows what waits to be read. */
function streamOf(response: Response): Writable {
  return 'stream' in response ? response.stream : response;
}

function sinkOf(response: Response): StreamSink {
  const stream = streamOf(response);
  return {
    write: (chunk) => {
      if (stream.destroyed || stream.writableEnded) return false;
      stream.write(chunk);
      if (stream.writableLength < LONGEST_BACKLOG) return true;
      stream.destroy();
      return false;
    },
    end: () => response.end(),
    flow: {
      isFull: () => stream.writableLength > BACKLOG,
      onceRead: (then) => stream.once('drain', then),
      cut: () => stream.destroy(),
    },
  };
}
