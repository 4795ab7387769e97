/** The way through a proxy, told by proxies that say what a test wants. The real ones stand in the conformance tests. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { Secret } from '../../base/secret.ts';
import type { ProxyAddress } from './proxy-address.ts';
import { openSshTunnel } from './ssh-tunnel.ts';

const TARGET = { host: 'git.test', port: 2222 };
const USER = { name: 'me', password: new Secret('CANARY') };
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** Answers each piece that arrives with the next text; what comes behind them is sent back as it is. */
async function proxy(answers: readonly (string | Buffer)[]) {
  const heard: string[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    let at = 0;
    socket.on('error', () => undefined);
    socket.on('data', (piece) => {
      heard.push(piece.toString('latin1'));
      const answer = answers[at];
      at += 1;
      if (answer === '') socket.destroy();
      else socket.write(answer ?? piece);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { heard, port: (server.address() as AddressInfo).port };
}

/** What comes back of a word that is sent through; `closed` where the way is not open. */
async function through(address: Pick<ProxyAddress, 'kind' | 'port' | 'user'>, target = TARGET): Promise<string> {
  const tunnel = await openSshTunnel({ ...address, host: '127.0.0.1' }, target);
  closing.push(() => tunnel[Symbol.asyncDispose]());
  const socket = connect(tunnel.port, '127.0.0.1');
  closing.push(() => socket.destroy());
  socket.on('error', () => undefined);
  socket.write('word');
  return await new Promise((resolve) => {
    socket.once('data', (piece) => resolve(piece.toString('latin1')));
    socket.once('close', () => resolve('closed'));
  });
}

const OPEN = 'HTTP/1.1 200 OK\r\nVia: x\r\n\r\n';

test('CONNECT of HTTP, without a user and with one', async () => {
  const one = await proxy([OPEN]);
  expect(await through({ kind: 'http', port: one.port, user: undefined })).toBe('word');
  expect(one.heard[0]).toBe('CONNECT git.test:2222 HTTP/1.1\r\nHost: git.test:2222\r\n\r\n');
  const two = await proxy([OPEN]);
  expect(await through({ kind: 'http', port: two.port, user: USER }, { host: '::1', port: 22 })).toBe('word');
  const basic = Buffer.from('me:CANARY').toString('base64');
  expect(two.heard[0]).toBe(
    `CONNECT [::1]:22 HTTP/1.1\r\nHost: [::1]:22\r\nProxy-Authorization: Basic ${basic}\r\n\r\n`,
  );
});

const SOCKS_OPEN = Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 22]);

test('SOCKS 5 by name, without a user and with one', async () => {
  const one = await proxy([Buffer.from([5, 0]), SOCKS_OPEN]);
  expect(await through({ kind: 'socks5', port: one.port, user: undefined })).toBe('word');
  expect(one.heard.slice(0, 2)).toEqual(['\x05\x01\x00', '\x05\x01\x00\x03\x08git.test\x08\xae']);
  const two = await proxy([Buffer.from([5, 2]), Buffer.from([1, 0]), SOCKS_OPEN]);
  expect(await through({ kind: 'socks5', port: two.port, user: USER })).toBe('word');
  expect(two.heard.slice(0, 2)).toEqual(['\x05\x02\x00\x02', '\x01\x02me\x06CANARY']);
});

test.each<[string, ProxyAddress['kind'], readonly (string | Buffer)[]]>([
  ['a refusal', 'http', ['HTTP/1.1 403 Forbidden\r\n\r\n']],
  ['a user is wanted', 'http', ['HTTP/1.1 407 Proxy Authentication Required\r\n\r\n']],
  ['no HTTP', 'http', ['SSH-2.0-x\r\n\r\n']],
  ['a head without end', 'http', ['x'.repeat(20_000)]],
  ['the proxy hangs up', 'http', ['']],
  ['another version of SOCKS', 'socks5', [Buffer.from([4, 0])]],
  ['a way to log in that nobody has', 'socks5', [Buffer.from([5, 255])]],
  ['a user is wanted by SOCKS', 'socks5', [Buffer.from([5, 2])]],
  ['a refusal by SOCKS', 'socks5', [Buffer.from([5, 0]), Buffer.from([5, 2, 0, 1, 0, 0, 0, 0, 0, 0])]],
])('closed: %s', async (_reason, kind, answers) => {
  const { port } = await proxy(answers);
  expect(await through({ kind, port, user: undefined })).toBe('closed');
});

test('a user that SOCKS refuses, a name that is too long for it, a port where nobody listens', async () => {
  const refusing = await proxy([Buffer.from([5, 2]), Buffer.from([1, 1])]);
  expect(await through({ kind: 'socks5', port: refusing.port, user: USER })).toBe('closed');
  const long = await proxy([Buffer.from([5, 0])]);
  const target = { host: 'x'.repeat(256), port: 22 };
  expect(await through({ kind: 'socks5', port: long.port, user: undefined }, target)).toBe('closed');
  expect(await through({ kind: 'http', port: 1, user: undefined })).toBe('closed');
});
