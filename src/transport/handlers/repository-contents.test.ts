import { expect, test } from 'vitest';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { type ApiEnvironment, apiEnvironment, RECORDED_SETTINGS } from '../../testkit/api-environment.ts';
import { openProject } from '../../testkit/reconcile-environment.ts';

const FILES = {
  'plain/cm.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
  'chart/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'chart/values.yaml': 'a: 1\nbig: 1000000\nempty: {}\nnone: null\nlist: [x, {z: true}]\n',
  'chart/values-prod.YML': 'a: 2\n',
  'chart/templates/values.yaml': '',
  'chart/my-values.txt': '',
  'kust/kustomization.yaml': 'resources: [pods.yaml]\nimages: [{name: web, newTag: v2}]\n',
  'kust/pods.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {template: {spec: {containers: [{name: m, image: web}], initContainers: [{name: i, image: "init:1"}]}}}\n',
  'deep/er/kustomization.yml': '',
};

async function environment() {
  const api = await apiEnvironment();
  const repository = api.git.repository('app');
  await repository.commit({ files: FILES });
  const { url } = repository;
  const path = `/api/v1/repositories/${encodeURIComponent(url)}`;
  const details = async (folder: string, more: object = {}, user = 'admin') => {
    const source = { repoURL: url, path: folder, targetRevision: 'main' };
    const body = JSON.stringify({ source, appName: 'new', appProject: 'default', ...more });
    const answer = await api.ask('POST', `${path}/appdetails`, { user, body });
    return { status: answer.status, ...JSON.parse(answer.body) };
  };
  return { api, url, path, details };
}

test('folders of a repository and what can be set in each (H4)', async () => {
  const { api, path, details } = await environment();
  await using _ = api;
  const apps = await api.ask('GET', `${path}/apps?revision=main&appName=new&appProject=default`, { user: 'admin' });
  expect(JSON.parse(apps.body).items).toEqual([
    { type: 'Helm', path: 'chart' },
    { type: 'Kustomize', path: 'kust' },
    { type: 'Kustomize', path: 'deep/er' },
  ]);
  expect(await details('plain')).toEqual({ status: 200, type: 'Directory' });
  expect(await details('kust')).toEqual({
    status: 200,
    type: 'Kustomize',
    kustomize: { images: ['init:1', 'web:v2'] },
  });
  const parameters = [
    { name: 'a', value: '1' },
    { name: 'big', value: '1e+06' },
    { name: 'list[0]', value: 'x' },
    { name: 'list[1].z', value: 'true' },
    { name: 'none', value: '<nil>' },
  ];
  const valueFiles = ['values-prod.YML', 'values.yaml'];
  const helm = { valueFiles, parameters, values: FILES['chart/values.yaml'] };
  expect(await details('chart')).toEqual({ status: 200, type: 'Helm', helm });
  const source = { repoURL: api.git.repository('app').url, path: 'chart', helm: { valueFiles: ['values-prod.YML'] } };
  expect((await details('chart', { source })).helm.parameters[0]).toEqual({ name: 'a', value: '2' });
  expect(await details('nowhere')).toMatchObject({ status: 500, message: 'nowhere: app path does not exist' });
});

test('who may not make the Application looks into nothing, and no Application is a key to other folders (row 87)', async () => {
  const { api, url, path, details } = await environment();
  await using _ = api;
  const app: KubeObject = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'web', namespace: 'argocd' },
    spec: { project: 'default', source: { repoURL: url, path: 'plain', targetRevision: 'main' }, destination: {} },
  };
  await api.store(app);
  const before = api.git.requests('ls-refs');
  expect((await details('plain', {}, 'bob')).status).toBe(403);
  expect((await details('plain', { appName: '', appProject: '' })).status).toBe(403);
  expect((await details('kust', { appName: 'web' })).status).toBe(403);
  expect((await details('plain', { appName: 'web', appProject: 'team-a' })).status).toBe(403);
  expect((await details('plain', { appProject: 'nobody' })).status).toBe(404);
  const apps = (query: string, user: string) => api.ask('GET', `${path}/apps${query}`, { user });
  expect((await apps('?appProject=default&appName=x', 'bob')).status).toBe(403);
  expect((await apps('?appProject=nobody&appName=x', 'admin')).status).toBe(404);
  expect(api.git.requests('ls-refs')).toBe(before);
  expect(await details('plain', { appName: 'web' })).toEqual({ status: 200, type: 'Directory' });
});

test('who sees repositories and Applications, and may make or change none, looks into no folder (row 15)', async () => {
  const { api, path, details } = await environment();
  await using _ = api;
  const lines = ['p, bob, repositories, get, *, allow', 'p, bob, applications, get, */*, allow'];
  const rbac = (more: readonly string[] = []) => ({ 'policy.csv': [...lines, ...more].join('\n') });
  const apps = () => api.ask('GET', `${path}/apps?revision=main&appName=new&appProject=default`, { user: 'bob' });
  api.installation.set({ ...RECORDED_SETTINGS, rbac: rbac() });
  expect([(await details('plain', {}, 'bob')).status, (await apps()).status]).toEqual([403, 403]);
  expect(api.git.requests('fetch')).toBe(0);
  api.installation.set({ ...RECORDED_SETTINGS, rbac: rbac(['p, bob, applications, create, default/*, allow']) });
  expect([(await details('plain', {}, 'bob')).status, (await apps()).status]).toEqual([200, 200]);
  api.installation.set({ ...RECORDED_SETTINGS, rbac: rbac(['p, bob, applications, update, default/*, allow']) });
  expect([(await details('plain', {}, 'bob')).status, (await apps()).status]).toEqual([403, 200]);
});

test('a project that does not permit the repository is told so, and nothing is read', async () => {
  const { api, path, details } = await environment();
  await using _ = api;
  const closed = { ...openProject('default'), spec: { sourceRepos: ['https://other/*'] } };
  api.installation.set({ ...RECORDED_SETTINGS, projects: [closed] });
  const { status, message } = await details('plain');
  expect([status, message]).toEqual([
    403,
    expect.stringMatching(/^repository '.*' not permitted in project 'default'$/),
  ]);
  const apps = await api.ask('GET', `${path}/apps?revision=main&appName=new&appProject=default`, { user: 'admin' });
  expect([apps.status, JSON.parse(apps.body).message]).toEqual([403, message]);
  expect(api.git.requests('fetch')).toBe(0);
});

async function list(api: ApiEnvironment, path: string) {
  const answer = await api.ask('GET', path, { user: 'admin' });
  return [answer.status, JSON.parse(answer.body)];
}

test('charts of a repository, tags of an artifact', async () => {
  await using api = await apiEnvironment();
  const url = 'https://charts.example.com';
  const archive = new Uint8Array();
  api.charts.add(url, [
    { name: 'web', version: '2.0.0', archive },
    { name: 'db', version: '1.0.0', archive },
    { name: 'web', version: '1.0.0', archive },
  ]);
  expect(await list(api, `/api/v1/repositories/${encodeURIComponent(url)}/helmcharts`)).toEqual([
    200,
    {
      items: [
        { name: 'db', versions: ['1.0.0'] },
        { name: 'web', versions: ['2.0.0', '1.0.0'] },
      ],
    },
  ]);
  const oci = encodeURIComponent('oci://registry.example.com/team/app');
  expect((await list(api, `/api/v1/repositories/${oci}/oci-tags`))[0]).toBe(500);
  api.registry.push({ registry: 'registry.example.com', name: 'team/app' }, '1.1.0', { layers: [] });
  api.registry.push({ registry: 'registry.example.com', name: 'team/app' }, '1.0.0', { layers: [] });
  expect(await list(api, `/api/v1/repositories/${oci}/oci-tags`)).toEqual([200, { tags: ['1.0.0', '1.1.0'] }]);
});
