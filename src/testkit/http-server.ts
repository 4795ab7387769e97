/** A real HTTP(S) server on loopback for one test, which remembers what it was asked. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface ServedRequest {
  readonly method: string;
  /** Path with query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export type ServeHttp = (request: ServedRequest, response: ServerResponse) => void | Promise<void>;

export interface TestHttpServer extends AsyncDisposable {
  /** Without trailing slash. */
  readonly url: string;
  readonly port: number;
  readonly requests: readonly ServedRequest[];
}

/** With `tls` it speaks HTTPS. A handler that throws answers 500. */
export async function httpServer(serve: ServeHttp, tls?: ServerOptions): Promise<TestHttpServer> {
  const requests: ServedRequest[] = [];
  const listener = (message: IncomingMessage, response: ServerResponse): void => {
    answer(message, response).catch(() => response.writeHead(500).end());
  };
  async function answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
    const { method = 'GET', url = '/', headers } = message;
    const request = { method, url, headers, body: Buffer.concat(chunks) };
    requests.push(request);
    await serve(request, response);
  }
  const server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
