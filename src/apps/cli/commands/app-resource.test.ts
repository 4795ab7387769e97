/** Patches and deletions of live resources as whole command lines, on a server. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiEnvironment, apiEnvironment } from '../../../testkit/api-environment.ts';
import { type CommandLine, commandLine } from '../../../testkit/command-line.ts';

const CONFIG_MAPS = { group: '', version: 'v1', plural: 'configmaps', namespaced: true };
const NAMES = ['one', 'two'] as const;

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
  const live = [];
  for (const name of NAMES) {
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'argocd' }, data: { a: '1' } };
    live.push(await api.kube.create(CONFIG_MAPS, object));
  }
  const address = { kind: 'ConfigMap', namespace: 'argocd' };
  const nodes = live.map(({ metadata: { name = '', uid = '' } }) => {
    return { version: 'v1', ...address, name, uid, resourceVersion: '1' };
  });
  const resources = live.map((object) => {
    return { ...address, name: object.metadata.name ?? '', liveState: JSON.stringify(object) };
  });
  api.view.set({ namespace: 'argocd', name: 'web' }, { tree: { nodes }, resources });
});
afterAll(async () => {
  expect(api.defects).toEqual([]);
  await api[Symbol.asyncDispose]();
});

const patch = (...more: readonly string[]) =>
  argocd('app', 'patch-resource', 'web', '--kind', 'ConfigMap', '--patch', '{"data":{"a":"2"}}', ...more);
const remove = (...more: readonly string[]) => argocd('app', 'delete-resource', 'web', '--kind', 'ConfigMap', ...more);
const found = async () =>
  await Promise.all(NAMES.map((name) => api.kube.get({ type: CONFIG_MAPS, namespace: 'argocd', name })));
const values = async () => (await found()).map((object) => object?.['data']);
const isGoing = async () => (await found()).map((object) => object?.metadata.deletionTimestamp !== undefined);

test('one by its name is patched', async () => {
  const type = ['--patch-type', 'application/merge-patch+json'];
  const done = { exit: 0, stdout: '', stderr: "Resource 'two' patched\n" };
  expect(await patch('--resource-name', 'two', ...type)).toEqual(done);
  expect(await values()).toEqual([{ a: '1' }, { a: '2' }]);
});

test('where several fit, all of them only with --all', async () => {
  const several = 'multiple resources match inputs. Use the --all flag to patch multiple resources\n';
  expect(await remove()).toEqual({ exit: 20, stdout: '', stderr: several });
  expect(await remove('--resource-name', 'none')).toMatchObject({ exit: 20, stderr: 'no matching resource found\n' });
  expect(await isGoing()).toEqual([false, false]);
});

test('one by its name is deleted, or all that fit', async () => {
  expect(await remove('--resource-name', 'one')).toEqual({ exit: 0, stdout: '', stderr: "Resource 'one' deleted\n" });
  expect(await isGoing()).toEqual([true, false]);
  expect(await remove('--all')).toMatchObject({ exit: 0, stderr: "Resource 'one' deleted\nResource 'two' deleted\n" });
  expect(await isGoing()).toEqual([true, true]);
});
