import { type AddressInfo, createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../base/secret.ts';
import { httpContract } from '../../testkit/contracts/http.contract.ts';
import { httpServer } from '../../testkit/http-server.ts';
import type { MemoryServer } from '../../testkit/memory-http.ts';
import { testCertificates } from '../../testkit/test-certificates.ts';
import { isPublic, type Resolve } from './egress.ts';
import { createHttpClient } from './http-client.ts';

const anywhere = { egress: 'any', userAgent: 'test' } as const;
const code = (wanted: string) => expect.objectContaining({ name: 'AppError', code: wanted });

httpContract('undici', async () => {
  const stack = new AsyncDisposableStack();
  const port = createHttpClient(anywhere);
  stack.defer(() => port.close());
  return {
    port,
    async serve(server: MemoryServer) {
      const started = await httpServer((request, response) => {
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
        );
        const { status, headers: answered = {}, body = '' } = server({ ...request, headers });
        response.writeHead(status, { ...answered }).end(body);
      });
      stack.use(started);
      return started.url;
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
});

describe('HTTP client', () => {
  test('a bomb of gzip is met with the limit', async () => {
    await using client = closing(createHttpClient(anywhere));
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024));
    await using server = await httpServer((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    });
    const asked = client.exchange({ url: server.url, limit: 1024 * 1024 });
    await expect(asked).rejects.toEqual(code('http.too-large'));
  });

  test('gzip is unpacked, a broken one is a fault', async () => {
    await using client = closing(createHttpClient(anywhere));
    await using server = await httpServer(({ url }, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(url === '/ok' ? gzipSync('hello') : 'no gzip');
    });
    const { body } = await client.exchange({ url: `${server.url}/ok`, limit: 100 });
    expect(new TextDecoder().decode(body)).toBe('hello');
    await expect(client.exchange({ url: server.url, limit: 100 })).rejects.toEqual(code('http.malformed'));
  });

  test('a server that sends a byte now and then is given up', async () => {
    await using client = closing(createHttpClient(anywhere));
    await using server = await httpServer((_request, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(timer));
    });
    const asked = client.exchange({ url: server.url, limit: 1_000_000, timeout: 150 });
    await expect(asked).rejects.toEqual(code('http.timeout'));
    const own = AbortSignal.timeout(50);
    await expect(client.exchange({ url: server.url, limit: 1_000_000 }, own)).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });

  const begun = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';
  test.each<[string, string, string]>([
    ['headers without end', 'HTTP/1.1 200 OK\r\n', 'x-a: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n'],
    ['one header without end', 'HTTP/1.1 200 OK\r\nx-a: ', 'aaaaaaaaaaaaaaaa'],
    ['hints without end', '', 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'],
    ['a chunk whose size has no end', begun, '0'],
    ['chunks without end', begun, '1\r\nx\r\n'],
    ['a chunk with a name without end', `${begun}1;`, 'a'],
    ['trailers without end', `${begun}0\r\n`, 'x-a: aaaaaaaaaaaaaaaa\r\n'],
    ['a length that is not kept', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n', 'x'],
  ])('a server that sends %s is given up', async (_name, head, piece) => {
    await using client = closing(createHttpClient(anywhere));
    const block = piece.repeat(Math.ceil(20_000 / piece.length));
    const server = createServer((socket) => {
      const more = (): void => {
        while (!socket.destroyed && socket.write(block));
        if (!socket.destroyed) socket.once('drain', more);
      };
      socket.on('error', () => socket.destroy());
      socket.once('data', () => {
        socket.write(head);
        more();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const before = process.memoryUsage().rss;
    const asked = client.exchange({ url: `http://127.0.0.1:${port}/`, limit: 100_000, timeout: 400 });
    const told = await asked.then(
      ({ body }) => body.length,
      (error: unknown) => (error as { readonly code?: unknown }).code,
    );
    // What stands behind a whole answer is none of it.
    expect([5, 'http.unreachable', 'http.malformed', 'http.too-large', 'http.timeout']).toContain(told);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
    await client.close();
    server.close();
  });

  test('an unknown authority is refused, accepted by its bundle or on request; a client certificate is shown', async () => {
    const certificates = testCertificates();
    await using client = closing(createHttpClient(anywhere));
    const { certificate: cert, key, authority: ca } = certificates.server;
    const tls = { cert, key, ca, requestCert: true, rejectUnauthorized: false };
    await using server = await httpServer((_request, response) => {
      const socket = response.socket as unknown as { getPeerCertificate(): { subject?: { CN?: string } } };
      response.end(socket.getPeerCertificate().subject?.CN ?? 'nobody');
    }, tls);
    const ask = { url: server.url, limit: 100 };
    await expect(client.exchange(ask)).rejects.toEqual(code('http.certificate'));
    const text = async (route: object): Promise<string> =>
      new TextDecoder().decode((await client.exchange({ ...ask, route })).body);
    expect(await text({ caBundle: ca })).toBe('nobody');
    expect(await text({ insecureSkipVerify: true })).toBe('nobody');
    const clientCertificate = {
      certificate: certificates.client.certificate,
      key: new Secret(certificates.client.key),
    };
    expect(await text({ caBundle: ca, clientCertificate })).toBe('client');
  });

  test('leniency and a client certificate are for the first server only', async () => {
    const { server, client: own } = testCertificates();
    await using client = closing(createHttpClient(anywhere));
    const { certificate: cert, key } = server;
    await using elsewhere = await httpServer((_request, response) => void response.end('told'), { cert, key });
    await using first = await httpServer(
      (_request, response) => void response.writeHead(302, { location: elsewhere.url }).end(),
      { cert, key },
    );
    const clientCertificate = { certificate: own.certificate, key: new Secret(own.key) };
    const route = { insecureSkipVerify: true, clientCertificate };
    await expect(client.exchange({ url: first.url, limit: 100, route })).rejects.toEqual(code('http.certificate'));
    expect([first.requests.length, elsewhere.requests.length]).toEqual([1, 0]);
  });

  test('a redirect from https to http is not followed', async () => {
    const certificates = testCertificates();
    const { certificate: cert, key, authority: caBundle } = certificates.server;
    await using client = closing(createHttpClient(anywhere));
    await using plain = await httpServer((_request, response) => void response.end('read by all'));
    const leading = (location: string) =>
      httpServer((_request, response) => void response.writeHead(302, { location }).end(), { cert, key });
    await using server = await leading(plain.url);
    const asked = client.exchange({ url: server.url, limit: 100, route: { caBundle } });
    await expect(asked).rejects.toEqual(code('http.not-allowed'));
    expect(plain.requests).toEqual([]);
  });

  test('with public egress no private address is connected to, however it is written', async () => {
    await using client = closing(createHttpClient({ ...anywhere, egress: 'public' }));
    await using server = await httpServer((_request, response) => void response.end('inside'));
    const hosts = ['127.0.0.1', '0x7f.1', '2130706433', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0'];
    for (const host of hosts) {
      const asked = client.exchange({ url: `http://${host}:${server.port}/`, limit: 100 });
      await expect(asked, host).rejects.toEqual(code('http.not-allowed'));
    }
    expect(server.requests).toEqual([]);
  });

  test('what a repository names leads to this machine by no spelling and by no name', async () => {
    const means = new Map([['charts.example.com', '127.0.0.1']]);
    await using client = closing(createHttpClient({ ...anywhere, resolve: resolver(means) }));
    await using server = await httpServer((_request, response) => void response.end('inside'));
    const hosts = ['127.0.0.1', '0x7f.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '0', 'charts.example.com'];
    for (const host of hosts) {
      const asked = client.exchange({
        url: `http://${host}:${server.port}/`,
        limit: 100,
        route: { farOnly: true },
      });
      await expect(asked, host).rejects.toEqual(code('http.not-allowed'));
    }
    expect(server.requests).toEqual([]);
    // The same pool of connections may not serve both.
    await client.exchange({ url: `http://charts.example.com:${server.port}/own`, limit: 100 });
    const again = client.exchange({
      url: `http://charts.example.com:${server.port}/`,
      limit: 100,
      route: { farOnly: true },
    });
    await expect(again).rejects.toEqual(code('http.not-allowed'));
    expect(server.requests.map(({ url }) => url)).toEqual(['/own']);
  });

  test('a source that is not configured leads to the link of this machine by no name and no redirect', async () => {
    const means = new Map([
      ['charts.example.com', '169.254.169.254'],
      ['v6.example.com', 'fe80::1'],
      ['near.example.com', '127.0.0.1'],
    ]);
    await using client = closing(createHttpClient({ ...anywhere, resolve: resolver(means) }));
    await using server = await httpServer((request, response) => {
      if (request.url === '/away') response.writeHead(302, { location: 'http://charts.example.com/' }).end();
      else response.end('inside');
    });
    const ask = (url: string) => client.exchange({ url, limit: 100, route: { offLink: true } });
    const refused = ['http://charts.example.com/', 'http://v6.example.com/', `http://127.0.0.1:${server.port}/away`];
    for (const url of refused) {
      await expect(ask(url), url).rejects.toMatchObject({
        code: 'http.not-allowed',
        message: expect.stringContaining('link-local and metadata addresses are not reached'),
      });
    }
    expect((await ask(`http://near.example.com:${server.port}/`)).status).toBe(200);
  });

  test('a name is looked up once, and the address that was judged is connected to', async () => {
    const asked: string[] = [];
    const resolve: Resolve = (hostname, _options, callback) => {
      asked.push(hostname);
      // A name server that says something else the second time; nobody listens there.
      const address = asked.length === 1 ? '127.0.0.1' : '127.0.0.2';
      callback(null, [{ address, family: 4 }]);
    };
    await using client = closing(createHttpClient({ ...anywhere, resolve }));
    await using server = await httpServer((_request, response) => void response.end());
    await client.exchange({ url: `http://charts.example.com:${server.port}/`, limit: 100 });
    expect(asked).toEqual(['charts.example.com']);
  });

  test('who is elsewhere redirects nobody to this machine or its link', async () => {
    const means = new Map([['charts.example.com', '127.0.0.1']]);
    await using client = closing(createHttpClient({ ...anywhere, resolve: resolver(means) }));
    await using inner = await httpServer((_request, response) => void response.end('inside'));
    let location = '';
    await using server = await httpServer((_request, response) => void response.writeHead(302, { location }).end());
    for (const host of ['127.0.0.1', 'localhost', '[::ffff:7f00:1]', '2130706433']) {
      location = `http://${host}:${inner.port}/`;
      const asked = client.exchange({ url: `http://charts.example.com:${server.port}/`, limit: 100 });
      await expect(asked, location).rejects.toEqual(code('http.not-allowed'));
    }
    // By a name too.
    means.set('other.example.com', '127.0.0.1');
    location = `http://other.example.com:${inner.port}/`;
    const named = client.exchange({ url: `http://charts.example.com:${server.port}/`, limit: 100 });
    await expect(named).rejects.toEqual(code('http.not-allowed'));
    expect(inner.requests).toEqual([]);
    // Who is here may lead to somebody else here.
    location = inner.url;
    const { body } = await client.exchange({ url: server.url, limit: 100 });
    expect(new TextDecoder().decode(body)).toBe('inside');
  });

  test.each([
    ['1.1.1.1', true],
    ['2606:4700::1111', true],
    ['169.254.169.254', false],
    ['10.1.2.3', false],
    ['172.31.255.255', false],
    ['172.32.0.1', true],
    ['100.64.0.1', false],
    ['fd00:ec2::254', false],
    ['fe80::1', false],
    ['64:ff9b::7f00:1', false],
    ['::ffff:8.8.8.8', false],
    ['example.com', false],
  ])('%s is public: %s', (address, expected) => {
    expect(isPublic(address)).toBe(expected);
  });

  test('a port where nobody listens is transient', async () => {
    await using client = closing(createHttpClient(anywhere));
    const gone = await httpServer(() => undefined);
    await gone[Symbol.asyncDispose]();
    await expect(client.exchange({ url: gone.url, limit: 1 })).rejects.toMatchObject({
      code: 'http.unreachable',
      kind: 'transient',
    });
  });
});

function resolver(means: ReadonlyMap<string, string>): Resolve {
  return (hostname, _options, callback) => {
    const address = means.get(hostname);
    if (address === undefined) callback(new Error('no such name'), []);
    else callback(null, [{ address, family: 4 }]);
  };
}

function closing<T extends { close(): Promise<void> }>(client: T): T & AsyncDisposable {
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.close() });
}
