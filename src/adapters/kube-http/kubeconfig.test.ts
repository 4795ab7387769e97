import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Secret } from '../../base/secret.ts';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { clusterSecretConnection } from './cluster-secret.ts';
import { inClusterConnection } from './in-cluster.ts';
import { kubeconfigContexts, parseKubeconfig, readKubeconfig } from './kubeconfig.ts';

const encoded = (text: string) => Buffer.from(text).toString('base64');

const CONFIG = `
apiVersion: v1
kind: Config
current-context: prod
clusters:
- name: prod
  cluster: {server: "https://prod:6443/", certificate-authority-data: ${encoded('CA')}, tls-server-name: api, proxy-url: "http://proxy:3128"}
- name: files
  cluster: {server: "https://files", certificate-authority: ca.pem, insecure-skip-tls-verify: false}
contexts:
- name: prod
  context: {cluster: prod, user: cert, namespace: shop}
- name: files
  context: {cluster: files, user: file}
- name: exec
  context: {cluster: files, user: exec}
- name: nobody
  context: {cluster: prod, user: gone}
users:
- name: cert
  user: {client-certificate-data: ${encoded('CERT')}, client-key-data: ${encoded('KEY')}, token: unused}
- name: file
  user: {tokenFile: secrets/token, token: unused}
- name: exec
  user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, args: [a, 1], env: [{name: A, value: b}], provideClusterInfo: true}}
`;

test('embedded certificates, server name, proxy and namespace', async () => {
  expect(await parseKubeconfig(CONFIG, { directory: '/x' })).toEqual({
    server: 'https://prod:6443',
    ca: 'CA',
    tlsServerName: 'api',
    proxyUrl: 'http://proxy:3128',
    credentials: { kind: 'client-certificate', certificate: 'CERT', key: new Secret('KEY') },
    namespace: 'shop',
  });
  expect(kubeconfigContexts(CONFIG)).toEqual(['prod', 'files', 'exec', 'nobody']);
});

test('paths start at the folder of the file', async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, 'ca.pem'), 'FILE CA');
  await writeFile(join(folder.path, 'config'), CONFIG);
  expect(await readKubeconfig(join(folder.path, 'config'), 'files')).toEqual({
    server: 'https://files',
    ca: 'FILE CA',
    credentials: { kind: 'token-file', path: join(folder.path, 'secrets/token') },
  });
  expect((await readKubeconfig(join(folder.path, 'config'), 'exec')).credentials).toEqual({
    kind: 'exec',
    plugin: {
      command: join(folder.path, 'plugin'),
      args: ['a', '1'],
      env: { A: 'b' },
      apiVersion: 'client.authentication.k8s.io/v1',
      installHint: '',
      provideClusterInfo: true,
    },
  });
});

test.each([
  ['a context that is not there', CONFIG, 'other', 'the kubeconfig cannot be used: it has no context named "other"'],
  ['a user that is not there', CONFIG, 'nobody', 'the kubeconfig cannot be used: it has no user named "gone"'],
  ['an empty file', '', undefined, 'the kubeconfig cannot be used: it has no current-context: name a context'],
])('%s is told', async (_, text, context, message) => {
  const choice = context === undefined ? { directory: '/' } : { directory: '/', context };
  await expect(parseKubeconfig(text, choice)).rejects.toMatchObject({ code: 'kube.configuration', message });
});

test('a cluster Secret: token, authority, server name, proxy', () => {
  const config = {
    bearerToken: 'T',
    tlsClientConfig: { insecure: false, caData: encoded('CA'), serverName: 'api' },
    proxyUrl: 'http://proxy:3128',
  };
  expect(clusterSecretConnection('https://prod', new Secret(JSON.stringify(config)))).toEqual({
    server: 'https://prod',
    ca: 'CA',
    tlsServerName: 'api',
    proxyUrl: 'http://proxy:3128',
    credentials: { kind: 'token', token: new Secret('T') },
  });
});

test('a cluster Secret: a credential plugin with an environment map', () => {
  const execProviderConfig = {
    command: 'aws',
    args: ['eks'],
    env: { REGION: 'eu' },
    apiVersion: 'client.authentication.k8s.io/v1beta1',
  };
  expect(
    clusterSecretConnection('https://prod', new Secret(JSON.stringify({ execProviderConfig }))).credentials,
  ).toEqual({
    kind: 'exec',
    plugin: { ...execProviderConfig, env: { REGION: 'eu' }, installHint: '', provideClusterInfo: false },
  });
});

test('a broken cluster Secret does not show its content', () => {
  expect(() => clusterSecretConnection('https://prod', new Secret('{"bearerToken": s3cret'))).toThrow(
    'the cluster Secret of https://prod cannot be used: config is not JSON',
  );
});

test("a pod's own cluster, also by an IPv6 address", async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, 'ca.crt'), 'CA');
  await writeFile(join(folder.path, 'namespace'), 'argocd\n');
  expect(await inClusterConnection({ host: 'fd00::1', port: '443', folder: folder.path })).toEqual({
    server: 'https://[fd00::1]:443',
    ca: 'CA',
    credentials: { kind: 'token-file', path: join(folder.path, 'token') },
    namespace: 'argocd',
  });
  await expect(inClusterConnection({ host: undefined, port: undefined })).rejects.toMatchObject({
    code: 'kube.configuration',
  });
});
