import { describe, expect, test } from 'vitest';
import { Secret } from '../../base/secret.ts';
import type { HttpAccess, HttpPort, HttpRequest } from '../../ports/http.ts';
import { ociContract } from '../../testkit/contracts/oci.contract.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { httpServer } from '../../testkit/http-server.ts';
import { type OciRegistryOptions, ociRegistry } from '../../testkit/oci-registry.ts';
import { packChart } from '../../testkit/pack-tar.ts';
import { pushArtifact } from '../../testkit/push-artifact.ts';
import { chartArtifact, digestOf } from '../../testkit/test-artifact.ts';
import { createHttpClient } from '../http-client/http-client.ts';
import { readChallenge } from './challenge.ts';
import { createOci } from './oci.ts';

const CANARY = 'CANARY-c03d';
const archive = packChart('web', '1.2.3');
const artifact = chartArtifact(archive);
const code = (wanted: string) => expect.objectContaining({ name: 'AppError', code: wanted });
const credentials = { kind: 'basic', username: 'u', password: new Secret(CANARY) } as const;

async function open(options: OciRegistryOptions = {}, access: HttpAccess = {}) {
  const stack = new AsyncDisposableStack();
  const http = createHttpClient({ egress: 'any', userAgent: 'test' });
  stack.defer(() => http.close());
  const clock = new FakeClock();
  const registry = stack.use(await ociRegistry(options));
  const repository = (name: string) => ({ registry: registry.host, name, access, plainHttp: true });
  return {
    port: createOci({ http, clock }),
    clock,
    registry,
    repository,
    push: (name: string, tag: string, pushed = artifact) => pushArtifact({ host: registry.host, name, tag }, pushed),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

ociContract('over HTTP', open);
ociContract('over HTTP in pages of two', () => open({ pageSize: 2 }));

describe('OCI over HTTP', () => {
  const layer = { digest: digestOf(archive), size: archive.length };

  for (const way of ['basic', 'token'] as const) {
    test(`credentials by ${way}: asked for, refused, accepted and kept`, async () => {
      const password = { username: 'u', password: CANARY, way };
      await using given = await open({ password }, { credentials });
      const other = given.repository('web');
      const wrong = { ...credentials, password: new Secret(`${CANARY}x`) };
      for (const access of [{}, { credentials: wrong }]) {
        const fault = await given.port.tags({ ...other, access }).catch((error: unknown) => error);
        expect(fault).toEqual(code('oci.authentication'));
        expect(`${fault} ${JSON.stringify(fault)}`).not.toContain(CANARY);
      }
      const before = given.registry.server.requests.length;
      await given.port.resolve(other, '1.0.0');
      await given.port.resolve(other, '2.0.0');
      const asked = given.registry.server.requests.slice(before).map(({ url }) => url.replace(/\?.*/, ''));
      expect(asked.slice(-1)).toEqual(['/v2/web/manifests/2.0.0']);
      expect(asked.filter((url) => url.endsWith('1.0.0'))).toHaveLength(2);
      expect(asked.filter((url) => url === '/token')).toHaveLength(way === 'token' ? 1 : 0);
      const { requests } = given.registry.server;
      const passwords = requests.filter(({ url, headers }) =>
        way === 'token' ? !url.startsWith('/token') && String(headers['authorization']).startsWith('Basic') : false,
      );
      expect(passwords).toEqual([]);
    });
  }

  test('a token is renewed when it has expired', async () => {
    await using given = await open({ password: { username: 'u', password: CANARY, way: 'token' } }, { credentials });
    await given.port.resolve(given.repository('web'), '1.0.0');
    given.clock.advanceSync(250_000);
    await given.port.resolve(given.repository('web'), '1.0.0');
    expect(given.registry.server.requests.filter(({ url }) => url.startsWith('/token'))).toHaveLength(2);
  });

  test('blobs on another host come without the credentials', async () => {
    await using elsewhere = await httpServer((_request, response) => void response.end(archive));
    const password = { username: 'u', password: CANARY, way: 'basic' } as const;
    await using given = await open({ password, blobsAt: elsewhere.url }, { credentials });
    expect(await given.port.blob(given.repository('web'), layer, 10_000)).toHaveLength(archive.length);
    expect(elsewhere.requests.map(({ headers }) => headers['authorization'])).toEqual([undefined]);
  });

  test('a password is not shown to the token service of whom a registry redirects to', async () => {
    const asked: [string, boolean][] = [];
    await using service = await httpServer(({ url, headers }, response) => {
      asked.push([url, headers['authorization'] !== undefined]);
      response.end(JSON.stringify({ token: 'x' }));
    });
    await using elsewhere = await httpServer((_request, response) => {
      response.writeHead(401, { 'www-authenticate': `Bearer realm="${service.url}/token"` }).end();
    });
    await using given = await open({ blobsAt: elsewhere.url }, { credentials });
    const blob = given.port.blob(given.repository('web'), layer, 10_000);
    await expect(blob).rejects.toEqual(code('oci.authentication'));
    expect(asked).toEqual([]);
  });

  test('other content than the digest names is refused: blob and manifest', async () => {
    await using given = await open({
      misbehave({ url, method }, response) {
        if (method !== 'GET' || !url.includes('sha256:')) return undefined;
        response.end(url.includes('/blobs/') ? Buffer.alloc(archive.length) : '{}');
        return true;
      },
    });
    const digest = await given.push('web', '1.2.3');
    const web = given.repository('web');
    await expect(given.port.blob(web, layer, 10_000)).rejects.toEqual(code('oci.digest-mismatch'));
    await expect(given.port.manifest(web, digest)).rejects.toEqual(code('oci.digest-mismatch'));
  });

  test('endless pages of tags, an answer that is none, a missing digest header', async () => {
    await using given = await open({
      misbehave({ url, method }, response) {
        if (url.startsWith('/v2/odd/')) response.end('[]');
        else if (url.includes('/tags/')) {
          response.setHeader('link', '<https://evil.example.com/v2/web/tags/list?last=a>; rel="next"');
          response.end(JSON.stringify({ tags: Array.from({ length: 500 }, (_, at) => `${at}`) }));
        } else if (method === 'HEAD' && url.endsWith('latest')) response.writeHead(200).end();
        else return undefined;
        return true;
      },
    });
    await expect(given.port.tags(given.repository('web'))).rejects.toEqual(code('oci.too-large'));
    await expect(given.port.tags(given.repository('odd'))).rejects.toEqual(code('oci.malformed'));
    const digest = await given.push('web', 'latest');
    expect(await given.port.resolve(given.repository('web'), 'latest')).toBe(digest);
  });

  test('a page of tags without number, and pages that come slowly for ever', async () => {
    const clock = new FakeClock();
    let isSlow = false;
    await using given = await open({
      misbehave({ url }, response) {
        if (!url.includes('/tags/')) return undefined;
        if (isSlow) clock.advanceSync(29_000);
        response.setHeader('link', '</v2/web/tags/list?last=a>; rel="next"');
        response.end(JSON.stringify({ tags: isSlow ? ['a'] : Array.from({ length: 900_000 }, () => 'a') }));
        return true;
      },
    });
    const http = createHttpClient({ egress: 'any', userAgent: 'test' });
    const port = createOci({ http, clock });
    await expect(port.tags(given.repository('web'))).rejects.toEqual(code('oci.too-large'));
    isSlow = true;
    await expect(port.tags(given.repository('web'))).rejects.toThrow('not all of them came within 300 s');
    await http.close();
  });

  test('names that would leave the repository, digests and tags that are none', async () => {
    await using given = await open();
    for (const name of ['../admin', 'a//b', 'A', '', 'web/../../x', 'web?x']) {
      await expect(given.port.tags(given.repository(name)), name).rejects.toEqual(code('oci.not-allowed'));
    }
    const web = given.repository('web');
    await expect(given.port.resolve(web, '../x')).rejects.toEqual(code('oci.not-found'));
    await expect(given.port.manifest(web, 'latest')).rejects.toEqual(code('oci.malformed'));
    const odd = { ...web, registry: 'evil.example.com/x' };
    await expect(given.port.tags(odd)).rejects.toEqual(code('oci.not-allowed'));
  });

  test('a token service of this machine is asked only for a registry of this machine', async () => {
    const asked: HttpRequest[] = [];
    const http: HttpPort = {
      exchange: async (request) => {
        asked.push(request);
        const headers = new Map([['www-authenticate', 'Bearer realm="https://169.254.169.254/token"']]);
        return { status: 401, headers, body: new Uint8Array(), url: request.url };
      },
    };
    const port = createOci({ http, clock: new FakeClock() });
    for (const registry of ['registry.example.com', '127.0.0.1:5000']) {
      await expect(port.tags({ registry, name: 'web', access: {} })).rejects.toEqual(code('oci.authentication'));
    }
    const services = asked.filter(({ url }) => url.includes('/token')).map(({ route }) => route?.farOnly);
    expect(services).toEqual([true, false]);
  });

  test('a registry that wants a pause (429) is not asked again by the same before it is over', async () => {
    let isBusy = true;
    await using given = await open({
      misbehave({ url }, response) {
        if (!isBusy || !url.startsWith('/v2/web/')) return undefined;
        response.writeHead(429, { 'retry-after': '60' }).end();
        return true;
      },
    });
    const web = given.repository('web');
    const limited = {
      message: expect.stringMatching(/web.*: too many requests \(429\); .* for 60 s/),
      kind: 'transient',
    };
    await expect(given.port.tags(web)).rejects.toMatchObject({ code: 'oci.unreachable', ...limited });
    isBusy = false;
    const digest = await given.push('web', '1.2.3');
    const before = given.registry.server.requests.length;
    given.clock.advanceSync(59_000);
    await expect(given.port.resolve(web, '1.2.3')).rejects.toMatchObject({ code: 'oci.unreachable' });
    expect(given.registry.server.requests).toHaveLength(before);
    // Who asks as somebody else has a share of its own.
    expect(await given.port.resolve({ ...web, access: { credentials } }, '1.2.3')).toBe(digest);
    given.clock.advanceSync(2_000);
    expect(await given.port.resolve(web, '1.2.3')).toBe(digest);
  });

  test('a token service without TLS gets no password from a registry with it', async () => {
    const asked: string[] = [];
    const http = {
      exchange: async ({ url }: { readonly url: string }) => {
        asked.push(url);
        const headers = new Map([['www-authenticate', 'Bearer realm="http://evil.example.com/token"']]);
        return { status: 401, headers, body: new Uint8Array(), url };
      },
    };
    const port = createOci({ http, clock: new FakeClock() });
    const repository = { registry: 'registry.example.com', name: 'web', access: { credentials } };
    await expect(port.tags(repository)).rejects.toEqual(code('oci.not-allowed'));
    expect(asked).toEqual(['https://registry.example.com/v2/web/tags/list?n=1000']);
  });

  test.each([
    ['Basic realm="x"', { kind: 'basic' }],
    [
      'Bearer realm="https://a/t",service="s",scope="r:x:pull,push"',
      { kind: 'bearer', realm: 'https://a/t', service: 's', scope: 'r:x:pull,push' },
    ],
    ['Basic realm="x", Bearer realm=https://a', { kind: 'bearer', realm: 'https://a', service: '', scope: '' }],
    ['Negotiate', undefined],
    ['', undefined],
  ])('challenge %s', (header, expected) => {
    expect(readChallenge(header)).toEqual(expected);
  });
});
