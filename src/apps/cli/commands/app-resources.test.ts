/** Resources of an Application as whole command lines, on a server (recorded: app/resources, app/get-resource). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiEnvironment, apiEnvironment } from '../../../testkit/api-environment.ts';
import { type CommandLine, commandLine } from '../../../testkit/command-line.ts';

let api: ApiEnvironment;
let argocd: CommandLine;
beforeAll(async () => {
  api = await apiEnvironment();
  argocd = await commandLine({ api, user: 'admin' });
  await api.store({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'web', namespace: 'argocd' },
    spec: {
      project: 'default',
      source: { repoURL: 'https://git.test/app', path: '.' },
      destination: { server: 'https://kubernetes.default.svc' },
    },
  });
  const nodes = [];
  for (const [kind, name, data] of [
    ['ConfigMap', 'settings', { size: 'large' }],
    ['Secret', 'login', { token: 'Q0FOQVJZ' }],
  ] as const) {
    const type = { group: '', version: 'v1', plural: `${kind.toLowerCase()}s`, namespaced: true };
    const metadata = { name, namespace: 'argocd' };
    const { metadata: made } = await api.kube.create(type, { apiVersion: 'v1', kind, metadata, data });
    nodes.push({ version: 'v1', kind, ...metadata, uid: made.uid ?? '', resourceVersion: '1' });
  }
  api.view.set({ namespace: 'argocd', name: 'web' }, { tree: { nodes } });
});
afterAll(async () => {
  expect(api.defects).toEqual([]);
  await api[Symbol.asyncDispose]();
});

const get = (...more: readonly string[]) => argocd('app', 'get-resource', 'web', ...more);

test('what the tree holds', async () => {
  const head = 'GROUP  KIND       NAMESPACE  NAME      ORPHANED\n';
  const rows = '       ConfigMap  argocd     settings  No\n       Secret     argocd     login     No\n';
  for (const more of [[], ['--output', 'tree'], ['--orphaned=false']]) {
    expect(await argocd('app', 'resources', 'web', ...more)).toEqual({ exit: 0, stdout: head + rows, stderr: '' });
  }
  expect((await argocd('app', 'resources', 'web', '--orphaned')).stdout).toBe(
    'GROUP  KIND  NAMESPACE  NAME  ORPHANED\n',
  );
});

test('one by its name, as JSON and YAML', async () => {
  const one = ['--kind', 'ConfigMap', '--resource-name', 'settings', '--filter-fields', 'data.size,kind'];
  expect(await get(...one)).toEqual({
    exit: 0,
    stdout: 'FIELD      VALUE\ndata.size  large\nkind       ConfigMap\n',
    stderr: "Resources 'settings' fetched\n",
  });
  expect((await get(...one, '-o', 'json')).stdout).toBe(
    '{\n "data": {\n  "size": "large"\n },\n "kind": "ConfigMap",\n "metadata": {\n  "name": "settings"\n }\n}\n',
  );
  expect((await get(...one, '-o', 'yaml')).stdout).toBe(
    'data:\n  size: large\nkind: ConfigMap\nmetadata:\n  name: settings\n\n',
  );
});

test('all of a kind, with their names; Secrets without their values; none of a kind', async () => {
  const { stdout } = await get('--kind', 'Secret');
  expect(stdout).toMatch(/^FIELD +RESOURCE NAME {2}VALUE\n/);
  expect(stdout).toMatch(/^data\.token +login +\+{8,}$/m);
  expect(stdout).not.toMatch(/managedFields|Q0FO/);
  expect((await get('--kind', 'Secret', '--show-managed-fields')).stdout).toContain(
    'metadata.managedFields[0].manager',
  );
  expect(await get('--kind', 'Nothing')).toEqual({
    exit: 0,
    stdout: 'FIELD  RESOURCE NAME  VALUE\n',
    stderr: "Resources '' fetched\n",
  });
  expect((await get()).exit).toBe(1);
});
