import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { secretData } from '../../../kube/object/secret-data.ts';
import { type ApiEnvironment, apiEnvironment } from '../../../testkit/api-environment.ts';
import { cliSession } from '../../../testkit/cli-session.ts';
import { repoAdd, repoCredsAdd, repoCredsList, repoCredsRemove, repoGet, repoList, repoRemove } from './repository.ts';

const SECRETS = { group: '', version: 'v1', plural: 'secrets', namespaced: true };
const WIDE = { output: 'wide' };

async function stored({ kube }: ApiEnvironment) {
  const { items } = await kube.list(SECRETS, { namespace: 'argocd', labelSelector: 'argocd.argoproj.io/secret-type' });
  return items.map((object) =>
    Object.fromEntries([...secretData(object)].map(([key, value]) => [key, value.reveal()])),
  );
}

test('repositories: added, shown in every format, changed by upsert only, removed', async () => {
  await using api = await apiEnvironment();
  const run = await cliSession(api, 'admin');
  const { url } = api.git.repository('app');
  const added = { exit: 0, stdout: `Repository '${url}' added\n`, stderr: '' };
  expect(await run((context) => repoAdd(context, url, { type: 'git', name: 'app' }))).toEqual(added);
  expect(await run((context) => repoAdd(context, url, { type: 'git', name: 'app' }))).toEqual(added);
  expect(await run((context) => repoAdd(context, url, { type: 'git', name: 'other' }))).toMatchObject({
    exit: 20,
    stderr: expect.stringContaining('use upsert flag to force update; difference in keys "Name"'),
  });
  expect(await run((context) => repoAdd(context, url, { type: 'git', name: 'new', upsert: true }))).toEqual(added);
  const header =
    'TYPE  NAME  REPO                             INSECURE  OCI    LFS    CREDS  STATUS      MESSAGE  PROJECT';
  const row = `git   new   ${url}  false     false  false  false  Successful           `;
  const table = { exit: 0, stdout: `${header}\n${row}\n`, stderr: '' };
  expect(await run((context) => repoList(context, WIDE))).toEqual(table);
  expect(await run((context) => repoList(context, { ...WIDE, refresh: 'hard' }))).toEqual(table);
  expect(await run((context) => repoGet(context, url, WIDE))).toEqual(table);
  expect((await run((context) => repoList(context, { output: 'url' }))).stdout).toBe(`${url}\n`);
  const json = JSON.parse((await run((context) => repoGet(context, url, { output: 'json' }))).stdout);
  expect(Object.keys(json)).toEqual(['repo', 'connectionState', 'type', 'name']);
  const removed = { exit: 0, stdout: `Repository '${url}' removed\n`, stderr: '' };
  expect(await run((context) => repoRemove(context, [url], {}))).toEqual(removed);
  expect(await run((context) => repoRemove(context, [url], {}))).toMatchObject({
    exit: 20,
    stderr: expect.stringContaining('permission denied'),
  });
});

test('every kind of credentials comes to its field', async () => {
  await using api = await apiEnvironment();
  const run = await cliSession(api, 'admin');
  const folder = mkdtempSync(join(tmpdir(), 'cli-repository-'));
  const file = (name: string): string => {
    writeFileSync(join(folder, name), `text of ${name}`);
    return join(folder, name);
  };
  const url = 'https://git.example.com';
  const flags = {
    type: 'git',
    username: 'me',
    password: 'secret',
    tlsClientCertPath: file('cert'),
    tlsClientCertKeyPath: file('key'),
    githubAppId: '12',
    githubAppInstallationId: '34',
    githubAppPrivateKeyPath: file('app'),
    githubAppEnterpriseBaseUrl: 'https://ghe.example.com/api/v3',
    gcpServiceAccountKeyPath: file('gcp'),
    azureServicePrincipalClientId: 'client',
    azureServicePrincipalClientSecret: 'client-secret',
    azureServicePrincipalTenantId: 'tenant',
    azureActiveDirectoryEndpoint: 'https://login.example.com',
    useAzureWorkloadIdentity: true,
    enableOci: true,
    forceHttpBasicAuth: true,
    proxyUrl: 'http://proxy:3128',
    noProxy: 'localhost',
  };
  expect((await run((context) => repoCredsAdd(context, url, flags))).stdout).toBe(
    `Repository credentials for '${url}' added\n`,
  );
  expect(await stored(api)).toEqual([
    {
      url,
      type: 'git',
      username: 'me',
      password: 'secret',
      tlsClientCertData: 'text of cert',
      tlsClientCertKey: 'text of key',
      githubAppID: '12',
      githubAppInstallationID: '34',
      githubAppPrivateKey: 'text of app',
      githubAppEnterpriseBaseUrl: 'https://ghe.example.com/api/v3',
      gcpServiceAccountKey: 'text of gcp',
      azureServicePrincipalClientId: 'client',
      azureServicePrincipalClientSecret: 'client-secret',
      azureServicePrincipalTenantId: 'tenant',
      azureActiveDirectoryEndpoint: 'https://login.example.com',
      useAzureWorkloadIdentity: 'true',
      enableOCI: 'true',
      forceHttpBasicAuth: 'true',
      proxy: 'http://proxy:3128',
      noProxy: 'localhost',
    },
  ]);
  expect((await run((context) => repoCredsList(context, WIDE))).stdout).toBe(
    'URL PATTERN              USERNAME  SSH_CREDS  TLS_CREDS\nhttps://git.example.com  me        false      false\n',
  );
  expect((await run((context) => repoCredsList(context, { output: 'yaml' }))).stdout).not.toMatch(
    /secret|text of|bearer/,
  );
  const others = [
    [`${url}/token`, { type: 'git', bearerToken: 'bearer' }],
    [`${url}/charts`, { type: 'helm', enableOci: true, insecureOciForceHttp: true }],
  ] as const;
  for (const [prefix, one] of others) await run((context) => repoCredsAdd(context, prefix, one));
  expect((await stored(api)).filter((one) => one['url'] !== url)).toEqual([
    { url: `${url}/charts`, type: 'helm', enableOCI: 'true', insecureOCIForceHttp: 'true' },
    { url: `${url}/token`, type: 'git', bearerToken: 'bearer' },
  ]);
  const ssh = { type: 'git', sshPrivateKeyPath: file('ssh'), insecureIgnoreHostKey: true, depth: '3', enableLfs: true };
  rmSync(folder, { recursive: true });
  expect(await run((context) => repoAdd(context, 'git@git.example.com:x.git', ssh))).toMatchObject({
    exit: 1,
    stderr: `open ${join(folder, 'ssh')}: no such file or directory\n`,
  });
});

test.each<[string, string, object, string]>([
  ['charts have names', 'https://a', { type: 'helm' }, "Must specify --name for repos of type 'helm'"],
  [
    'keys of ssh are for ssh',
    'https://a',
    { type: 'git', sshPrivateKeyPath: 'k' },
    '--ssh-private-key-path is only supported for SSH repositories.',
  ],
  [
    'a certificate has a key',
    'https://a',
    { type: 'git', tlsClientCertPath: 'c' },
    '--tls-client-cert-path and --tls-client-cert-key-path must be specified together',
  ],
  [
    'certificates are for https',
    'git@a:b',
    { type: 'git', tlsClientCertPath: 'c', tlsClientCertKeyPath: 'k' },
    '--tls-client-cert-path is only supported for HTTPS repositories',
  ],
  [
    'a token or a password',
    'https://a',
    { type: 'git', bearerToken: 't', password: 'p' },
    'only --bearer-token or --password is allowed, not both',
  ],
  [
    'tokens are for Git',
    'https://a',
    { type: 'helm', name: 'a', bearerToken: 't' },
    '--bearer-token is only supported for Git repositories',
  ],
  [
    'tokens are for https',
    'http://a',
    { type: 'git', bearerToken: 't' },
    '--bearer-token is only supported for HTTPS repositories',
  ],
  [
    'plain HTTP is for registries',
    'https://a',
    { type: 'helm', name: 'a', insecureOciForceHttp: true },
    '--insecure-oci-force-http requires --type oci or --enable-oci',
  ],
])('refused before a server is asked: %s', async (_reason, url, flags, message) => {
  const run = await cliSession({ url: 'http://127.0.0.1:1' } as ApiEnvironment);
  const outcome = await run((context) => repoAdd(context, url, flags as Parameters<typeof repoAdd>[2]));
  expect(outcome).toEqual({ exit: 20, stdout: '', stderr: `${message}\n` });
});

test('formats and refreshes that there are not', async () => {
  const run = await cliSession({ url: 'http://127.0.0.1:1' } as ApiEnvironment);
  const toml = 'unknown output format: toml. Supported formats: yaml|json|url|wide\n';
  expect(await run((context) => repoList(context, { output: 'toml' }))).toEqual({ exit: 20, stdout: '', stderr: toml });
  expect((await run((context) => repoCredsList(context, { output: 'toml' }))).stderr).toBe(toml);
  const soft = 'unknown refresh value: soft. Supported values: hard\n';
  expect((await run((context) => repoList(context, { ...WIDE, refresh: 'soft' }))).stderr).toBe(soft);
  expect((await run((context) => repoCredsRemove(context, ['https://a']))).exit).toBe(20);
});
