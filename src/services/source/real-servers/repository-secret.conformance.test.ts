/** What a Secret of a repository says beside passwords, keys and certificates, each with its effect on a real server (H1, H2, H4). */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createBareRepository } from '../../../adapters/git-server/bare-repository.ts';
import { createGitHandler } from '../../../adapters/git-server/git-handler.ts';
import { type ConnectedSources, connectedSources } from '../../../testkit/connected-sources.ts';
import { testRepository } from '../../../testkit/git-repository.ts';
import { guardedCharts } from '../../../testkit/guarded/guarded-charts.ts';
import { listening } from '../../../testkit/hostile-git.ts';
import { httpServer } from '../../../testkit/http-server.ts';
import { lfsServer } from '../../../testkit/lfs-server.ts';
import { ociRegistry } from '../../../testkit/oci-registry.ts';
import { packTarGz } from '../../../testkit/pack-tar.ts';
import { pushArtifact } from '../../../testkit/push-artifact.ts';
import { valueMap } from '../../../testkit/real-sources.ts';
import { temporaryFolder } from '../../../testkit/temporary-folder.ts';
import { testCertificates } from '../../../testkit/test-certificates.ts';
import { rsaPair, tokenRepository, tokenService } from '../../../testkit/token-service.ts';

type Texts = Readonly<Record<string, string>>;

/** What a server asks before it answers: a status, or an address to go to, in place of the repository; nothing: who asks may read. */
type Guard = (authorization: string | undefined, url: string) => number | string | undefined;

const MANIFEST = { 'a.yaml': valueMap('one') };

async function guardedBy(answer: Guard, tls?: ServerOptions, files: Texts = MANIFEST) {
  const folder = await temporaryFolder();
  const bare = await createBareRepository(folder.path, 'team/app');
  const handler = createGitHandler({ root: folder.path });
  const asked: (string | undefined)[] = [];
  const listener: RequestListener = (request, response) => {
    asked.push(request.headers.authorization);
    const refusal = answer(request.headers.authorization, request.url ?? '');
    if (refusal === undefined) void handler(request, response);
    else if (typeof refusal === 'string') response.writeHead(301, { location: refusal }).end();
    else response.writeHead(refusal).end('no\n');
  };
  const server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const scheme = tls === undefined ? 'http' : 'https';
  const origin = `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const url = `${origin}/team/app.git`;
  await testRepository(bare, url).commit({ files });
  return {
    ...{ url, origin, asked },
    source: { repoURL: url, path: '.', targetRevision: 'main' },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await folder[Symbol.asyncDispose]();
    },
  };
}

const basic = (username: string, password: string): string => `Basic ${btoa(`${username}:${password}`)}`;

describe('one Secret', () => {
  test('bearerToken', async () => {
    await using given = await guardedBy((header) => (header === 'Bearer CANARY' ? undefined : 401));
    await using sources = await connectedSources();
    sources.store({ repositories: [{ url: given.url, bearerToken: 'CANARY-old' }] });
    expect(await sources.refresh(given.source)).toMatch(/authentication required/);
    sources.store({ repositories: [{ url: given.url, bearerToken: 'CANARY' }] });
    expect(await sources.refresh(given.source)).toEqual(['one']);
  });

  test.each(['true', 'false', ''])(
    'forceHttpBasicAuth %j: a password is shown to a server that does not ask for one',
    async (force) => {
      // It answers as if there were nothing, and never challenges.
      await using given = await guardedBy((header) => (header === basic('git', 'CANARY') ? undefined : 404));
      await using sources = await connectedSources();
      const secret = { url: given.url, username: 'git', password: 'CANARY', forceHttpBasicAuth: force };
      sources.store({ repositories: [secret] });
      expect(await sources.refresh(given.source)).toEqual(['one']);
      expect(given.asked).not.toContain(undefined);
    },
  );

  test.each(['@private', 'alias:private'])('name: a chart whose dependency comes from %s', async (repository) => {
    await using charts = await guardedCharts();
    await charts.publish('of-dependency');
    const dependencies = `dependencies:\n- {name: web, version: "*", repository: "${repository}"}\n`;
    const files = { 'Chart.yaml': `apiVersion: v2\nname: app\nversion: 1.0.0\n${dependencies}` };
    await using given = await guardedBy(() => undefined, undefined, files);
    await using sources = await connectedSources();
    const secret = { ...charts.repository, ...charts.right };
    sources.store({ repositories: [{ ...secret, name: 'private' }] });
    expect(await sources.refresh(given.source)).toEqual(['of-dependency']);
    sources.store({ repositories: [{ ...secret, name: 'other' }] });
    expect(await sources.refresh(given.source, { refresh: 'hard' })).toMatch(/private/);
  });

  test('type and enableOCI: the same address as a registry of artifacts, of charts, and as neither', async () => {
    await using registry = await ociRegistry();
    const layers = [
      { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', content: packTarGz({ 'a.yaml': valueMap('one') }) },
    ];
    await pushArtifact({ host: registry.host, name: 'team/app', tag: 'v1' }, { layers });
    await using sources = await connectedSources();
    const source = { repoURL: `oci://${registry.host}/team/app`, path: '.', targetRevision: 'v1' };
    sources.store({ repositories: [{ url: source.repoURL, type: 'oci', insecureOCIForceHttp: 'true' }] });
    expect(await sources.refresh(source)).toEqual(['one']);
    // Without the word that it speaks HTTP it is asked by HTTPS, and never otherwise.
    sources.store({ repositories: [{ url: source.repoURL, type: 'oci' }] });
    expect(await sources.refresh(source)).toMatch(/https:\/\/127\.0\.0\.1/);
  });

  test('enableLfs: a pointer is read as the file that it stands for, with the credentials of the Secret', async () => {
    await using folder = await temporaryFolder();
    const bare = await createBareRepository(folder.path, 'app');
    await using server = await lfsServer(folder.path, basic('git', 'CANARY'));
    const url = `${server.url}/app.git`;
    const large = Buffer.from(valueMap('large').padEnd(4000, '#'));
    await testRepository(bare, url).commit({ files: { 'a.yaml': server.keep(large) } });
    await using sources = await connectedSources();
    const source = { repoURL: url, path: '.', targetRevision: 'main' };
    const secret = { url, username: 'git', password: 'CANARY' };
    sources.store({ repositories: [{ ...secret, enableLfs: 'true' }] });
    expect(await sources.refresh(source)).toEqual(['large']);
    expect(server.shown.files).toEqual([undefined]);
    // Without it the file is what the commit holds: three lines that are no manifest.
    sources.store({ repositories: [secret] });
    const told = await sources.refresh(source, { refresh: 'hard' });
    expect(told).not.toEqual(['large']);
    expect(told).not.toMatch(/CANARY/);
  });

  test.each([
    ['2', true],
    ['0', false],
    ['', false],
    ['-1', false],
  ])('depth %j: a history that ends early, or the whole one', async (depth, isShallow) => {
    await using folder = await temporaryFolder();
    const bare = await createBareRepository(folder.path, 'team/app');
    const handler = createGitHandler({ root: folder.path });
    await using server = await listening(async (request, response) => void (await handler(request, response)));
    const url = `${server.url}/team/app.git`;
    for (const value of ['1', '2', '3', '4']) {
      await testRepository(bare, url).commit({ files: { 'a.yaml': valueMap(value) } });
    }
    await using sources = await connectedSources();
    sources.store({ repositories: [{ url, depth }] });
    expect(await sources.refresh({ repoURL: url, path: '.', targetRevision: 'main' })).toEqual(['4']);
    const files = await readdir(sources.mirrors, { recursive: true });
    const cut = files.filter((name) => /(?:^|\/)shallow$/.test(name));
    const commits = await Promise.all(cut.map((name) => readFile(join(sources.mirrors, name), 'utf8')));
    expect(commits.some((text) => /^[0-9a-f]{40}$/m.test(text))).toBe(isShallow);
  });
});

describe('several Secrets', () => {
  const users: Texts = { shop: basic('shop', 'CANARY-1'), web: basic('web', 'CANARY-2') };
  const secretOf = (url: string, project: string): Texts => ({
    ...{ url, project, username: project },
    password: project === 'shop' ? 'CANARY-1' : 'CANARY-2',
  });

  test('of one address in two projects: each project asks as itself, another one as nobody', async () => {
    await using given = await guardedBy((header) => (Object.values(users).includes(header ?? '') ? undefined : 401));
    await using sources = await connectedSources();
    sources.store({ repositories: [secretOf(given.url, 'shop'), secretOf(given.url, 'web')] });
    for (const [project, header] of Object.entries(users)) {
      const before = given.asked.length;
      expect(await sources.refresh(given.source, { project })).toEqual(['one']);
      expect(new Set(given.asked.slice(before))).toEqual(new Set([header]));
    }
    expect(await sources.refresh(given.source, { project: 'other' })).toMatch(/authentication required/);
    // What is of no project is for those without their own.
    sources.store({ repositories: [secretOf(given.url, 'shop'), { ...secretOf(given.url, 'web'), project: '' }] });
    const before = given.asked.length;
    expect(await sources.refresh(given.source, { project: 'other' })).toEqual(['one']);
    expect(new Set(given.asked.slice(before))).toEqual(new Set([users['web']]));
  });

  test('that say the same address: the first by name is the one, however the address is written', async () => {
    await using given = await guardedBy((header) => (header === users['shop'] ? undefined : 401));
    await using sources = await connectedSources();
    const first = { ...secretOf(given.url.replace('.git', ''), 'shop'), project: '' };
    sources.store({ repositories: [first, { ...secretOf(given.url, 'web'), project: '' }] });
    expect(await sources.refresh(given.source)).toEqual(['one']);
  });
});

const { server: shown, client } = testCertificates();
const certificates = { '127.0.0.1': shown.authority };
const own = { tlsClientCertData: client.certificate, tlsClientCertKey: client.key };
const secured: ServerOptions = { cert: shown.certificate, key: shown.key, ca: shown.authority };

describe.each<[string, ServerOptions | undefined, Texts]>([
  ['http', undefined, {}],
  ['https', secured, {}],
  ['https with a client certificate', { ...secured, requestCert: true, rejectUnauthorized: true }, own],
])('an address that leads elsewhere (H3), %s', (_scheme, tls, keys) => {
  const password = { username: 'git', password: 'CANARY', ...keys };

  test('without its .git, as GitLab does: followed on the same server, with the credentials', async () => {
    await using given = await guardedBy((header, url) => {
      if (header !== basic('git', 'CANARY')) return 401;
      return url.startsWith('/team/app/') ? url.replace('/team/app/', '/team/app.git/') : undefined;
    }, tls);
    await using sources = await connectedSources();
    const repoURL = `${given.origin}/team/app`;
    sources.store({ certificates, repositories: [{ url: repoURL, ...password }] });
    expect(await sources.refresh({ ...given.source, repoURL })).toEqual(['one']);
  });

  test('to another server: not followed, and the condition says which address to use', async () => {
    await using far = await guardedBy(() => undefined, tls);
    await using given = await guardedBy((_header, url) => `${far.origin}${url}`, tls);
    await using sources = await connectedSources();
    sources.store({ certificates, repositories: [{ url: given.url, ...password }] });
    const told = await sources.refresh(given.source);
    const words = `${given.url}: redirects to ${far.url}, another server, and is not followed there; use ${far.url}`;
    expect(told).toMatch(words);
    expect(far.asked).toEqual([]);
  });
});

describe('other addresses that lead elsewhere (H3)', () => {
  test('to a page to sign in: what may be wrong is said', async () => {
    await using given = await guardedBy(() => '/users/sign_in');
    await using sources = await connectedSources();
    expect(await sources.refresh(given.source)).toMatch(
      /redirects to what is no repository; a page to sign in .* \.git/,
    );
  });

  test('a chart repository elsewhere is read, without the credentials', async () => {
    await using far = await httpServer((_request, response) => void response.end('apiVersion: v1\nentries: {}\n'));
    await using near = await httpServer(({ url }, response) => {
      response.writeHead(302, { location: `${far.url}${url}` }).end();
    });
    await using sources = await connectedSources();
    sources.store({ repositories: [{ url: near.url, type: 'helm', username: 'helm', password: 'CANARY' }] });
    const told = await sources.refresh({ repoURL: near.url, chart: 'web', targetRevision: '*', path: '' });
    expect(told).toMatch(/chart 'web' not found in index/);
    expect(near.requests.map(({ headers }) => headers['authorization'])).toEqual([basic('helm', 'CANARY')]);
    expect(far.requests.map(({ headers }) => headers['authorization'])).toEqual([undefined]);
  });
});

describe('an identity in place of a password (H4)', () => {
  const keys = rsaPair();
  const stranger = rsaPair();
  async function begin() {
    const stack = new AsyncDisposableStack();
    const sources: ConnectedSources = stack.use(await connectedSources());
    const service = stack.use(await tokenService({ publicKey: keys.publicKey, now: () => sources.clock.now() }));
    const place = stack.use(await tokenRepository(service.valid));
    await place.repository.commit({ files: { 'a.yaml': valueMap('one') } });
    const source = { repoURL: place.url, path: '.', targetRevision: 'main' };
    const refresh = async (identity: Texts) => {
      sources.store({ repositories: [{ url: place.url, ...identity }] });
      return await sources.refresh(source);
    };
    return { service, refresh, sources, place, source, [Symbol.asyncDispose]: () => stack.disposeAsync() };
  }
  const githubApp = (url: string, changes: Texts = {}): Texts => ({
    ...{ githubAppID: '4711', githubAppPrivateKey: keys.pem, githubAppEnterpriseBaseUrl: `${url}/api/v3` },
    ...changes,
  });
  const google = (url: string, key = keys.pem): Texts => {
    const account = { type: 'service_account', client_email: 'robot@shop.iam', private_key: key, private_key_id: 'k' };
    return { gcpServiceAccountKey: JSON.stringify({ ...account, token_uri: `${url}/google/token` }) };
  };
  const azure = (url: string, secret = 'password-1'): Texts => ({
    ...{ azureServicePrincipalTenantId: 'tenant-1', azureServicePrincipalClientId: 'client-2' },
    ...{ azureServicePrincipalClientSecret: secret, azureActiveDirectoryEndpoint: url },
  });

  test.each<[string, (url: string) => Texts, (url: string) => Texts]>([
    [
      'githubApp*',
      (url) => githubApp(url, { githubAppInstallationID: '99' }),
      (url) => githubApp(url, { githubAppPrivateKey: stranger.pem }),
    ],
    ['githubApp* without the installation', githubApp, (url) => githubApp(url, { githubAppID: '4712' })],
    ['gcpServiceAccountKey', google, (url) => google(url, stranger.pem)],
    ['azureServicePrincipal*', azure, (url) => azure(url, 'CANARY')],
  ])(
    '%s: a wrong one is told, the right one opens at the next refresh, and expires without anybody seeing it',
    async (_key, right, wrong) => {
      await using given = await begin();
      const { service, refresh } = given;
      const told = await refresh(wrong(service.url));
      expect(told).toMatch(/GitHub App|Google account|Azure service principal/);
      expect(told).not.toMatch(/CANARY|PRIVATE KEY/);
      expect(await refresh(right(service.url))).toEqual(['one']);
      expect(service.valid).toHaveLength(1);
      // Renewed before its hour is over, although the old one still opens it; and at once where it was taken back.
      given.sources.clock.advanceSync(56 * 60_000);
      expect(await refresh(right(service.url))).toEqual(['one']);
      expect(service.valid).toHaveLength(2);
      service.revoke();
      given.sources.clock.advanceSync(60_000);
      expect(await refresh(right(service.url))).toEqual(['one']);
    },
  );

  test('useAzureWorkloadIdentity: the identity of the pod opens it, and without the key nothing does', async () => {
    await using service = await tokenService({ publicKey: keys.publicKey, now: () => 0 });
    await using place = await tokenRepository(service.valid);
    await place.repository.commit({ files: { 'a.yaml': valueMap('one') } });
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'token');
    await writeFile(file, 'federated\n');
    const source = { repoURL: place.url, path: '.', targetRevision: 'main' };
    const pod = { AZURE_CLIENT_ID: 'client-1', AZURE_TENANT_ID: 'tenant-1', AZURE_FEDERATED_TOKEN_FILE: file };
    await using sources = await connectedSources({ ...pod, AZURE_AUTHORITY_HOST: `${service.url}/` });
    sources.store({ repositories: [{ url: place.url, useAzureWorkloadIdentity: 'false' }] });
    expect(await sources.refresh(source)).toMatch(/failed to list refs/);
    sources.store({ repositories: [{ url: place.url, useAzureWorkloadIdentity: 'true' }] });
    expect(await sources.refresh(source)).toEqual(['one']);
    expect(service.valid).toHaveLength(1);
    await using elsewhere = await connectedSources();
    elsewhere.store({ repositories: [{ url: place.url, useAzureWorkloadIdentity: 'true' }] });
    expect(await elsewhere.refresh(source)).toMatch(/AZURE_CLIENT_ID, AZURE_TENANT_ID or/);
  });

  test('of a template, and none where the repository has a password', async () => {
    await using given = await begin();
    const { service, sources, place, source } = given;
    const templates = [{ url: new URL(place.url).origin, ...githubApp(service.url) }];
    sources.store({ templates });
    expect(await sources.refresh(source)).toEqual(['one']);
    sources.store({ templates, repositories: [{ url: place.url, username: 'git', password: 'CANARY' }] });
    expect(await sources.refresh(source)).toMatch(/failed to list refs/);
    expect(service.valid).toHaveLength(1);
  });
});
