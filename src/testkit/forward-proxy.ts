/**
 * A proxy on loopback as companies have them: tunnels for https and ssh (CONNECT, RFC 9110 §9.3.6), requests handed on for http
 * (RFC 9112 §3.2.2), to who shows the right user. Remembers whom it was asked for.
 */
import { createServer, type IncomingMessage, request as openRequest, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

export interface ForwardProxy extends AsyncDisposable {
  /** With the user in it. */
  readonly url: string;
  /** The same with another password. */
  readonly wrongUrl: string;
  /** `CONNECT host:port` and `GET host:port`, in order. */
  readonly asked: readonly string[];
}

const USER = 'me:secret';

export async function forwardProxy(): Promise<ForwardProxy> {
  const asked: string[] = [];
  const open = new Set<Socket>();
  const server = createServer((request, response) => handOn(request, response, asked));
  server.on('connection', (socket: Socket) => open.add(socket));
  server.on('connect', (request, socket: Socket) => tunnel(request, socket, asked));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    asked,
    url: `http://${USER}@${address}`,
    wrongUrl: `http://me:wrong@${address}`,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function isKnown({ headers }: IncomingMessage): boolean {
  return headers['proxy-authorization'] === `Basic ${btoa(USER)}`;
}

function handOn(request: IncomingMessage, response: ServerResponse, asked: string[]): void {
  if (!isKnown(request)) return void response.writeHead(407, { 'proxy-authenticate': 'Basic' }).end();
  const target = URL.parse(request.url ?? '');
  if (target === null) return void response.writeHead(400).end();
  asked.push(`${request.method} ${target.host}`);
  const { 'proxy-authorization': _own, 'proxy-connection': _hop, ...headers } = request.headers;
  const onward = openRequest(target, { method: request.method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  request.pipe(onward);
}

function tunnel(request: IncomingMessage, near: Socket, asked: string[]): void {
  near.on('error', () => near.destroy());
  if (!isKnown(request)) return void near.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
  asked.push(`CONNECT ${request.url}`);
  const { hostname, port } = new URL(`http://${request.url}`);
  const far = connect(Number(port), hostname, () => {
    near.write('HTTP/1.1 200 OK\r\n\r\n');
    far.pipe(near).pipe(far);
  });
  far.on('error', () => near.destroy());
  near.on('close', () => far.destroy());
}
