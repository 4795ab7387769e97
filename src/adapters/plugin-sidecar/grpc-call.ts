/**
 * One call of a gRPC service at a Unix socket: any number of messages there, one back (gRPC over HTTP/2). A connection is made
 * for each call; nothing is repeated.
 */
import { once } from 'node:events';
import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from 'node:http2';
import { connect as connectSocket } from 'node:net';
import { messageOf } from '../../base/errors.ts';
import { AnswerReader, frame } from './grpc-frames.ts';
import { decodeMessageText, grpcFault, statusName } from './grpc-status.ts';

export interface GrpcCall {
  /** Path of the socket. */
  readonly socket: string;
  readonly service: string;
  readonly method: string;
  readonly messages: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** Bytes of the answer. */
  readonly limit: number;
  /** Milliseconds for all of it. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
}

const WINDOW = 1024 * 1024;

/** The answer. Throws `plugin.*` in the words of gRPC's Go client, and the signal's reason. */
export async function callGrpc(call: GrpcCall): Promise<Uint8Array> {
  call.signal?.throwIfAborted();
  const socket = connectSocket(call.socket);
  const session = connect('http://localhost', {
    createConnection: () => socket,
    settings: { enablePush: false, initialWindowSize: WINDOW },
  });
  const ended = Promise.withResolvers<never>();
  ended.promise.catch(() => undefined);
  const deadline = setTimeout(
    () => ended.reject(grpcFault('DeadlineExceeded', 'context deadline exceeded')),
    call.timeout,
  );
  const aborted = (): void => ended.reject(call.signal?.reason);
  call.signal?.addEventListener('abort', aborted, { once: true });
  session.on('error', (error) => ended.reject(connectionFault(error, call.socket)));
  session.on('close', () => ended.reject(grpcFault('Unavailable', 'error reading from server: EOF')));
  try {
    return await Promise.race([exchange(session, call), ended.promise]);
  } finally {
    clearTimeout(deadline);
    call.signal?.removeEventListener('abort', aborted);
    session.destroy();
    // A session that never came about leaves its connection open.
    socket.destroy();
  }
}

async function exchange(session: ClientHttp2Session, call: GrpcCall): Promise<Uint8Array> {
  const stream = session.request({
    ':method': 'POST',
    ':path': `/${call.service}/${call.method}`,
    'content-type': 'application/grpc',
    te: 'trailers',
    'user-agent': 'tiphys',
    'grpc-timeout': `${Math.max(1, Math.round(call.timeout))}m`,
  });
  const answer = answerOf(stream, call.limit);
  answer.catch(() => undefined);
  const sent = send(stream, call.messages);
  // Whoever answers before everything was sent has said why; a fault of the files is the reason for the broken stream.
  const first = await Promise.race([answer, sent.then(() => undefined)]);
  return first ?? (await answer);
}

async function send(stream: ClientHttp2Stream, messages: GrpcCall['messages']): Promise<void> {
  try {
    for await (const message of messages) {
      if (stream.destroyed || stream.writableEnded) return;
      if (!stream.write(frame(message))) await Promise.race([once(stream, 'drain'), once(stream, 'close')]);
    }
    stream.end();
  } catch (error) {
    stream.close(constants.NGHTTP2_CANCEL);
    throw error;
  }
}

function answerOf(stream: ClientHttp2Stream, limit: number): Promise<Uint8Array> {
  const reader = new AnswerReader(limit);
  let status: string | undefined;
  let text = '';
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const noted = (headers: Readonly<Record<string, unknown>>): void => {
    if (headers['grpc-status'] === undefined) return;
    status = String(headers['grpc-status']);
    text = decodeMessageText(String(headers['grpc-message'] ?? ''));
  };
  stream.on('response', (headers) => {
    noted(headers);
    const code = headers[':status'];
    if (status === undefined && code !== 200) {
      reject(grpcFault('Unknown', `unexpected HTTP status code received from server: ${code}`));
    }
  });
  stream.on('trailers', noted);
  stream.on('data', (piece: Buffer) => {
    try {
      reader.add(piece);
    } catch (error) {
      reject(error);
      stream.close(constants.NGHTTP2_CANCEL);
    }
  });
  stream.on('error', (error) => reject(grpcFault('Unavailable', `error reading from server: ${error.message}`, error)));
  stream.on('close', () => {
    try {
      resolve(answered(reader, status, text));
    } catch (error) {
      reject(error);
    }
  });
  return promise;
}

function answered(reader: AnswerReader, status: string | undefined, text: string): Uint8Array {
  if (status === undefined) throw grpcFault('Internal', 'server closed the stream without sending trailers');
  if (status !== '0') throw grpcFault(statusName(status), text);
  const message = reader.finish();
  if (message === undefined) throw grpcFault('Internal', 'cardinality violation: received no response message');
  return message;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  ECONNREFUSED: 'connection refused',
  EACCES: 'permission denied',
};

function connectionFault(error: Error, socket: string): Error {
  const code = String((error as { readonly code?: unknown }).code ?? '');
  const reason = REASONS[code];
  if (reason !== undefined) {
    const text = `connection error: desc = "transport: Error while dialing: dial unix ${socket}: connect: ${reason}"`;
    return grpcFault('Unavailable', text, error);
  }
  return grpcFault('Unavailable', `error reading from server: ${messageOf(error)}`, error);
}
