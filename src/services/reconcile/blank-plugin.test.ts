/** A plugin that printed nothing, and what was applied from it before. */
import { afterEach, expect, test } from 'vitest';
import {
  application,
  configMap,
  REPOSITORY,
  type ReconcileEnvironment,
  type RunningController,
  reconcileEnvironment,
} from '../../testkit/reconcile-environment.ts';

let environment: ReconcileEnvironment | undefined;
let controller: RunningController | undefined;

afterEach(async () => {
  await controller?.stop();
  await environment?.close();
});

/** An Application whose tool (default: a plugin) printed two objects that were synced, and prints nothing since. */
async function gone(syncPolicy: object, tool: object = { plugin: { name: 'tool' } }): Promise<ReconcileEnvironment> {
  environment = await reconcileEnvironment();
  controller = await environment.startController();
  environment.manifests.commit(REPOSITORY, [configMap('a'), configMap('b')]);
  const source = {
    repoURL: REPOSITORY,
    path: '.',
    targetRevision: 'main',
    ...tool,
  };
  const app = application();
  await environment.apply({ ...app, spec: { ...(app['spec'] as object), source } } as typeof app);
  await environment.settle();
  await sync(environment, false);
  await environment.merge('Application', 'app', { spec: { syncPolicy } }, 'argocd');
  environment.manifests.commit(REPOSITORY, []);
  environment.manifests.notice(REPOSITORY);
  await environment.settle();
  return environment;
}

async function sync(place: ReconcileEnvironment, prune: boolean) {
  await place.merge('Application', 'app', { operation: { sync: { prune } } }, 'argocd');
  await place.settle();
  return (await place.app()).status?.operationState;
}

const namesIn = async (place: ReconcileEnvironment) =>
  (await place.list('ConfigMap')).map(({ metadata }) => metadata.name);

test('pruning is refused, and nothing is lost', async () => {
  const place = await gone({});
  expect(await sync(place, true)).toMatchObject({
    phase: 'Failed',
    message:
      'a config management plugin printed no manifests, and 2 resources would be pruned: sync without pruning, or set syncPolicy.automated.allowEmpty if nothing is what is meant',
  });
  expect(await namesIn(place)).toEqual(['a', 'b']);
});

test('without pruning it is synced', async () => {
  const place = await gone({});
  expect(await sync(place, false)).toMatchObject({ phase: 'Succeeded' });
  expect(await namesIn(place)).toEqual(['a', 'b']);
});

test('an Application that may be empty becomes so', async () => {
  const place = await gone({ automated: { enabled: false, allowEmpty: true } });
  expect(await sync(place, true)).toMatchObject({ phase: 'Succeeded' });
  expect(await namesIn(place)).toEqual([]);
});

test('a folder without manifests is what it says', async () => {
  const place = await gone({}, { directory: {} });
  expect(await sync(place, true)).toMatchObject({ phase: 'Succeeded' });
  expect(await namesIn(place)).toEqual([]);
});
