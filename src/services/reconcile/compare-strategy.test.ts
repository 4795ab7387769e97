import { afterEach, expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { type FaultyKube, faultyKube } from '../../testkit/faulty-kube.ts';
import {
  application,
  configMap,
  gate,
  openProject,
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

interface Place extends ReconcileEnvironment {
  readonly kube: FaultyKube;
  /** Dry runs since the last call. */
  dryRuns(): number;
  refresh(): Promise<void>;
}

const COMPARE_OPTIONS = 'argocd.argoproj.io/compare-options';

/** A synced Application of the ConfigMap `a`; the dry runs so far are forgotten. */
async function synced(options = 'ServerSideDiff=true', spec: object = {}): Promise<Place> {
  environment = await reconcileEnvironment();
  const kube = faultyKube(environment.api);
  controller = await environment.startController(kube);
  const place: Place = {
    ...environment,
    kube,
    dryRuns() {
      const count = kube.count({ verb: 'apply', dryRun: true });
      kube.reset();
      return count;
    },
    async refresh() {
      const annotations = { 'argocd.argoproj.io/refresh': 'normal' };
      await place.merge('Application', 'app', { metadata: { annotations } }, 'argocd');
      await place.settle();
    },
  };
  place.manifests.commit(REPOSITORY, [configMap('a')]);
  await place.apply(application(spec, { annotations: { [COMPARE_OPTIONS]: options } }));
  await place.settle();
  const operation = { initiatedBy: { username: 'tester' }, sync: {} };
  await place.merge('Application', 'app', { operation }, 'argocd');
  await place.settle();
  expect((await place.app()).status?.sync?.status).toBe('Synced');
  place.dryRuns();
  return place;
}

const syncStatus = async (place: Place) => (await place.app()).status?.sync?.status;

test('what is not there is not asked about', async () => {
  environment = await reconcileEnvironment();
  const kube = faultyKube(environment.api);
  controller = await environment.startController(kube);
  environment.manifests.commit(REPOSITORY, [configMap('a')]);
  await environment.apply(application({}, { annotations: { [COMPARE_OPTIONS]: 'ServerSideDiff=true' } }));
  await environment.settle();
  expect((await environment.app()).status?.sync?.status).toBe('OutOfSync');
  expect(kube.count({ dryRun: true })).toBe(0);
});

test('an answer holds until a refresh, a change of the live object, or a new revision', async () => {
  const place = await synced();
  await place.clock.advance(3_600_000);
  expect(place.dryRuns()).toBe(0);
  await place.refresh();
  expect(place.dryRuns()).toBe(1);
  await place.merge('ConfigMap', 'a', { data: { other: 'x' } });
  await place.settle();
  expect(place.dryRuns()).toBe(1);
  expect(await syncStatus(place)).toBe('Synced');
  place.manifests.commit(REPOSITORY, [configMap('a', {}, { key: 'two' })]);
  place.manifests.notice(REPOSITORY);
  await place.settle();
  expect(place.dryRuns()).toBe(1);
  expect(await syncStatus(place)).toBe('OutOfSync');
});

test('a change of what is ignored asks again: an old answer never becomes another kind of comparison', async () => {
  const place = await synced();
  place.manifests.commit(REPOSITORY, [configMap('a', {}, {})]);
  place.manifests.notice(REPOSITORY);
  await place.settle();
  // Applied by the client: the server keeps the field, a three-way comparison would miss it (recording 089).
  expect({ runs: place.dryRuns(), status: await syncStatus(place) }).toEqual({ runs: 1, status: 'Synced' });
  const ignoreDifferences = [{ kind: 'ConfigMap', jsonPointers: ['/data/nothing'] }];
  await place.merge('Application', 'app', { spec: { ignoreDifferences } }, 'argocd');
  await place.settle();
  expect({ runs: place.dryRuns(), status: await syncStatus(place) }).toEqual({ runs: 1, status: 'Synced' });
});

test('what the project forbids is not sent', async () => {
  const place = await synced();
  const { spec } = openProject('default');
  const namespaceResourceBlacklist = [{ group: '', kind: 'ConfigMap' }];
  place.installation.set({ projects: [{ ...openProject('default'), spec: { ...spec, namespaceResourceBlacklist } }] });
  await place.settle();
  await place.refresh();
  expect(place.dryRuns()).toBe(0);
});

test('a refusal is a ComparisonError; another try takes a change or a refresh', async () => {
  const place = await synced();
  const refusal = new AppError({ code: 'kube.invalid', kind: 'user', message: 'no' });
  place.kube.plan((call) => (call.dryRun ? { when: 'before', error: refusal } : undefined));
  await place.refresh();
  const { status } = await place.app();
  expect(status?.sync?.status).toBe('Unknown');
  expect(status?.conditions).toMatchObject([
    {
      type: 'ComparisonError',
      message:
        'Failed to compare desired state to live state: failed to calculate diff: error calculating server side diff: serverSideDiff error: error running server side apply in dryrun mode for resource ConfigMap/a: no',
    },
  ]);
  // Refusals are not remembered: one for the request, one for its annotation that went.
  expect(place.dryRuns()).toBe(2);
  await place.clock.advance(120_000);
  expect(place.dryRuns()).toBe(0);
  place.kube.plan(() => undefined);
  await place.refresh();
  expect({ status: await syncStatus(place), conditions: (await place.app()).status?.conditions }).toEqual({
    status: 'Synced',
    conditions: undefined,
  });
});

test('a failure that may pass is asked about again after a while', async () => {
  const place = await synced();
  const failure = new AppError({ code: 'kube.server-error', kind: 'transient', message: 'webhook timed out' });
  place.kube.plan((call) => (call.dryRun ? { when: 'before', error: failure } : undefined));
  await place.refresh();
  expect({ runs: place.dryRuns(), status: await syncStatus(place) }).toEqual({ runs: 2, status: 'Unknown' });
  place.kube.plan(() => undefined);
  await place.clock.advance(61_000);
  expect({ runs: place.dryRuns(), status: await syncStatus(place) }).toEqual({ runs: 1, status: 'Synced' });
  await place.clock.advance(120_000);
  expect(place.dryRuns()).toBe(0);
});

const choices: readonly {
  readonly name: string;
  readonly options: string;
  readonly setting?: string;
  readonly runs: number;
}[] = [
  { name: 'the annotation', options: 'ServerSideDiff=true', runs: 1 },
  { name: 'the setting', options: '', setting: 'true', runs: 1 },
  { name: 'the annotation against the setting', options: 'ServerSideDiff=false', setting: 'true', runs: 0 },
  { name: 'neither', options: 'IncludeMutationWebhook=true', runs: 0 },
];

test.each(choices)('who asks: $name', async ({ options, setting, runs }) => {
  const place = await synced(options);
  const commandParameters = setting === undefined ? {} : { 'controller.diff.server.side': setting };
  place.installation.set({ projects: [openProject('default')], commandParameters });
  await place.settle();
  place.dryRuns();
  await place.refresh();
  expect(place.dryRuns()).toBe(runs);
});

test.each([
  { name: 'of the Application', spec: { syncPolicy: { syncOptions: ['ServerSideApply=true'] } }, annotations: {} },
  { name: 'of the object', spec: {}, annotations: { 'argocd.argoproj.io/sync-options': 'ServerSideApply=true' } },
])('with the option $name a structured merge decides, and nobody is asked', async ({ spec, annotations }) => {
  const place = await synced('', spec);
  place.manifests.commit(REPOSITORY, [configMap('a', annotations)]);
  await place.refresh();
  await place.merge('Application', 'app', { operation: { sync: {} } }, 'argocd');
  await place.settle();
  place.manifests.commit(REPOSITORY, [configMap('a', annotations, { key: 'one', more: 'x' })]);
  await place.refresh();
  expect(await syncStatus(place)).toBe('OutOfSync');
  await place.merge('Application', 'app', { operation: { sync: {} } }, 'argocd');
  await place.settle();
  expect(await syncStatus(place)).toBe('Synced');
  await place.merge('ConfigMap', 'a', { data: { foreign: 'x' } });
  await place.settle();
  expect({ runs: place.dryRuns(), status: await syncStatus(place) }).toEqual({ runs: 0, status: 'Synced' });
});

test('a sync of many turns asks once per version of an object', async () => {
  const place = await synced();
  const later = configMap('b', { 'argocd.argoproj.io/sync-wave': '1' });
  const last = configMap('c', { 'argocd.argoproj.io/sync-wave': '2' });
  place.manifests.commit(REPOSITORY, [configMap('a', {}, { key: 'two' }), later, last]);
  await place.merge('Application', 'app', { operation: { sync: {} } }, 'argocd');
  await place.clock.advance(30_000);
  expect((await place.list('ConfigMap')).map((map) => map.metadata.name)).toEqual(['a', 'b', 'c']);
  expect(await syncStatus(place)).toBe('Synced');
  // `a` before and after its change, `b` and `c` once they are there.
  expect(place.dryRuns()).toBe(4);
});

const DEFINITION: KubeObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'gates.test.example.com' },
  spec: {
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                properties: {
                  doors: {
                    type: 'array',
                    'x-kubernetes-list-type': 'map',
                    'x-kubernetes-list-map-keys': ['name'],
                    items: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
                  },
                },
              },
            },
          },
        },
      },
    ],
  },
};

test('lists of a custom kind merge as its definition says: an item of somebody else is no difference', async () => {
  const place = await synced('');
  const { spec, metadata } = DEFINITION;
  await place.merge('CustomResourceDefinition', metadata.name ?? '', { spec }, '');
  await place.settle();
  const annotations = { 'argocd.argoproj.io/sync-options': 'ServerSideApply=true' };
  place.manifests.commit(REPOSITORY, [gate('g', annotations, { doors: [{ name: 'front' }] })]);
  await place.refresh();
  await place.merge('Application', 'app', { operation: { sync: {} } }, 'argocd');
  await place.settle();
  const doors = [{ name: 'front' }, { name: 'back' }];
  await place.merge('Gate', 'g', { spec: { doors } });
  await place.settle();
  expect((await place.get('Gate', 'g'))?.['spec']).toEqual({ doors });
  const gates = (await place.app()).status?.resources?.filter(({ kind }) => kind === 'Gate');
  expect(gates).toMatchObject([{ name: 'g', status: 'Synced' }]);
});
