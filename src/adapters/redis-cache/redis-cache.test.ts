/** The adapter against a real server; skipped where none is installed. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../base/secret.ts';
import { cacheContract } from '../../testkit/contracts/cache.contract.ts';
import { memoryLog } from '../../testkit/memory-log.ts';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { packed, unpacked } from './packed-value.ts';
import { createRedisCache, type RedisCacheOptions } from './redis-cache.ts';

const isInstalled = spawnSync('redis-server', ['--version']).status === 0;
const password = 'CANARY-redis';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function startRedis(port: number): Promise<AsyncDisposable> {
  const stack = new AsyncDisposableStack();
  const { path } = stack.use(await temporaryFolder());
  const options = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--dir',
    path,
    '--requirepass',
    password,
  ];
  const child = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'ignore'] });
  stack.defer(async () => {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  });
  for await (const line of child.stdout) if (String(line).includes('Ready to accept connections')) break;
  return { [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

function connect(port: number, more: Partial<RedisCacheOptions> = {}) {
  const log = memoryLog();
  const options = { host: '127.0.0.1', port, password: new Secret(password), prefix: 'tiphys:', log, ...more };
  return createRedisCache(options);
}

/** Waits until the connection stands. */
async function answers(port: Awaited<ReturnType<typeof connect>>): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt++) {
    await port.set('probe', Buffer.from('x'));
    if ((await port.get('probe')) !== undefined) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('the server does not answer');
}

describe.skipIf(!isInstalled)('redis', () => {
  cacheContract('redis-server', async () => {
    const stack = new AsyncDisposableStack();
    const port = await freePort();
    stack.use(await startRedis(port));
    const cache = await connect(port);
    stack.defer(() => cache.close());
    await answers(cache);
    return {
      port: cache,
      pass: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      [Symbol.asyncDispose]: () => stack.disposeAsync(),
    };
  });

  test('a server that is not there, goes, or does not let us in is an empty cache, told once', async () => {
    const port = await freePort();
    const log = memoryLog();
    const cache = await connect(port, { log });
    expect(await cache.get('a')).toBeUndefined();
    await cache.set('a', Buffer.from('x'));
    await using server = await startRedis(port);
    await answers(cache);
    await server[Symbol.asyncDispose]();
    expect(await cache.get('probe')).toBeUndefined();
    await cache.close();
    const warnings = log.lines.filter(({ level }) => level === 'warn').map(({ message }) => message);
    expect(new Set(warnings)).toEqual(new Set(['the shared cache does not answer']));
    expect(JSON.stringify(log.lines)).not.toContain(password);
  });

  test('two prefixes of one server know nothing of each other', async () => {
    const port = await freePort();
    await using _server = await startRedis(port);
    const [one, two] = await Promise.all([connect(port, { prefix: 'a:' }), connect(port, { prefix: 'b:' })]);
    await Promise.all([answers(one), answers(two)]);
    await one.set('key', Buffer.from('one'));
    expect(await two.get('key')).toBeUndefined();
    await Promise.all([one.close(), two.close()]);
  });
});

describe('stored values', () => {
  test('are smaller where that is worth it', () => {
    const text = Buffer.from('manifest '.repeat(1000));
    expect(packed(text).length).toBeLessThan(text.length / 10);
    expect(packed(Buffer.from('short'))).toEqual(Buffer.from('\0short'));
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['something of another program', Buffer.from('{"a":1}')],
    ['broken data', Buffer.from([1, 2, 3])],
    ['a bomb', Buffer.concat([Buffer.of(1), gzipSync(Buffer.alloc(100_000))])],
  ])('%s is no value', (_name, stored) => {
    expect(unpacked(stored, 1000)).toBeUndefined();
  });
});
