import { afterEach, expect, test } from 'vitest';
import {
  application,
  configMap,
  REPOSITORY,
  type ReconcileEnvironment,
  type RunningController,
  reconcileEnvironment,
} from '../../testkit/reconcile-environment.ts';

let place: ReconcileEnvironment;
let controller: RunningController | undefined;

async function start(spec: object): Promise<void> {
  place = await reconcileEnvironment();
  place.manifests.commit(REPOSITORY, [configMap('a')]);
  await place.apply(application(spec));
  controller = await place.startController();
  await place.settle();
}

afterEach(async () => {
  await controller?.stop();
  await place.close();
});

const SOURCE = { repoURL: REPOSITORY, targetRevision: 'main', path: '.' };
const DESTINATION = { server: 'https://kubernetes.default.svc', namespace: 'n' };

test('a specification is stored as Argo CD stores it, once', async () => {
  const source = { ...SOURCE, helm: {}, kustomize: {}, directory: { recurse: false } };
  await start({ project: '', source, syncPolicy: {}, info: [{ name: 'a', value: 'b' }] });
  const app = await place.app();
  expect(app.spec).toEqual({
    project: 'default',
    source: SOURCE,
    destination: DESTINATION,
    info: [{ name: 'a', value: 'b' }],
  });
  expect(app.status?.sync).toMatchObject({ status: 'OutOfSync', comparedTo: { source: SOURCE } });
  const { resourceVersion } = app.metadata;
  await place.clock.advance(5_000);
  expect((await place.app()).metadata.resourceVersion).toBe(resourceVersion);
});

test('options that say something stay, in each of several sources', async () => {
  const sources = [
    { ...SOURCE, directory: { include: '*.yaml' }, name: 'first' },
    { ...SOURCE, helm: { releaseName: '' } },
    { ...SOURCE, helm: { releaseName: 'r' } },
  ];
  await start({ source: undefined, sources, syncPolicy: { syncOptions: [] } });
  const { spec } = await place.app();
  expect([spec.sources, spec.syncPolicy]).toEqual([
    [{ ...SOURCE, directory: { include: '*.yaml', jsonnet: {} }, name: 'first' }, SOURCE, sources[2]],
    undefined,
  ]);
});
