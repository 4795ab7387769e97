import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../base/secret.ts';
import type { GitCredentials } from '../../ports/git.ts';
import { gitEnvironment } from '../../testkit/git-environment.ts';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { createGitHandler } from '../git-server/git-handler.ts';
import { createGitCli, type GitCliOptions } from './git-cli.ts';
import { requireGit } from './git-version.ts';

const CANARY = 'CANARY-7d1f0c9e';
const right: GitCredentials = { kind: 'basic', username: 'git', password: new Secret(CANARY) };
const wrong: GitCredentials = { kind: 'basic', username: 'git', password: new Secret(`${CANARY}-wrong`) };

async function openPort(options: Partial<GitCliOptions> = {}) {
  const folder = await temporaryFolder();
  const port = await createGitCli({ cacheFolder: folder.path, ...options });
  return {
    port,
    folder: folder.path,
    async [Symbol.asyncDispose]() {
      await port.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

async function serve(listener: RequestListener): Promise<AsyncDisposable & { readonly url: string; server: Server }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    server,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const code = (wanted: string) => expect.objectContaining({ name: 'AppError', code: wanted });

describe('credentials', () => {
  const privately = { readCredentials: () => ({ username: 'git', password: new Secret(CANARY) }) };

  test('are asked for, refused, accepted, and stand in no message', async () => {
    await using environment = await gitEnvironment(privately);
    await using given = await openPort();
    const repository = await environment.createTestRepository();
    const oid = await repository.commit({ files: { a: '1' } });
    const { url } = repository;
    const faults: unknown[] = [];
    const note = (error: unknown): void => {
      faults.push(error);
    };
    await given.port.listRefs({ url }).catch(note);
    await given.port.listRefs({ url, credentials: wrong }).catch(note);
    await given.port.fetch({ url, credentials: wrong }, oid).catch(note);
    await given.port.fetch({ url }, oid).catch(note);
    expect(faults).toEqual(Array.from({ length: 4 }, () => code('git.authentication')));
    expect(faults.map((fault) => (fault as { cause?: unknown }).cause)).toContainEqual({
      status: 401,
      text: 'authentication required\n',
    });
    await given.port.fetch({ url, credentials: right }, oid);
    expect((await given.port.commit({ url, credentials: right }, oid)).oid).toBe(oid);
    expect(JSON.stringify(faults.map((fault) => String(fault)))).not.toContain(CANARY);
  });

  test('inside the URL work and are taken out of messages', async () => {
    await using environment = await gitEnvironment(privately);
    await using given = await openPort();
    const repository = await environment.createTestRepository();
    const oid = await repository.commit({ files: { a: '1' } });
    await given.port.fetch({ url: repository.url.replace('//', `//git:${CANARY}@`) }, oid);
    const failure = await given.port
      .listRefs({ url: environment.server.urlOf('none').replace('//', `//git:${CANARY}@`) })
      .catch((error: unknown) => error);
    expect(failure).toEqual(code('git.not-a-repository'));
    expect(String(failure)).not.toContain(CANARY);
  });

  test('what others fetched is given only to those who may open the remote', async () => {
    await using environment = await gitEnvironment(privately);
    await using given = await openPort();
    const repository = await environment.createTestRepository();
    const oid = await repository.commit({ files: { a: '1' } });
    await given.port.fetch({ url: repository.url, credentials: right }, oid);
    const asked = given.port.fetch({ url: repository.url, credentials: wrong }, oid);
    await expect(asked).rejects.toEqual(code('git.authentication'));
    expect(environment.server.requests('fetch')).toBe(1);
  });

  test('never follow a redirect to another origin; within the origin it is followed and remembered', async () => {
    const seen: (string | undefined)[] = [];
    await using elsewhere = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(404).end();
    });
    await using environment = await gitEnvironment();
    const repository = await environment.createTestRepository();
    const oid = await repository.commit({ files: { a: '1' } });
    const handler = createGitHandler({ root: environment.server.root });
    await using front = await serve(async (request, response) => {
      const moved = (request.url ?? '').replace('/old.git', '/app.git');
      if (request.url?.startsWith('/away.git'))
        response.writeHead(302, { location: elsewhere.url + request.url }).end();
      else if (moved !== request.url) response.writeHead(301, { location: moved }).end();
      else await handler(request, response);
    });
    await using given = await openPort();
    const away = given.port.listRefs({ url: `${front.url}/away.git`, credentials: right });
    await expect(away).rejects.toThrow(/redirects to http:\/\/127.0.0.1:\d+\/away.git, another server/);
    expect(seen).toEqual([]);
    await given.port.listRefs({ url: `${front.url}/old.git` });
    await given.port.fetch({ url: `${front.url}/old.git` }, oid);
    expect((await given.port.commit({ url: `${front.url}/old.git` }, oid)).oid).toBe(oid);
  });

  test('what moved and moves back is found where it is', async () => {
    await using environment = await gitEnvironment();
    const repository = await environment.createTestRepository();
    const oid = await repository.commit({ files: { a: '1' } });
    const handler = createGitHandler({ root: environment.server.root });
    let isAway = true;
    await using front = await serve(async (request, response) => {
      const path = request.url ?? '';
      if (path.startsWith('/away.git') !== isAway) {
        if (isAway) response.writeHead(301, { location: path.replace('/home.git', '/away.git') }).end();
        else response.writeHead(404).end();
        return;
      }
      request.url = path.replace(/^\/(?:home|away)\.git/, '/app.git');
      await handler(request, response);
    });
    await using given = await openPort();
    const remote = { url: `${front.url}/home.git` };
    await given.port.listRefs(remote);
    isAway = false;
    expect((await given.port.listRefs(remote)).refs.get('refs/heads/main')).toBe(oid);
    await given.port.fetch(remote, oid);
  });
});

describe('addresses that are refused before anything is started', () => {
  test.each([
    ['ext::sh -c touch% /tmp/x', 'git.failed'],
    ['ext::sh', 'git.scheme-not-allowed'],
    ['file:///etc', 'git.scheme-not-allowed'],
    ['/etc', 'git.scheme-not-allowed'],
    ['../other', 'git.scheme-not-allowed'],
    ['git://example.com/x', 'git.scheme-not-allowed'],
    ['--upload-pack=touch', 'git.failed'],
    ['-oProxyCommand=x@host:y', 'git.failed'],
    ['ssh://-oProxyCommand=x/y', 'git.failed'],
    ['ssh://-l@host/y', 'git.failed'],
    ['host:-x', 'git.scheme-not-allowed'],
    ['host::x', 'git.scheme-not-allowed'],
    ['https://h%0ahost=evil/x', 'git.failed'],
    ['https://example.com/a\nb', 'git.failed'],
    ['https://example.com/a%0ahost=evil', 'git.failed'],
    ['https://example.com/a%0Db', 'git.failed'],
    ['https://example.com/a%00b', 'git.failed'],
    ['https://exa%7fmple.com/a', 'git.failed'],
    ['https://me%0a@example.com/a', 'git.failed'],
    ['https://example.com/a\0b', 'git.failed'],
    ['https://exa mple.com/a', 'git.failed'],
    ['https://', 'git.failed'],
    ['', 'git.scheme-not-allowed'],
  ])('%j', async (url, expected) => {
    await using given = await openPort({ binary: '/nothing/is/started' });
    await expect(given.port.listRefs({ url })).rejects.toEqual(code(expected));
    await expect(given.port.fetch({ url }, '1'.repeat(40))).rejects.toEqual(code(expected));
  });

  test.each(['--upload-pack=touch', '../x', 'HEAD', '', 'zz'])('revision %j', async (revision) => {
    await using environment = await gitEnvironment();
    await using given = await openPort();
    const { url } = await environment.createTestRepository();
    await expect(given.port.fetch({ url }, revision)).rejects.toEqual(code('git.missing-object'));
    expect(await given.port.resolveShort({ url }, revision)).toBeUndefined();
    await expect(given.port.blob({ url }, revision)).rejects.toEqual(code('git.missing-object'));
    // Nobody was asked for it.
    expect(['info-refs', 'ls-refs', 'fetch'].map((kind) => environment.server.requests(kind as 'fetch'))).toEqual([
      0, 0, 0,
    ]);
  });
});

describe('servers that misbehave', () => {
  test.each([
    ['a closed port', 'http://127.0.0.1:1/x', 'git.unreachable'],
    ['a host that is not there', 'https://host.invalid/x', 'git.unreachable'],
  ])('%s', async (_reason, url, expected) => {
    await using given = await openPort();
    await expect(given.port.listRefs({ url })).rejects.toEqual(code(expected));
  });

  const advertised = { 'content-type': 'application/x-git-upload-pack-advertisement' };
  test.each<[string, RequestListener, string]>([
    ['a web page', (_request, response) => response.end('<html>'), 'git.not-a-repository'],
    ['garbage', (_request, response) => response.writeHead(200, advertised).end('zzzzzz'), 'git.not-a-repository'],
    ['a cut line', (_request, response) => response.writeHead(200, advertised).end('00ffabc'), 'git.not-a-repository'],
    ['no refs', (_request, response) => response.writeHead(200, advertised).end('0009hello'), 'git.not-a-repository'],
    ['an error', (_request, response) => response.writeHead(503).end(), 'git.unreachable'],
    ['too many requests', (_request, response) => response.writeHead(429).end(), 'git.unreachable'],
    ['forbidden', (_request, response) => response.writeHead(403).end(), 'git.authentication'],
    ['silence', () => undefined, 'git.timeout'],
    ['a broken connection', (request) => request.socket.destroy(), 'git.unreachable'],
    [
      'a redirect for ever',
      (request, response) => response.writeHead(302, { location: request.url ?? '' }).end(),
      'git.failed',
    ],
  ])('%s', async (_reason, listener, expected) => {
    await using server = await serve(listener);
    await using given = await openPort({ requestTimeout: 300 });
    await expect(given.port.listRefs({ url: `${server.url}/app.git` })).rejects.toEqual(code(expected));
  });

  test('a fetch that never ends is ended, with its children', async () => {
    await using environment = await gitEnvironment();
    const repository = await environment.createTestRepository();
    const oid = await repository.commit({ files: { a: '1' } });
    const handler = createGitHandler({ root: environment.server.root });
    await using server = await serve(async (request, response) => {
      if (request.method === 'GET') await handler(request, response);
    });
    await using given = await openPort({ fetchTimeout: 300, grace: 200 });
    const began = performance.now();
    await expect(given.port.fetch({ url: `${server.url}/app.git` }, oid)).rejects.toEqual(code('git.timeout'));
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  test('a server from before protocol version 2', async () => {
    await using environment = await gitEnvironment();
    const repository = await environment.createTestRepository();
    const one = await repository.commit({ files: { a: '1' } });
    await repository.commit({ files: { a: '2' } });
    await repository.tag('v1', one, { annotated: true });
    const handler = createGitHandler({ root: environment.server.root });
    await using server = await serve(async (request, response) => {
      delete request.headers['git-protocol'];
      await handler(request, response);
    });
    await using given = await openPort();
    const old = await given.port.listRefs({ url: `${server.url}/app.git` });
    expect(old).toEqual(await given.port.listRefs({ url: repository.url }));
    await given.port.fetch({ url: `${server.url}/app.git` }, one);
    expect((await given.port.commit({ url: `${server.url}/app.git` }, one)).oid).toBe(one);
  });

  test('once version 2 is known, asking costs one request', async () => {
    await using environment = await gitEnvironment();
    const { url } = await environment.createTestRepository();
    await using given = await openPort();
    for (let round = 0; round < 3; round++) await given.port.listRefs({ url });
    expect(environment.server.requests('info-refs')).toBe(1);
    expect(environment.server.requests('ls-refs')).toBe(3);
  });
});

describe('the machine', () => {
  test('git is not installed', async () => {
    await using given = await openPort({ binary: 'no-such-git' });
    const asked = given.port.fetch({ url: 'http://127.0.0.1:1/x' }, '1'.repeat(40));
    await expect(asked).rejects.toEqual(
      expect.objectContaining({ code: 'git.tool-missing', hint: expect.stringContaining('install git') }),
    );
  });

  test('git is asked for its version', async () => {
    expect(await requireGit()).toMatch(/^\d+\.\d+/);
    await expect(requireGit({ binary: 'no-such-git' })).rejects.toEqual(code('git.tool-missing'));
    await using folder = await temporaryFolder();
    const old = join(folder.path, 'old-git');
    await writeFile(old, '#!/bin/sh\necho git version 2.25.1\n', { mode: 0o755 });
    await expect(requireGit({ binary: old })).rejects.toThrow('git 2.25.1 is too old');
  });

  test('the cache folder cannot be made', async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, 'file'), '');
    const opened = createGitCli({ cacheFolder: join(folder.path, 'file', 'cache') });
    await expect(opened).rejects.toThrow(/cannot be written/);
  });

  test('folders are private, and keys that a killed process left are removed', async () => {
    await using folder = await temporaryFolder();
    await mkdir(join(folder.path, 'transport-left'));
    const port = await createGitCli({ cacheFolder: folder.path });
    await port.close();
    expect((await readdir(folder.path)).sort()).toEqual(['home']);
    expect((await stat(folder.path)).mode & 0o777).toBe(0o700);
  });

  test('a damaged mirror is made anew', async () => {
    await using environment = await gitEnvironment();
    const repository = await environment.createTestRepository();
    const oid = await repository.commit({ files: { a: '1' } });
    const remote = { url: repository.url };
    await using given = await openPort();
    await given.port.fetch(remote, oid);
    const mirror = (await readdir(given.folder)).find((name) => name.endsWith('.git')) ?? '';
    await rm(join(given.folder, mirror, 'objects', 'pack'), { recursive: true });
    const again = await createGitCli({ cacheFolder: given.folder });
    await again.fetch(remote, oid).catch(() => undefined);
    await again.commit(remote, oid).catch(() => undefined);
    await again.fetch(remote, oid);
    expect((await again.commit(remote, oid)).oid).toBe(oid);
    await again.close();
  });

  test('what was fetched is there after a restart without asking for it again', async () => {
    await using environment = await gitEnvironment();
    const repository = await environment.createTestRepository();
    const oid = await repository.commit({ files: { a: '1' } });
    await using given = await openPort();
    await given.port.fetch({ url: repository.url }, oid);
    const again = await createGitCli({ cacheFolder: given.folder });
    await again.fetch({ url: repository.url }, oid);
    expect((await again.commit({ url: repository.url }, oid)).oid).toBe(oid);
    expect(environment.server.requests('fetch')).toBe(1);
    await again.close();
  });
});
