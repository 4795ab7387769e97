/** Syncs of manifests that come with the request: they take the place of the sources, and leave no revision behind. */
import { afterEach, expect, test } from 'vitest';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import {
  application,
  configMap,
  openProject,
  REPOSITORY,
  type ReconcileEnvironment,
  type RunningController,
  reconcileEnvironment,
} from '../../testkit/reconcile-environment.ts';

let environment: ReconcileEnvironment | undefined;
let controller: RunningController | undefined;

async function start(): Promise<ReconcileEnvironment> {
  environment = await reconcileEnvironment();
  controller = await environment.startController();
  environment.manifests.commit(REPOSITORY, [configMap('a')]);
  await environment.apply(application());
  await environment.settle();
  return environment;
}

afterEach(async () => {
  await controller?.stop();
  await environment?.close();
});

async function syncLocally(
  place: ReconcileEnvironment,
  manifests: readonly (KubeObject | string)[],
  more: object = {},
) {
  const texts = manifests.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
  const operation = { initiatedBy: { username: 'tester' }, sync: { manifests: texts, ...more } };
  await place.merge('Application', 'app', { operation }, 'argocd');
  await place.settle();
  return (await place.app()).status;
}

test('what was sent is applied, and stays what is wanted until another operation', async () => {
  const place = await start();
  const sent = configMap('local');
  const status = await syncLocally(place, [sent]);
  expect(status?.operationState).toMatchObject({
    phase: 'Succeeded',
    operation: { sync: { manifests: [JSON.stringify(sent)] } },
    syncResult: { revision: '', resources: [{ name: 'local', status: 'Synced' }] },
  });
  expect((await place.list('ConfigMap')).map(({ metadata }) => metadata.name)).toEqual(['local']);
  expect(status?.sync).toMatchObject({ status: 'Synced', revision: 'main' });
  expect(status?.resources?.map(({ name, status: is }) => [name, is])).toEqual([['local', 'Synced']]);
});

test('the history says which source, and no revision', async () => {
  const place = await start();
  const { history } = (await syncLocally(place, [configMap('local')])) ?? {};
  expect(history).toEqual([
    {
      id: 0,
      deployStartedAt: expect.any(String),
      deployedAt: expect.any(String),
      initiatedBy: { username: 'tester' },
      source: { path: '.', repoURL: REPOSITORY, targetRevision: 'main' },
    },
  ]);
});

test('pruning takes away what was not sent; a dry run changes nothing', async () => {
  const place = await start();
  await syncLocally(place, [configMap('one'), configMap('two')]);
  const rehearsed = await syncLocally(place, [configMap('three')], { dryRun: true, prune: true });
  expect(rehearsed?.operationState?.phase).toBe('Succeeded');
  const names = async () => (await place.list('ConfigMap')).map(({ metadata }) => metadata.name);
  expect(await names()).toEqual(['one', 'two']);
  await syncLocally(place, [configMap('two')], { prune: true });
  expect(await names()).toEqual(['two']);
});

test.each([
  ['no JSON', '{'],
  ['no object', '[1]'],
  ['an object without a kind', '{"apiVersion":"v1","metadata":{"name":"x"}}'],
])('%s ends the operation and applies nothing', async (_name, text) => {
  const place = await start();
  const status = await syncLocally(place, [configMap('local'), text]);
  expect(status?.operationState).toMatchObject({
    phase: 'Error',
    message: expect.stringMatching(/^ComparisonError: Failed to load local manifests: /),
  });
  expect(await place.list('ConfigMap')).toEqual([]);
});

test('nothing local where the project wants signatures, even where the API was passed by', async () => {
  const place = await start();
  const project = openProject('default');
  const guarded = { ...project, spec: { ...project.spec, signatureKeys: [{ keyID: '4AEE18F83AFDEB23' }] } };
  place.installation.set({ projects: [guarded] });
  await place.settle();
  const status = await syncLocally(place, [configMap('local')]);
  expect(status?.operationState).toMatchObject({
    phase: 'Error',
    message: 'ComparisonError: Cannot use local manifests when source integrity is enforced',
  });
  expect(await place.list('ConfigMap')).toEqual([]);
});
