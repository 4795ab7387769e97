import { describe, expect, test } from 'vitest';
import { Secret } from '../../base/secret.ts';
import type { HelmRepository } from '../../ports/helm-repo.ts';
import type { HttpPort, HttpRequest } from '../../ports/http.ts';
import { helmRepoContract } from '../../testkit/contracts/helm-repo.contract.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { httpServer, type ServeHttp } from '../../testkit/http-server.ts';
import { entryOf, repositoryFiles, type TestChart } from '../../testkit/memory-helm-repo.ts';
import { packChart } from '../../testkit/pack-tar.ts';
import type { Resolve } from '../http-client/egress.ts';
import { createHttpClient } from '../http-client/http-client.ts';
import { createHelmRepo, type HelmRepoOptions } from './helm-repo.ts';
import { indexNames, indexVersions } from './read-index.ts';

const CANARY = 'CANARY-91aa';
const code = (wanted: string) => expect.objectContaining({ name: 'AppError', code: wanted });
const web: TestChart = { name: 'web', version: '1.2.3', archive: packChart('web', '1.2.3') };

function files(charts: readonly TestChart[]): ServeHttp {
  return ({ url }, response) => {
    const content = repositoryFiles(charts).get(url.split('?')[0] ?? '');
    if (content === undefined) response.writeHead(404).end();
    else response.end(content);
  };
}

function open(options: Partial<HelmRepoOptions> = {}) {
  const http = createHttpClient({ egress: 'any', userAgent: 'test' });
  const clock = new FakeClock();
  const port = createHelmRepo({ http, clock, ...options });
  return { port, clock, [Symbol.asyncDispose]: () => http.close() };
}

helmRepoContract('over HTTP', async () => {
  const stack = new AsyncDisposableStack();
  const { port, clock } = stack.use(open());
  const charts: TestChart[] = [];
  const server = stack.use(await httpServer((request, response) => files(charts)(request, response)));
  const nothing = stack.use(await httpServer((_request, response) => void response.writeHead(404).end()));
  return {
    port,
    repository: { url: server.url, access: {} },
    missing: { url: nothing.url, access: {} },
    add: (more) => void charts.unshift(...more),
    pass: (milliseconds) => clock.advanceSync(milliseconds),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
});

describe('Helm repository over HTTP', () => {
  const credentials = { kind: 'basic', username: 'u', password: new Secret(CANARY) } as const;
  const expected = `Basic ${Buffer.from(`u:${CANARY}`).toString('base64')}`;

  test('an unchanged index is not sent again, and one question serves all who wait', async () => {
    await using given = open();
    await using server = await httpServer((request, response) => {
      if (request.headers['if-none-match'] === '"one"') return void response.writeHead(304).end();
      response.setHeader('etag', '"one"');
      return files([web])(request, response);
    });
    const repository = { url: `${server.url}/`, access: {} };
    const ask = () => given.port.versions(repository, 'web', { maxAge: 0 });
    await Promise.all([ask(), ask(), ask()]);
    expect(server.requests).toHaveLength(1);
    expect(await ask()).toEqual([entryOf(web)]);
    expect(server.requests.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"one"']);
  });

  test('credentials are asked for, refused, accepted; they and the query stand in no message', async () => {
    await using given = open();
    await using server = await httpServer((request, response) => {
      const { authorization } = request.headers;
      if (authorization === expected) return files([web])(request, response);
      return void response.writeHead(authorization === undefined ? 401 : 403).end();
    });
    const ask = (access: HelmRepository['access']) =>
      given.port.charts({ url: `${server.url}?token=${CANARY}`, access }, { maxAge: 0 });
    const wrong = { ...credentials, password: new Secret(`${CANARY}x`) };
    for (const access of [{}, { credentials: wrong }]) {
      const fault = await ask(access).catch((error: unknown) => error);
      expect(fault).toEqual(code('helm-repo.authentication'));
      expect(`${fault} ${JSON.stringify(fault)}`).not.toContain(CANARY);
    }
    expect(await ask({ credentials })).toEqual(['web']);
  });

  test('archives on another host get the credentials only where they are to be passed', async () => {
    await using given = open();
    await using elsewhere = await httpServer(files([web]));
    await using server = await httpServer(files([web]));
    const version = { ...entryOf(web), urls: [`${elsewhere.url}/charts/web-1.2.3.tgz`] };
    const repository = { url: server.url, access: { credentials } };
    await given.port.archive(repository, version);
    await given.port.archive({ ...repository, passCredentials: true }, version);
    await given.port.archive(repository, entryOf(web));
    expect(elsewhere.requests.map(({ headers }) => headers['authorization'])).toEqual([undefined, expected]);
    expect(server.requests.map(({ headers }) => headers['authorization'])).toEqual([expected]);
  });

  test('an index of elsewhere leads nobody to this machine, one of here does', async () => {
    const resolve: Resolve = (_name, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]);
    const http = createHttpClient({ egress: 'any', userAgent: 'test', resolve });
    const port = createHelmRepo({ http, clock: new FakeClock() });
    await using server = await httpServer(files([web]));
    await using inner = await httpServer(files([web]));
    const version = { ...entryOf(web), urls: [`${inner.url}/charts/web-1.2.3.tgz`] };
    const home = `http://charts.example.com:${server.port}`;
    for (const passCredentials of [false, true]) {
      const asked = port.archive({ url: home, access: { credentials }, passCredentials }, version);
      await expect(asked).rejects.toEqual(code('helm-repo.not-allowed'));
    }
    expect(inner.requests).toEqual([]);
    expect((await port.archive({ url: home, access: {} }, entryOf(web))).bytes).toEqual(Buffer.from(web.archive));
    await port.archive({ url: server.url, access: {} }, version);
    expect(inner.requests).toHaveLength(1);
    await http.close();
  });

  test('credentials that are to be passed are not passed where everybody can read them', async () => {
    const asked: HttpRequest[] = [];
    const http: HttpPort = {
      exchange: async (request) => {
        asked.push(request);
        return { status: 200, headers: new Map(), body: web.archive, url: request.url };
      },
    };
    const port = createHelmRepo({ http, clock: new FakeClock() });
    const repository = { url: 'https://charts.example.com', access: { credentials }, passCredentials: true };
    for (const scheme of ['http', 'https']) {
      await port.archive(repository, { ...entryOf(web), urls: [`${scheme}://files.example.com/web.tgz`] });
    }
    expect(asked.map(({ secretHeaders = {} }) => Object.keys(secretHeaders))).toEqual([[], ['authorization']]);
  });

  test('the next address is taken where the first fails, and the query goes with relative ones', async () => {
    await using given = open();
    await using server = await httpServer(files([web]));
    const version = { ...entryOf(web), urls: ['gone.tgz', 'charts/web-1.2.3.tgz'] };
    await given.port.archive({ url: `${server.url}?sig=1`, access: {} }, version);
    expect(server.requests.map(({ url }) => url)).toEqual(['/gone.tgz?sig=1', '/charts/web-1.2.3.tgz?sig=1']);
  });

  test('an index does not send us to any number of servers', async () => {
    await using given = open();
    await using server = await httpServer((_request, response) => void response.writeHead(404).end());
    const urls = Array.from({ length: 1000 }, (_, at) => `${server.url}/${at}`);
    const asked = given.port.archive({ url: server.url, access: {} }, { ...entryOf(web), urls });
    await expect(asked).rejects.toEqual(code('helm-repo.chart-missing'));
    expect(server.requests.map(({ url }) => url)).toEqual(['/0', '/1', '/2', '/3', '/4']);
  });

  test('limits: an endless index, a large archive, no address, a scheme that is none of ours', async () => {
    await using given = open({ maxIndexSize: 1000, maxArchiveSize: 10 });
    await using server = await httpServer((request, response) => {
      if (request.url !== '/index.yaml') return files([web])(request, response);
      return void response.end('#'.repeat(2000));
    });
    const repository = { url: server.url, access: {} };
    await expect(given.port.charts(repository, { maxAge: 0 })).rejects.toEqual(code('helm-repo.too-large'));
    const archive = (urls: readonly string[]) => given.port.archive(repository, { ...entryOf(web), urls });
    await expect(archive(entryOf(web).urls)).rejects.toEqual(code('helm-repo.too-large'));
    await expect(archive([])).rejects.toEqual(code('helm-repo.chart-missing'));
    await expect(archive(['p://x/y'])).rejects.toEqual(code('helm-repo.not-allowed'));
    await expect(archive(['file:///etc/passwd'])).rejects.toEqual(code('helm-repo.not-allowed'));
    const odd = given.port.charts({ url: 'p://x', access: {} }, { maxAge: 0 });
    await expect(odd).rejects.toEqual(code('helm-repo.not-allowed'));
  });

  test('a server that wants a pause (429) is not asked again before it is over', async () => {
    await using given = open();
    let status = 429;
    await using server = await httpServer((request, response) => {
      if (status === 200) return files([web])(request, response);
      return void response.writeHead(status, { 'retry-after': '30' }).end();
    });
    const ask = () => given.port.charts({ url: server.url, access: {} }, { maxAge: 0 });
    await expect(ask()).rejects.toThrow(/index\.yaml: too many requests \(429\); it is not asked again for 30 s/);
    status = 200;
    await expect(ask()).rejects.toMatchObject({ code: 'helm-repo.unreachable', kind: 'transient' });
    expect(server.requests).toHaveLength(1);
    given.clock.advanceSync(30_001);
    expect(await ask()).toEqual(['web']);
  });

  test('a server that is down or overloaded is transient', async () => {
    await using given = open();
    await using server = await httpServer((_request, response) => void response.writeHead(503).end());
    const asked = given.port.charts({ url: server.url, access: {} }, { maxAge: 0 });
    await expect(asked).rejects.toMatchObject({ code: 'helm-repo.unreachable', kind: 'transient' });
  });
});

describe('index.yaml', () => {
  const usual = repositoryFiles([web, { ...web, name: 'web-extra' }, { ...web, name: 'a.b' }]).get('/index.yaml');
  const text = String(usual);
  const plain = async (index: string, chart = 'web') =>
    (await indexVersions(index, chart))?.map(({ version }) => version);

  test.each([
    ['the usual layout', text],
    ['another order of keys', `entries:\n${text.split('entries:\n')[1]?.replace(/generated.*\n/, '')}apiVersion: v1\n`],
    ['lists indented further', text.replace(/^ {2}(?=- | {2})/gm, '    ')],
    ['a quoted name', text.replace('  web:', '  "web":')],
    ['lines that end in CRLF', text.replaceAll('\n', '\r\n')],
    ['JSON', '{"apiVersion":"v1","entries":{"web":[{"version":"1.2.3"}]}}'],
    ['flow style', 'apiVersion: v1\nentries: {web: [{version: 1.2.3}]}\n'],
    ['anchors', 'apiVersion: v1\nentries:\n  one:\n  - &v {version: 1.2.3}\n  web:\n  - *v\n'],
    ['comments between', text.replace('  web:\n', '  web:\n# a comment\n  # another\n')],
  ])('%s', async (_name, index) => {
    expect(await plain(index)).toEqual(['1.2.3']);
    expect(indexNames(index)).toContain('web');
  });

  test.each([
    ['nothing', '', 'helm-repo.not-a-repository'],
    ['a page', '<html></html>', 'helm-repo.not-a-repository'],
    ['no version of the format', 'entries: {}\n', 'helm-repo.not-a-repository'],
    ['broken YAML', 'apiVersion: v1\nentries: {\n', 'helm-repo.not-a-repository'],
  ])('%s is no index', async (_name, index, wanted) => {
    await expect(indexVersions(index, 'web')).rejects.toEqual(code(wanted));
  });

  test.each([
    ['as it usually is', '  '],
    ['with items further in', '    '],
    ['with line ends of another kind', '  ', '\r\n'],
  ])('a large one keeps nobody waiting, and is the same as read at once %s', async (_name, indent, end = '\n') => {
    const item = (at: number) => [
      `${indent}- version: 1.0.${at}`,
      `${indent}  description: |`,
      `${indent}    - version: ${at}`,
      `${indent}  urls:`,
      `${indent}  - ${at}.tgz`,
    ];
    const lines = Array.from({ length: 20_000 }, (_, at) => item(at)).flat();
    const large = ['apiVersion: v1', 'entries:', '  web:', ...lines, '  other: []', ''].join(end);
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    const found = await indexVersions(large, 'web');
    clearInterval(timer);
    expect(found?.map(({ urls }) => urls)).toEqual(Array.from({ length: 20_000 }, (_, at) => [`${at}.tgz`]));
    expect(turns).toBeGreaterThan(5);
  });

  test('a large one in an unusual layout is not read', async () => {
    const large = `apiVersion: v1\nentries: {web: [${'{},'.repeat(6_000_000)}]}\n`;
    await expect(indexVersions(large, 'web')).rejects.toEqual(code('helm-repo.too-large'));
  });

  test('entries that are no charts are left out', async () => {
    const index = 'apiVersion: v1\nentries:\n  web:\n  - null\n  - {}\n  - text\n  - version: 1.0.0\n  none: null\n';
    expect(await indexVersions(index, 'web')).toEqual([
      { ...entryOf(web), version: '1.0.0', urls: [], digest: '', appVersion: '', description: '', created: '' },
    ]);
    expect(await plain(index, 'none')).toBeUndefined();
  });
});
