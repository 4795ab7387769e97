/** What strangers may ask of the address without a login (security row 50). */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { type Listening, listen } from '../http/listener.ts';
import { RequestGate } from './request-gate.ts';

const open: Listening[] = [];
afterEach(async () => {
  for (const listening of open.splice(0)) await listening.close();
});

async function serve(limits: { readonly bytes?: number; readonly parallel?: number; readonly patience?: number } = {}) {
  let now = 0;
  const { bytes = 1000, parallel = 50, patience = 5000 } = limits;
  const gate = new RequestGate({ bytes: () => bytes, parallel: () => parallel, patience, monotonic: () => now });
  const seen: string[] = [];
  const listening = await listen({
    host: '127.0.0.1',
    port: 0,
    onRequest(request, response) {
      gate.read(request).then(
        (body) => {
          seen.push(body);
          response.end('ok');
        },
        (error: unknown) => {
          seen.push(error instanceof AppError ? error.code : 'defect');
          response.writeHead(400, { connection: 'close' }).end();
        },
      );
    },
  });
  open.push(listening);
  const url = `http://127.0.0.1:${listening.port}/`;
  const pass = (milliseconds: number): void => {
    now += milliseconds;
  };
  return { url, seen, pass, post: (body: string) => fetch(url, { method: 'POST', body }).then(({ status }) => status) };
}

/** As if it came from another machine. */
function requestFrom(remoteAddress: string, pieces: readonly string[]): IncomingMessage {
  const body = Readable.from(pieces.map((piece) => Buffer.from(piece)));
  return Object.assign(body, { headers: {}, socket: { remoteAddress } }) as unknown as IncomingMessage;
}

function gateAlone() {
  const given = { now: 0, parallel: 1 };
  const gate = new RequestGate({
    bytes: () => 20_000_000,
    parallel: () => given.parallel,
    patience: 1000,
    monotonic: () => given.now,
  });
  // Who is refused at once has no body that anybody would read.
  const requestOf = (address: string, pieces: readonly string[]) =>
    given.parallel === 0 ? ({ socket: { remoteAddress: address } } as IncomingMessage) : requestFrom(address, pieces);
  const read = (address: string, ...pieces: readonly string[]): Promise<string> =>
    gate
      .read(requestOf(address, pieces.length === 0 ? ['x'] : pieces))
      .catch((error: unknown) => (error instanceof AppError ? error.message : 'defect'));
  return { given, read };
}

const OFTEN = 'too many messages from this address';

test('a burst passes, more than that does not, and later it passes again', async () => {
  const { given, read } = gateAlone();
  for (let at = 0; at < 200; at += 1) expect(await read('192.0.2.7')).toBe('x');
  expect([await read('192.0.2.7'), await read('192.0.2.8')]).toEqual([OFTEN, 'x']);
  given.now += 20;
  expect([await read('192.0.2.7'), await read('192.0.2.7')]).toEqual(['x', OFTEN]);
});

test('a large message counts as many', async () => {
  const { given, read } = gateAlone();
  const large = 'x'.repeat(210 * 64 * 1024);
  expect(await read('192.0.2.7', large)).toBe(large);
  expect([await read('192.0.2.7'), await read('192.0.2.8')]).toEqual([OFTEN, 'x']);
  given.now += 500;
  expect(await read('192.0.2.7')).toBe('x');
});

test('a message in crumbs is refused, whatever its size; in pieces of a reasonable size it is not', async () => {
  const { read } = gateAlone();
  const crumbs = Array.from({ length: 3000 }, () => 'x');
  expect(await read('192.0.2.7', ...crumbs)).toBe('the request body comes in pieces of a few bytes');
  expect(await read('192.0.2.7', ...crumbs.slice(0, 2000))).toBe('x'.repeat(2000));
  expect(await read('192.0.2.7', ...crumbs.map(() => 'x'.repeat(64)))).toHaveLength(3000 * 64);
});

test('a network of IPv6 is one sender, and of very many senders the oldest are forgotten', async () => {
  const { given, read } = gateAlone();
  for (let at = 0; at < 200; at += 1) await read(`2001:db8::${at.toString(16)}`);
  expect(await read('2001:db8::ffff')).toBe(OFTEN);
  given.parallel = 0;
  for (let at = 0; at < 9_999; at += 1) await read(`10.0.${at >> 8}.${at & 255}`);
  given.parallel = 1;
  expect(await read('2001:db8::ffff')).toBe(OFTEN);
  given.parallel = 0;
  for (let at = 0; at < 10_000; at += 1) await read(`10.1.${at >> 8}.${at & 255}`);
  given.parallel = 1;
  expect(await read('2001:db8::ffff')).toBe('x');
});

test('a length that is announced is refused at once, one that is not while it arrives', async () => {
  const { url, seen } = await serve();
  const announced = httpRequest(url, { method: 'POST', headers: { 'content-length': '2000' } });
  announced.on('error', () => undefined).flushHeaders();
  await expect.poll(() => seen).toEqual(['api.body-too-large']);
  announced.destroy();
  const endless = httpRequest(url, { method: 'POST', headers: { 'transfer-encoding': 'chunked' } });
  const ended = new Promise((resolve) => {
    endless.once('error', resolve);
    endless.once('response', resolve);
  });
  const writing = setInterval(() => endless.write('x'.repeat(300)), 5);
  await ended;
  clearInterval(writing);
  endless.destroy();
  expect(seen).toEqual(['api.body-too-large', 'api.body-too-large']);
});

test('many at once that are not too large each are too large together', async () => {
  const { url, seen, post } = await serve({ bytes: 1000, patience: 2000 });
  const slow = Array.from({ length: 5 }, () => {
    const request = httpRequest(url, { method: 'POST', headers: { 'transfer-encoding': 'chunked' } });
    request.on('error', () => undefined);
    request.write('x'.repeat(900));
    return request;
  });
  await expect.poll(() => seen).toEqual(['api.too-many']);
  for (const request of slow) request.destroy();
  await expect.poll(() => seen.length).toBe(5);
  expect(await post('y')).toBe(200);
});

test('who sends nothing for long is given up, and takes nobody else’s place meanwhile', async () => {
  const { url, seen, post } = await serve({ patience: 150, parallel: 1 });
  const slow = httpRequest(url, { method: 'POST', headers: { 'transfer-encoding': 'chunked' } });
  const ended = new Promise((resolve) => slow.once('error', resolve).once('close', resolve));
  slow.write('x');
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await post('y')).toBe(400);
  await ended;
  expect(seen).toEqual(['api.too-many', 'api.too-slow']);
  expect(await post('z')).toBe(200);
});
