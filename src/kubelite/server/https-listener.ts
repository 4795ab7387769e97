/** The API over HTTPS on HTTP/1.1: the transport around `ApiServer.handle`. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import { AppError } from '../../base/errors.ts';
import { type ApiAnswer, type ApiRequest, BODY_LIMIT, type StreamSink } from '../requests/api-request.ts';
import { faultAnswer } from '../status/fault-answer.ts';
import { tooLarge } from '../status/faults.ts';
import type { KeyedCertificate } from '../tls/certificate.ts';

/** A watcher that has not read this much is cut off; it resumes where it stopped. */
const BACKLOG_LIMIT = 32 * 1024 * 1024;

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
  const server = createServer(
    {
      cert: options.certificate.certificatePem,
      key: options.certificate.keyPem,
      ca: options.clientCa,
      requestCert: true,
      rejectUnauthorized: false,
      keepAliveTimeout: 90_000,
      noDelay: true,
    },
    (incoming, response) => void serve(options, incoming, response),
  );
  server.requestTimeout = 0;
  await listening(server, options);
  const { port } = server.address() as AddressInfo;
  return { port, close: () => closed(server) };
}

async function listening(server: Server, { host, port }: ListenerOptions): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      const message = `cannot listen on ${host}:${port}: ${cause.message}`;
      reject(new AppError({ code: 'kubelite.cannot-listen', kind: 'user', message, cause }));
    });
    server.listen(port, host, resolve);
  });
}

async function closed(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function serve(
  { handle, settled }: ListenerOptions,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const body = await readBody(incoming);
    const answer = handle(requestOf(incoming, body));
    if (incoming.method !== 'GET' && incoming.method !== 'HEAD') await settled();
    send(answer, response, incoming.method === 'HEAD');
  } catch (error) {
    if (!response.headersSent) send(faultAnswer(error), response, false);
    else response.destroy();
  }
}

async function readBody(incoming: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw tooLarge(`Request entity too large: limit is ${BODY_LIMIT}`);
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

function requestOf(incoming: IncomingMessage, body: Uint8Array): ApiRequest {
  const certificate = clientOf(incoming.socket as TLSSocket);
  return {
    method: incoming.method ?? 'GET',
    url: incoming.url ?? '/',
    headers: incoming.headersDistinct,
    body,
    ...(certificate && { certificate }),
  };
}

function clientOf(socket: TLSSocket): ApiRequest['certificate'] {
  if (!socket.authorized) return undefined;
  const subject: Partial<PeerCertificate['subject']> = socket.getPeerCertificate().subject ?? {};
  const name = [subject.CN].flat()[0];
  const groups = [subject.O].flat().filter((group) => group !== undefined);
  return name === undefined ? undefined : { name, groups };
}

function send(answer: ApiAnswer, response: ServerResponse, headOnly: boolean): void {
  for (const [name, value] of Object.entries(answer.headers)) {
    response.setHeader(name, typeof value === 'string' ? value : [...value]);
  }
  response.statusCode = answer.status;
  if (answer.kind === 'full') {
    response.setHeader('content-length', Buffer.byteLength(answer.body));
    response.end(headOnly ? undefined : answer.body);
    return;
  }
  response.flushHeaders();
  const stop = answer.start(sinkOf(response));
  response.on('close', stop);
}

function sinkOf(response: ServerResponse): StreamSink {
  return {
    write: (chunk) => {
      if (response.destroyed) return false;
      response.write(chunk);
      if (response.writableLength < BACKLOG_LIMIT) return true;
      response.destroy();
      return false;
    },
    end: () => response.end(),
  };
}
