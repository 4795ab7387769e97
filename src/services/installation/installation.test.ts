import { expect, test } from 'vitest';
import { createReflector } from '../../adapters/reflector/reflector.ts';
import { customResourceDefinitions } from '../../api/crd/definitions.ts';
import { isExcludedResource, resourceFilter } from '../../engine/settings/resource-filter.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { KubePort, ResourceType } from '../../ports/kube.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { faultyKube, unreachable } from '../../testkit/faulty-kube.ts';
import { memoryKube } from '../../testkit/memory-kube.ts';
import { memoryLog } from '../../testkit/memory-log.ts';
import { createInstallation, ensureDefaults, installationOf } from './index.ts';
import { SHIPPED_SETTINGS } from './shipped-settings.ts';

const core = (plural: string, namespaced = true): ResourceType => ({ group: '', version: 'v1', plural, namespaced });
const CRDS = { group: 'apiextensions.k8s.io', version: 'v1', plural: 'customresourcedefinitions', namespaced: false };
const PROJECTS = { group: 'argoproj.io', version: 'v1alpha1', plural: 'appprojects', namespaced: true };
const PART_OF = { 'app.kubernetes.io/part-of': 'argocd' };

const encoded = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString('base64')]));

function secret(
  name: string,
  labels: Readonly<Record<string, string>>,
  values: Readonly<Record<string, string>>,
): KubeObject {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'argocd', labels }, data: encoded(values) };
}

function map(name: string, data: Readonly<Record<string, string>>): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'argocd', labels: PART_OF }, data };
}

async function place() {
  const clock = new FakeClock();
  const kube = faultyKube(memoryKube({ clock }));
  await kube.create(core('namespaces', false), { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'argocd' } });
  for (const definition of customResourceDefinitions()) await kube.create(CRDS, definition);
  await clock.advance(1000);
  const log = memoryLog();
  const reflector = createReflector({ clock, random: () => 0.5 });
  const installation = createInstallation({ kube, namespace: 'argocd', reflector, log });
  return { clock, kube, log, installation };
}

function defaults(kube: KubePort, clock: FakeClock) {
  let number = 0;
  return ensureDefaults({
    kube,
    namespace: 'argocd',
    clock,
    randomText: (length) => `random-${number++}-`.padEnd(length, 'x'),
    hashPassword: async (password) => `hash of ${password}`,
  });
}

test('settings, projects, repositories and clusters become one snapshot', async () => {
  const { kube, installation, clock } = await place();
  await defaults(kube, clock);
  await kube.patch(
    { type: core('configmaps'), namespace: 'argocd', name: 'argocd-cm' },
    'merge',
    '{"data":{"url":"https://argo"}}',
  );
  await kube.create(
    core('secrets'),
    secret('repo', { 'argocd.argoproj.io/secret-type': 'repository' }, { url: 'https://git/app' }),
  );
  await kube.create(
    core('secrets'),
    secret(
      'prod',
      { 'argocd.argoproj.io/secret-type': 'cluster', tier: 'gold' },
      {
        name: 'prod',
        server: 'https://prod/',
        namespaces: 'a, b',
        clusterResources: 'true',
        config: '{"bearerToken":"t"}',
      },
    ),
  );
  await installation.start();
  const { settings, projects, clusters, repositories } = installation.current();
  expect(settings.cm).toEqual({ ...SHIPPED_SETTINGS, url: 'https://argo' });
  expect(settings.secret.get('admin.password')?.reveal()).toBe('hash of random-1-xxxxxxx');
  expect(settings.secret.get('admin.passwordMtime')?.reveal()).toBe('2026-01-01T00:00:01Z');
  expect(projects.get('default')?.spec).toMatchObject({
    sourceRepos: ['*'],
    destinations: [{ server: '*', namespace: '*' }],
  });
  expect(repositories.map(({ url }) => url)).toEqual(['https://git/app']);
  expect(clusters.map(({ config, ...cluster }) => [cluster, config?.reveal()])).toEqual([
    [
      {
        server: 'https://prod',
        name: 'prod',
        namespaces: ['a', 'b'],
        clusterResources: true,
        project: '',
        labels: { tier: 'gold' },
        annotations: {},
        id: expect.any(String),
      },
      '{"bearerToken":"t"}',
    ],
    [
      {
        server: 'https://kubernetes.default.svc',
        name: 'in-cluster',
        namespaces: [],
        clusterResources: false,
        project: '',
        labels: {},
        annotations: {},
      },
      undefined,
    ],
  ]);
  installation.close();
});

test('a change is told once, and the version of settings rises only with theirs', async () => {
  const { kube, installation, clock } = await place();
  await defaults(kube, clock);
  await installation.start();
  const before = installation.current();
  const seen: number[] = [];
  installation.subscribe(({ settings }) => seen.push(settings.version));
  await kube.create(
    core('secrets'),
    secret('repo', { 'argocd.argoproj.io/secret-type': 'repository' }, { url: 'https://git/app' }),
  );
  await kube.create(core('secrets'), { ...secret('unrelated', {}, { a: 'b' }) });
  await clock.advance(1);
  expect(installation.current()).not.toBe(before);
  expect(installation.current().settings).toBe(before.settings);
  await kube.patch({ type: core('configmaps'), namespace: 'argocd', name: 'argocd-cm' }, 'merge', '{"data":{"a":"1"}}');
  await clock.advance(1);
  await kube.delete({ type: PROJECTS, namespace: 'argocd', name: 'default' });
  await clock.advance(1);
  const { version } = before.settings;
  expect(seen).toEqual([version, version + 1, version + 1]);
  expect(installation.current().projects.size).toBe(0);
  installation.close();
});

test('references to argocd-secret and to labelled Secrets only', async () => {
  const { kube, installation, clock } = await place();
  await defaults(kube, clock);
  await kube.create(core('secrets'), secret('oidc', PART_OF, { clientSecret: 's3cret' }));
  await kube.create(core('secrets'), secret('argocd-other', {}, { clientSecret: 'hidden' }));
  await installation.start();
  const { secretFor } = installation.current();
  expect(secretFor('$server.secretkey')?.reveal()).toMatch(/^random-0-/);
  expect(secretFor('$oidc:clientSecret')?.reveal()).toBe('s3cret');
  expect(secretFor('$argocd-other:clientSecret')).toBeUndefined();
  expect(secretFor('$absent')).toBeUndefined();
  expect(secretFor('plain')).toBeUndefined();
  installation.close();
});

test('the cluster we run in can be switched off', async () => {
  const { kube, installation } = await place();
  await kube.create(core('configmaps'), map('argocd-cm', { 'cluster.inClusterEnabled': 'false' }));
  await installation.start();
  expect(installation.current().clusters).toEqual([]);
  installation.close();
});

test('what cannot be listed at the start is told, and start can be asked again', async () => {
  const { kube, installation, clock } = await place();
  kube.plan(({ resource }) => (resource === 'secrets' ? { when: 'before', error: unreachable() } : undefined));
  await expect(installation.start()).rejects.toMatchObject({ code: 'kube.unreachable' });
  kube.plan(() => undefined);
  await clock.advance(10_000);
  await installation.start();
  expect(installation.current().clusters.length).toBe(1);
  installation.close();
});

test('Secrets of one address are told once, and anew where that changes', async () => {
  const { kube, log, installation, clock } = await place();
  const url = 'https://git.example.com/app';
  const store = async (name: string, type: string, values: Readonly<Record<string, string>>) => {
    const labels = { 'argocd.argoproj.io/secret-type': type };
    await kube.create(core('secrets'), secret(name, labels, { url, password: 'CANARY', ...values }));
    await clock.advance(1000);
  };
  const told = () => log.lines.filter(({ message }) => /several Secrets/.test(message)).map(({ fields }) => fields);
  await store('repo-b', 'repository', {});
  await store('creds', 'repo-creds', {});
  await installation.start();
  expect(told()).toEqual([]);
  await store('repo-a', 'repository', {});
  const first = { type: 'repository', url, project: '', heeded: 'repo-a', unheeded: ['repo-b'] };
  await expect.poll(told).toEqual([first]);
  await store('other', 'repository', { url: 'https://git.example.com/other' });
  await store('repo-c', 'repository', { url: `${url}.git` });
  await expect.poll(told).toEqual([first, { ...first, unheeded: ['repo-b', 'repo-c'] }]);
  expect(JSON.stringify(log.lines)).not.toContain('CANARY');
  installation.close();
});

test('defaults are made once, also by two at a time, and what is there stays', async () => {
  const { kube, clock } = await place();
  await Promise.all([defaults(kube, clock), defaults(kube, clock)]);
  const at = (name: string) => ({ type: core('secrets'), namespace: 'argocd', name });
  const read = async (name: string) => {
    const data = (await kube.get(at(name)))?.['data'] as Readonly<Record<string, string>>;
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]),
    );
  };
  const [first, initial] = [await read('argocd-secret'), await read('argocd-initial-admin-secret')];
  expect(first['admin.password']).toBe(`hash of ${initial['password']}`);
  expect(initial['password']?.length).toBe(16);
  expect(first['server.secretkey']?.length).toBe(44);
  kube.reset();
  await defaults(kube, clock);
  expect(kube.calls.filter(({ verb }) => verb !== 'get')).toEqual([]);
  expect(await read('argocd-secret')).toEqual(first);
});

test('the shipped exclusions are read as such', () => {
  const filter = resourceFilter(SHIPPED_SETTINGS);
  const excluded = (group: string, kind: string) => isExcludedResource(filter, { group, kind }, 'https://any');
  expect([excluded('', 'Endpoints'), excluded('cilium.io', 'CiliumIdentity'), excluded('apps', 'Deployment')]).toEqual([
    true,
    true,
    false,
  ]);
});

test('an initial password that a crash left behind is the one that is hashed', async () => {
  const { kube, clock } = await place();
  await kube.create(core('secrets'), secret('argocd-initial-admin-secret', PART_OF, { password: 'left behind' }));
  await defaults(kube, clock);
  const stored = await kube.get({ type: core('secrets'), namespace: 'argocd', name: 'argocd-secret' });
  expect(stored?.['data']).toMatchObject(encoded({ 'admin.password': 'hash of left behind' }));
});

test('what the process was told goes before the ConfigMap', () => {
  const data = { 'reposerver.enable.git.submodule': 'true', 'server.insecure': 'true' };
  const objects = {
    maps: new Map([['argocd-cmd-params-cm', map('argocd-cmd-params-cm', data)]]),
    secrets: new Map(),
    projects: new Map(),
  };
  const parameters = { 'reposerver.enable.git.submodule': 'false' };
  expect(installationOf(objects, undefined, { parameters }).settings.commandParameters).toEqual({
    'reposerver.enable.git.submodule': 'false',
    'server.insecure': 'true',
  });
});
