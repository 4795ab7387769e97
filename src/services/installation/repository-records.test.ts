import { expect, test } from 'vitest';
import { Secret } from '../../base/secret.ts';
import { findRepository, readRepository, readTemplate, repositoryRecord } from './repository-records.ts';

const data = (values: Readonly<Record<string, string>>) =>
  new Map(Object.entries(values).map(([key, value]) => [key, new Secret(value)]));

const NO_TRUST = { certificates: {}, knownHosts: '' };

/** Who a repository is reached as, in one word. */
function identity(
  url: string,
  templates: readonly Readonly<Record<string, string>>[],
  own?: Readonly<Record<string, string>>,
) {
  const sources = { templates: templates.map((template) => readTemplate(data(template))), trust: NO_TRUST };
  const repository = own === undefined ? undefined : readRepository(data({ url, ...own }));
  const { credentials, identity, clientCertificate } = repositoryRecord(repository, url, sources).remote;
  if (credentials?.kind === 'basic') return credentials.username;
  return credentials?.kind ?? identity?.kind ?? (clientCertificate && 'client-certificate');
}

const short = { url: 'https://git.example.com/team', username: 'short', password: 'x' };
const long = { url: 'https://git.example.com/team/private', username: 'long', password: 'x' };
const host = { url: 'https://git.example.com', username: 'host', password: 'x' };

test.each<[string, string, string | undefined]>([
  ['the longest prefix wins', 'https://git.example.com/team/private/app', 'long'],
  ['case and .git do not count', 'https://GIT.example.com/Team/app.git', 'short'],
  ['a prefix may end within a word', 'https://git.example.com/teammates/app', 'short'],
  ['the whole host', 'https://git.example.com/other', 'host'],
  ['another port of the host', 'https://git.example.com:8443/other', 'host'],
  ['a user that looks like the host', 'https://git.example.com:x@evil.org/other', undefined],
  ['a user alone that looks like the host', 'https://git.example.com@evil.org/other', undefined],
  ['a port that is none', 'https://git.example.com:8443.evil.org/other', undefined],
  ['a host that ends in a backslash', 'https://git.example.com\\@evil.org/other', undefined],
  ['a host that only begins alike is another host', 'https://git.example.com.evil.org/other', undefined],
])('templates: %s', (_, url, expected) => {
  expect(identity(url, [short, long, host])).toBe(expected);
});

test('own credentials go before templates, and without them the template serves', () => {
  const url = 'https://git.example.com/team/app';
  expect(identity(url, [short], { username: 'own', password: 'x' })).toBe('own');
  expect(identity(url, [short], { name: 'app' })).toBe('short');
});

test.each<[Readonly<Record<string, string>>, string | undefined]>([
  [{ sshPrivateKey: 'k' }, 'ssh'],
  [{ bearerToken: 't' }, 'bearer'],
  [{ tlsClientCertData: 'c', tlsClientCertKey: 'k' }, 'client-certificate'],
  [{ password: 'only' }, ''],
  [{ githubAppPrivateKey: 'k', githubAppID: '1' }, 'github-app'],
  [{ gcpServiceAccountKey: '{}' }, 'google'],
  [{ azureServicePrincipalClientSecret: 's' }, 'azure-principal'],
  [{ useAzureWorkloadIdentity: 'true' }, 'azure-workload'],
  [{ useAzureWorkloadIdentity: 'false' }, undefined],
  [{ githubAppPrivateKey: 'k', username: 'a name alone' }, 'github-app'],
  [{ githubAppPrivateKey: 'k', username: 'first', password: 'p' }, 'first'],
  [{ username: 'a token in its place' }, 'a token in its place'],
  [{ sshPrivateKey: 'k', username: 'for https', password: 'p' }, 'for https'],
  [{ bearerToken: 't', username: 'second', password: 'p' }, 'bearer'],
  [{ tlsClientCertData: 'c' }, undefined],
])('credentials %o are %s', (values, kind) => {
  expect(identity('https://git.example.com/a', [], values)).toBe(kind);
});

test('of a key and a password the one counts that the address is for', () => {
  const both = { sshPrivateKey: 'k', username: 'u', password: 'p' };
  const urls = ['git@git.example.com:team/app', 'ssh://git.example.com/team/app', 'https://git.example.com/team/app'];
  expect(urls.map((url) => identity(url, [], both))).toEqual(['ssh', 'ssh', 'u']);
});

test('a certificate of its own is a credential: no template beside it', () => {
  const own = { tlsClientCertData: 'c', tlsClientCertKey: 'k' };
  expect(identity('https://git.example.com/team/app', [short], own)).toBe('client-certificate');
});

test('a template tells the type of repositories that do not', () => {
  const url = 'registry.example.com/team/app';
  const template = readTemplate(data({ url: 'registry.example.com', type: 'oci', username: 'u', password: 'p' }));
  const types = [undefined, readRepository(data({ url })), readRepository(data({ url, type: 'helm' }))].map((own) => {
    const { type, isOci } = repositoryRecord(own, url, { templates: [template], trust: NO_TRUST });
    return [type, isOci];
  });
  expect(types).toEqual([
    ['oci', true],
    ['oci', true],
    ['helm', false],
  ]);
});

test('of templates and of Secrets that say the same the first by name counts', () => {
  const url = 'https://git.example.com/team/app';
  const same = { url: 'https://git.example.com/TEAM.git', username: 'second', password: 'x' };
  expect(identity(url, [short, same])).toBe('short');
  const repositories = ['a', 'b'].map((name) => readRepository(data({ url, name, project: 'shop' })));
  expect(findRepository(repositories, url, 'shop')?.name).toBe('a');
});

test('the Secret of the project goes before the one for all', () => {
  const repositories = [
    readRepository(data({ url: 'https://a/x', name: 'all' })),
    readRepository(data({ url: 'https://a/x.git', name: 'mine', project: 'shop' })),
    readRepository(data({ url: 'https://a/y', name: 'theirs', project: 'other' })),
  ];
  expect(findRepository(repositories, 'https://A/x', 'shop')?.name).toBe('mine');
  expect(findRepository(repositories, 'https://a/x', 'web')?.name).toBe('all');
  expect(findRepository(repositories, 'https://a/y', 'shop')).toBeUndefined();
});

test('a whole record: trust by host, insecure, proxies, type', () => {
  const url = 'https://git.example.com/app';
  const repository = readRepository(
    data({
      url,
      type: 'helm',
      name: 'charts',
      project: 'shop',
      insecure: 'true',
      proxy: 'http://p',
      noProxy: 'localhost',
    }),
  );
  const trust = { certificates: { 'git.example.com': 'PEM' }, knownHosts: 'host key' };
  expect(repositoryRecord(repository, url, { templates: [], trust })).toEqual({
    url,
    type: 'helm',
    name: 'charts',
    project: 'shop',
    access: { route: { caBundle: 'PEM', insecureSkipVerify: true, noProxy: 'localhost', proxy: 'http://p' } },
    isOci: false,
    plainHttp: false,
    remote: {
      url,
      caBundle: 'PEM',
      insecureSkipVerify: true,
      knownHosts: 'host key',
      proxy: 'http://p',
      noProxy: 'localhost',
    },
  });
});

test('charts: a password and a certificate together, registries by flag, type, scheme and template', () => {
  const web = { username: 'u', password: 'p', tlsClientCertData: 'c', tlsClientCertKey: 'k', insecure: 'true' };
  const record = (url: string, own: Readonly<Record<string, string>>, template?: Readonly<Record<string, string>>) => {
    const templates = template === undefined ? [] : [readTemplate(data(template))];
    return repositoryRecord(readRepository(data({ url, ...own })), url, { templates, trust: NO_TRUST });
  };
  const { access } = record('https://charts.example.com', { type: 'helm', ...web });
  expect([
    access.credentials?.kind,
    access.route?.clientCertificate?.certificate,
    access.route?.insecureSkipVerify,
  ]).toEqual(['basic', 'c', true]);
  const registry = 'registry.example.com/charts';
  const template = { url: 'registry.example.com', enableOCI: 'true', insecureOCIForceHttp: 'true', username: 't' };
  const cases = [
    record('https://charts.example.com', { type: 'helm' }),
    record(registry, { type: 'helm', enableOCI: 'true' }),
    record(registry, { type: 'oci' }),
    record(`oci://${registry}`, {}),
    record(registry, { type: 'helm' }, template),
  ];
  expect(cases.map(({ isOci, plainHttp }) => [isOci, plainHttp])).toEqual([
    [false, false],
    [true, false],
    [true, false],
    [true, false],
    [true, true],
  ]);
});

test('a registry without scheme is trusted by the bundle of its host', () => {
  const url = 'registry.example.com:5000/charts';
  const trust = { certificates: { 'registry.example.com': 'PEM' }, knownHosts: '' };
  expect(repositoryRecord(undefined, url, { templates: [], trust }).access.route).toEqual({ caBundle: 'PEM' });
});

test("an identity that a service gives a token, in full, from a template; depth and LFS are the repository's own", () => {
  const url = 'https://ghe.example.com/shop/app';
  const template = readTemplate(
    data({
      url: 'https://ghe.example.com',
      githubAppID: '12',
      githubAppInstallationID: '0',
      githubAppPrivateKey: 'PEM',
      githubAppEnterpriseBaseUrl: 'https://ghe.example.com/api/v3',
      tlsClientCertData: 'c',
      tlsClientCertKey: 'k',
    }),
  );
  const own = { url, depth: '3', enableLfs: 'true' };
  const { remote, access } = repositoryRecord(readRepository(data(own)), url, {
    templates: [template],
    trust: NO_TRUST,
  });
  const identity = {
    kind: 'github-app',
    appId: '12',
    installationId: '',
    privateKey: new Secret('PEM'),
    baseUrl: 'https://ghe.example.com/api/v3',
  };
  const clientCertificate = { certificate: 'c', key: new Secret('k') };
  expect(remote).toEqual({ url, identity, clientCertificate, lfs: true, depth: 3 });
  expect(access).toEqual({ identity, route: { clientCertificate } });
});
