import { get } from 'node:https';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { connect as connectTls } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { makeServerCertificate } from '../../apps/wiring/server-certificate.ts';
import { until } from '../../testkit/until.ts';
import { type Listening, type ListenOptions, listen } from './listener.ts';

const { certificate, key, authority } = makeServerCertificate(Date.now(), ['127.0.0.1', 'localhost']);
const opened: Listening[] = [];

async function start(options: Partial<ListenOptions> = {}): Promise<number> {
  const listening = await listen({
    host: '127.0.0.1',
    port: 0,
    onRequest: (request, response) => response.end(`${'encrypted' in request.socket ? 'TLS' : 'plain'} ${request.url}`),
    ...options,
  });
  opened.push(listening);
  return listening.port;
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((listening) => listening.close()));
});

function overTls(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path: '/x', ca: authority, agent: false };
    get(options, (answer) => resolve(text(answer))).on('error', reject);
  });
}

/** Everything that is sent until the connection ends. */
function readAll(socket: Socket): { readonly text: () => string; readonly ended: () => boolean } {
  let seen = '';
  let ended = false;
  socket.on('data', (chunk) => {
    seen += chunk.toString();
  });
  socket.on('close', () => {
    ended = true;
  });
  socket.on('error', () => undefined);
  return { text: () => seen, ended: () => ended };
}

test('plain HTTP and TLS on one port', async () => {
  const port = await start({ tls: { certificate, key } });
  expect(await (await fetch(`http://127.0.0.1:${port}/x`)).text()).toBe('plain /x');
  expect(await overTls(port)).toBe('TLS /x');
});

test('without a certificate a TLS client is hung up on', async () => {
  await expect(overTls(await start())).rejects.toThrow();
});

test('a request that comes byte by byte, and a second one on the same connection', async () => {
  const socket = connect(await start(), '127.0.0.1');
  const { text: seen } = readAll(socket);
  for (const byte of 'GET /slow HTTP/1.1\r\nHost: h\r\n\r\n') {
    socket.write(byte);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await until(() => seen().includes('plain /slow'));
  socket.write('GET /next HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n');
  await until(() => seen().includes('plain /next'));
});

test.each([
  ['says nothing', ''],
  ['begins a request and stops', 'GET / HTTP/1.1\r\nHost: h\r\nX-A'],
  ['begins a handshake and stops', '\x16\x03\x01'],
])('a client that %s is hung up on', async (_reason, bytes) => {
  const port = await start({ tls: { certificate, key }, patienceMilliseconds: 60 });
  const socket = connect(port, '127.0.0.1');
  const { ended } = readAll(socket);
  if (bytes !== '') socket.write(bytes, 'latin1');
  await until(ended);
});

test('a client that stops within its headers under TLS is hung up on', async () => {
  const port = await start({ tls: { certificate, key }, patienceMilliseconds: 200 });
  const socket = connectTls({ host: '127.0.0.1', port, ca: authority, servername: 'localhost' });
  const { ended } = readAll(socket);
  socket.write('GET / HTTP/1.1\r\nHo');
  await until(ended);
});

test('what is no HTTP is refused and harms nobody', async () => {
  const port = await start();
  const socket = connect(port, '127.0.0.1');
  const { text: seen, ended } = readAll(socket);
  socket.write('\0\0\0\r\n\r\n');
  await until(ended);
  expect(seen()).toContain('400');
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
});

test('closing ends open connections', async () => {
  const port = await start({ onRequest: (_request, response) => response.write('begun') });
  const socket = connect(port, '127.0.0.1');
  const { text: seen, ended } = readAll(socket);
  socket.write('GET / HTTP/1.1\r\nHost: h\r\n\r\n');
  await until(() => seen().includes('begun'));
  await opened.pop()?.close();
  await until(ended);
});

test('a port in use and an address that is none of ours are told by code', async () => {
  const port = await start();
  await expect(start({ port })).rejects.toMatchObject({ code: 'transport.port-in-use', kind: 'user' });
  await expect(start({ host: '203.0.113.1' })).rejects.toMatchObject({ code: 'transport.cannot-listen', kind: 'user' });
});
