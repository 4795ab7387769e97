/**
 * One port for everything: a connection whose first byte opens a TLS handshake is served with TLS, any other as plain
 * HTTP (design §6: browsers get plain HTTP on loopback, clients TLS).
 */
import { createServer as createHttpServer, type Server as HttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer as createNetServer, type Socket } from 'node:net';
import { AppError } from '../../base/errors.ts';

const TLS_HANDSHAKE = 0x16;

export interface ListenOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** PEM. Without it TLS connections are closed. */
  readonly tls?: { readonly certificate: string; readonly key: string };
  readonly onRequest: RequestListener;
  /** How long a client may take to send its first byte, its handshake and its headers. Default: 20 s. */
  readonly patienceMilliseconds?: number;
}

const PATIENCE_MILLISECONDS = 20_000;

export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/** Throws `transport.port-in-use` or `transport.cannot-listen` (both user). */
export async function listen(options: ListenOptions): Promise<Listening> {
  const { tls, patienceMilliseconds: patience = PATIENCE_MILLISECONDS } = options;
  const limits = { headersTimeout: patience, connectionsCheckingInterval: Math.ceil(patience / 4) };
  const plain = createHttpServer(limits, options.onRequest);
  const keys = tls && { cert: tls.certificate, key: tls.key, ALPNProtocols: ['http/1.1'], handshakeTimeout: patience };
  const secure = keys && createHttpsServer({ ...limits, ...keys }, options.onRequest);
  // They listen nowhere themselves, and would not begin to count the time of slow clients.
  for (const server of [plain, secure]) server?.emit('listening');
  const sockets = new Set<Socket>();
  const front = createNetServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    const silent = setTimeout(() => socket.destroy(), patience).unref();
    socket.once('data', (first) => {
      clearTimeout(silent);
      hand(socket, first, first[0] === TLS_HANDSHAKE ? secure : plain);
    });
  });
  await new Promise<void>((resolve, reject) => {
    front.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, options)));
    front.listen(options.port, options.host, resolve);
  });
  return {
    port: (front.address() as AddressInfo).port,
    close: async () => {
      const closed = new Promise<void>((resolve) => front.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      for (const server of [plain, secure]) server?.close();
      await closed;
    },
  };
}

function hand(socket: Socket, first: Buffer, server: Pick<HttpServer, 'emit'> | undefined): void {
  if (!server) {
    socket.destroy();
    return;
  }
  socket.pause();
  socket.unshift(first);
  server.emit('connection', socket);
  process.nextTick(() => socket.resume());
}

function cannotListen(error: NodeJS.ErrnoException, { host, port }: ListenOptions): AppError {
  if (error.code === 'EADDRINUSE') {
    return new AppError({
      code: 'transport.port-in-use',
      kind: 'user',
      message: `port ${port} on ${host} is in use`,
      hint: 'Choose another with --port, or --port 0 for any free one.',
      cause: error,
    });
  }
  const message = `cannot listen on ${host}:${port}: ${error.code ?? error.message}`;
  return new AppError({ code: 'transport.cannot-listen', kind: 'user', message, cause: error });
}
