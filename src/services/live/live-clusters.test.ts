import { expect, test } from 'vitest';
import { createReflector } from '../../adapters/reflector/reflector.ts';
import { AppError } from '../../base/errors.ts';
import type { KubeObject, ObjectKey } from '../../kube/object/kube-object.ts';
import type { KubePort, ResourceType } from '../../ports/kube.ts';
import type { LiveChange, LiveCluster } from '../../ports/live-cluster.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { type FaultyKube, faultyKube, unreachable } from '../../testkit/faulty-kube.ts';
import { type MemoryKube, memoryKube } from '../../testkit/memory-kube.ts';
import { type MemoryLog, memoryLog } from '../../testkit/memory-log.ts';
import { type MemoryMetrics, memoryMetrics } from '../../testkit/memory-metrics.ts';
import { createLiveClusters, type RespectRbac } from './index.ts';

const SERVER = 'https://kubernetes.default.svc';
const MAPS: ResourceType = { group: '', version: 'v1', plural: 'configmaps', namespaced: true };
const KINDS = ['ConfigMap', 'Namespace', 'CustomResourceDefinition', 'Secret', 'Widget'];

const keyed = (name: string): ObjectKey => ({ group: '', kind: 'ConfigMap', namespace: 'default', name });
const at = (name: string) => ({ type: MAPS, namespace: 'default', name });

function map(name: string, metadata: Partial<KubeObject['metadata']> = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { ...metadata, name, namespace: 'default' },
    data: { x: '1' },
  };
}

function tracked(name: string, app: string): KubeObject {
  const id = `${app}:/ConfigMap:default/${name}`;
  return map(name, { annotations: { 'argocd.argoproj.io/tracking-id': id } });
}

interface Place {
  readonly clock: FakeClock;
  readonly kube: FaultyKube;
  readonly api: MemoryKube;
  readonly metrics: MemoryMetrics;
  readonly log: MemoryLog;
  readonly cluster: LiveCluster;
  readonly close: () => void;
}

interface PlaceOptions {
  readonly namespaces?: readonly string[];
  readonly prepare?: (kube: FaultyKube) => void;
  readonly respectRbac?: RespectRbac;
  readonly wrap?: (kube: KubePort) => KubePort;
}

function place(options: PlaceOptions = {}): Place {
  const clock = new FakeClock();
  const api = memoryKube({ clock });
  const kube = faultyKube(options.wrap?.(api) ?? api);
  const metrics = memoryMetrics();
  const log = memoryLog();
  options.prepare?.(kube);
  const clusters = createLiveClusters({
    clock,
    log,
    metrics,
    reflector: createReflector({ clock, random: () => 0.5 }),
    connect: () => ({ kube, namespaces: options.namespaces ?? [], clusterResources: false }),
    factsOf: (object) => ({ health: { status: 'Healthy' }, images: [], info: [{ name: 'kind', value: object.kind }] }),
    isWatched: ({ kind }) => KINDS.includes(kind),
    respectRbac: () => options.respectRbac ?? '',
    matters: (before, after) => JSON.stringify(before['data']) !== JSON.stringify(after['data']),
    trackingLabel: () => 'app.kubernetes.io/instance',
    tracksByLabel: () => false,
  });
  return { clock, kube, api, metrics, log, cluster: clusters.get(SERVER), close: () => clusters.close() };
}

/** Lets everything settle that does not wait for time. */
async function settle(clock: FakeClock): Promise<void> {
  await clock.advance(1);
  await clock.advance(1);
}

test('what was there and what comes later is known, by key, application and namespace', async () => {
  const { cluster, api, clock, close } = place();
  await api.create(MAPS, tracked('a', 'web'));
  await cluster.ready();
  await settle(clock);
  expect(cluster.get(keyed('a'))).toMatchObject({
    key: keyed('a'),
    version: 'v1',
    trackingId: 'web:/ConfigMap:default/a',
    facts: { health: { status: 'Healthy' }, images: [], info: [{ name: 'kind', value: 'ConfigMap' }] },
  });
  await api.create(MAPS, tracked('b', 'web'));
  await api.create(MAPS, map('c', { labels: { 'app.kubernetes.io/instance': 'other' } }));
  await settle(clock);
  expect(cluster.managedBy('web').map(({ key }) => key.name)).toEqual(['a', 'b']);
  expect(cluster.managedBy('other').map(({ key }) => key.name)).toEqual(['c']);
  expect(cluster.inNamespace('default').map(({ key }) => key.name)).toEqual(['a', 'b', 'c']);
  await api.delete(at('a'));
  await settle(clock);
  expect(cluster.get(keyed('a'))).toBeUndefined();
  expect(cluster.managedBy('web').map(({ key }) => key.name)).toEqual(['b']);
  expect(cluster.connection()).toMatchObject({ status: 'Successful', message: '' });
  expect(cluster.gaps()).toEqual([]);
  expect(cluster.kubeVersion()).toMatch(/^v1\./);
  close();
});

test('owners, also of another scope', async () => {
  const { cluster, api, clock, close } = place();
  const owner = await api.create(MAPS, map('owner'));
  const reference = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    name: 'owner',
    uid: owner.metadata.uid ?? '',
    controller: true,
  };
  await api.create(MAPS, map('child', { ownerReferences: [reference] }));
  const wide = { apiVersion: 'v1', kind: 'Namespace', name: 'default', uid: 'n-uid' };
  await api.create(MAPS, map('wide', { ownerReferences: [wide] }));
  await cluster.ready();
  await settle(clock);
  expect(cluster.childrenOf(reference.uid).map(({ key, owners }) => [key.name, owners])).toEqual([
    ['child', [{ uid: reference.uid, key: keyed('owner'), controller: true }]],
  ]);
  expect(cluster.get(keyed('wide'))?.owners[0]?.key).toEqual({
    group: '',
    kind: 'Namespace',
    namespace: '',
    name: 'default',
  });
  await api.patch(at('child'), 'merge', '{"metadata":{"ownerReferences":null}}');
  await settle(clock);
  expect(cluster.childrenOf(reference.uid)).toEqual([]);
  close();
});

test('bodies of managed objects cost no request, others one each', async () => {
  const { cluster, kube, api, clock, close } = place();
  const managed = await api.create(MAPS, tracked('managed', 'web'));
  const other = await api.create(MAPS, map('other'));
  await cluster.ready();
  await settle(clock);
  kube.reset();
  expect(await cluster.body(keyed('managed'))).toEqual(managed);
  expect(kube.count()).toBe(0);
  expect(await cluster.body(keyed('other'))).toEqual(other);
  expect(await cluster.body(keyed('absent'))).toBeUndefined();
  expect(kube.count({ verb: 'get' })).toBe(2);
  close();
});

test('changes come in one batch per turn, with before and after', async () => {
  const { cluster, api, clock, close } = place();
  await cluster.ready();
  await settle(clock);
  const batches: LiveChange[][] = [];
  const unsubscribe = cluster.onChange((changes) => batches.push([...changes]));
  await api.create(MAPS, map('a'));
  await api.patch(at('a'), 'merge', '{"data":{"x":"2"}}');
  await settle(clock);
  await api.delete(at('a'));
  await settle(clock);
  unsubscribe();
  await api.create(MAPS, map('b'));
  await settle(clock);
  expect(batches.flat().map(({ kind, before, after }) => [kind, before !== undefined, after !== undefined])).toEqual([
    ['added', false, true],
    ['modified', true, true],
    ['deleted', true, false],
  ]);
  close();
});

test('a broken watch is resumed without a list; nothing is missed', async () => {
  const { cluster, kube, api, clock, close } = place();
  await cluster.ready();
  await settle(clock);
  kube.reset();
  api.breakStreams();
  await api.create(MAPS, map('a'));
  await clock.advance(2000);
  expect(cluster.get(keyed('a'))).toBeDefined();
  expect(kube.count({ verb: 'list' })).toBe(0);
  close();
});

test('a forgotten version means a new list, and what went meanwhile is gone', async () => {
  const { cluster, kube, api, clock, close } = place();
  await api.create(MAPS, map('stays'));
  await api.create(MAPS, map('goes'));
  await cluster.ready();
  await settle(clock);
  const gone = new AppError({ code: 'kube.gone', kind: 'transient', message: 'too old resource version' });
  kube.plan(({ verb, resource }) =>
    verb === 'watch' && resource === 'configmaps' ? { when: 'before', error: gone } : undefined,
  );
  api.breakStreams();
  await api.delete(at('goes'));
  await api.create(MAPS, map('comes'));
  const changes: string[] = [];
  cluster.onChange((batch) => changes.push(...batch.map(({ kind, key }) => `${kind} ${key.name}`)));
  kube.reset();
  await clock.advance(3000);
  expect(cluster.inNamespace('default').map(({ key }) => key.name)).toEqual(['stays', 'comes']);
  expect(changes).toEqual(['added comes', 'deleted goes']);
  expect(kube.count({ verb: 'list', resource: 'configmaps' })).toBeGreaterThan(0);
  close();
});

test('a change that the settings ignore is a minor one, of objects that are managed or ask for it', async () => {
  const { cluster, api, clock, close } = place();
  const ignoring = (value: string) => ({ annotations: { 'argocd.argoproj.io/ignore-resource-updates': value } });
  const given = [tracked('managed', 'web'), map('child', ignoring('true')), map('plain')];
  const refusing = tracked('refusing', 'web');
  given.push({ ...refusing, metadata: { ...refusing.metadata, ...ignoring('false') } });
  for (const object of given) await api.create(MAPS, object);
  await cluster.ready();
  await settle(clock);
  const told: unknown[] = [];
  cluster.onChange((changes) => told.push(...changes.map(({ key, minor }) => [key.name, minor ?? false])));
  for (const patch of ['{"metadata":{"labels":{"a":"b"}}}', '{"data":{"x":"2"}}']) {
    for (const name of ['managed', 'child', 'plain', 'refusing']) await api.patch(at(name), 'merge', patch);
    await settle(clock);
  }
  expect(told).toEqual([
    ...[
      ['managed', true],
      ['child', true],
      ['plain', false],
      ['refusing', false],
    ],
    ...[
      ['managed', false],
      ['child', false],
      ['plain', false],
      ['refusing', false],
    ],
  ]);
  close();
});

test('a kind that may not be listed does not hide the others, and is told', async () => {
  const forbidden = new AppError({ code: 'kube.forbidden', kind: 'user', message: 'secrets is forbidden' });
  const { cluster, kube, api, clock, close } = place({
    prepare: (wrapped) =>
      wrapped.plan(({ resource }) => (resource === 'secrets' ? { when: 'before', error: forbidden } : undefined)),
  });
  await api.create(MAPS, map('a'));
  await cluster.ready();
  await settle(clock);
  expect(cluster.get(keyed('a'))).toBeDefined();
  expect(cluster.gaps()).toEqual([
    { group: '', kind: 'Secret', namespace: '', code: 'kube.forbidden', message: 'secrets is forbidden' },
  ]);
  expect(cluster.connection().status).toBe('Successful');
  kube.plan(() => undefined);
  await clock.advance(60_000);
  expect(cluster.gaps()).toEqual([]);
  close();
});

test('a cluster out of reach is told, and found again', async () => {
  const { cluster, kube, clock, close } = place({
    prepare: (wrapped) => wrapped.plan(() => ({ when: 'before', error: unreachable() })),
  });
  await expect(cluster.ready()).rejects.toMatchObject({ code: 'kube.unreachable' });
  expect(cluster.connection()).toMatchObject({ status: 'Failed', message: 'cannot reach the cluster' });
  kube.plan(() => undefined);
  await clock.advance(5000);
  await cluster.ready();
  await settle(clock);
  expect(cluster.connection()).toMatchObject({ status: 'Successful', message: '' });
  close();
});

test('a connection lost later is told and records stay', async () => {
  const { cluster, kube, api, clock, log, close } = place();
  await api.create(MAPS, map('a'));
  await cluster.ready();
  await settle(clock);
  kube.plan(() => ({ when: 'before', error: unreachable() }));
  api.breakStreams();
  await clock.advance(3_600_000);
  expect(cluster.connection().status).toBe('Failed');
  expect(cluster.get(keyed('a'))).toBeDefined();
  kube.plan(() => undefined);
  await clock.advance(60_000);
  expect(cluster.connection().status).toBe('Successful');
  expect(log.lines.map(({ message }) => message)).toEqual([
    'the cluster is followed',
    'the cluster cannot be reached',
    'the cluster is followed',
  ]);
  close();
});

test('our own write is seen at once, and never an older state after it', async () => {
  const { cluster, api, clock, close } = place();
  const first = await api.create(MAPS, tracked('a', 'web'));
  await cluster.ready();
  await settle(clock);
  const second = await api.patch(at('a'), 'merge', '{"data":{"x":"2"}}');
  cluster.observe(second);
  expect(cluster.get(keyed('a'))?.resourceVersion).toBe(second.metadata.resourceVersion);
  expect(await cluster.body(keyed('a'))).toEqual(second);
  cluster.observe(first);
  expect(cluster.get(keyed('a'))?.resourceVersion).toBe(second.metadata.resourceVersion);
  await api.delete(at('a'));
  await settle(clock);
  cluster.observe(second);
  expect(cluster.get(keyed('a'))).toBeUndefined();
  close();
});

test('waiting for a version: reached by the object, by its deletion, or not in time', async () => {
  const { cluster, api, clock, close } = place();
  await cluster.ready();
  await settle(clock);
  const created = await api.create(MAPS, map('a'));
  const reached = cluster.reached(keyed('a'), created.metadata.resourceVersion ?? '', 1000);
  await settle(clock);
  expect(await reached).toBe(true);
  await api.delete(at('a'));
  await settle(clock);
  expect(await cluster.reached(keyed('a'), created.metadata.resourceVersion ?? '', 1000)).toBe(true);
  const never = cluster.reached(keyed('a'), '999999', 1000);
  await clock.advance(1000);
  expect(await never).toBe(false);
  close();
});

test('only the namespaces of a cluster Secret are followed', async () => {
  const { cluster, kube, api, clock, close } = place({ namespaces: ['default'] });
  await api.create(MAPS, map('a'));
  const elsewhere = map('b');
  await api.create(MAPS, { ...elsewhere, metadata: { ...elsewhere.metadata, namespace: 'kube-system' } });
  await cluster.ready();
  await settle(clock);
  expect(cluster.inNamespace('default').map(({ key }) => key.name)).toContain('a');
  expect(cluster.inNamespace('kube-system')).toEqual([]);
  expect(kube.count({ verb: 'list', resource: 'namespaces' })).toBe(0);
  close();
});

test('invalidating lists everything again and loses nothing meanwhile', async () => {
  const { cluster, kube, api, clock, close } = place();
  await api.create(MAPS, map('a'));
  await cluster.ready();
  await settle(clock);
  kube.reset();
  const changes: LiveChange[] = [];
  cluster.onChange((batch) => changes.push(...batch));
  await cluster.invalidate();
  expect(kube.count({ verb: 'list', resource: 'configmaps' })).toBe(1);
  expect(cluster.get(keyed('a'))).toBeDefined();
  expect(changes).toEqual([]);
  close();
});

test('kinds come and go with their definitions', async () => {
  const { cluster, api, clock, close } = place();
  await cluster.ready();
  const crds = { group: 'apiextensions.k8s.io', version: 'v1', plural: 'customresourcedefinitions', namespaced: false };
  const widgets = { group: 'example.com', version: 'v1', plural: 'widgets', namespaced: true };
  await api.create(crds, {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.example.com' },
    spec: {
      group: 'example.com',
      names: { kind: 'Widget', plural: 'widgets', singular: 'widget', listKind: 'WidgetList' },
      scope: 'Namespaced',
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
    },
  });
  await clock.advance(200);
  expect(cluster.resourceFor('example.com', 'Widget')?.plural).toBe('widgets');
  await api.create(widgets, {
    apiVersion: 'example.com/v1',
    kind: 'Widget',
    metadata: { name: 'w', namespace: 'default' },
  });
  await settle(clock);
  const key = { group: 'example.com', kind: 'Widget', namespace: 'default', name: 'w' };
  expect(cluster.get(key)?.version).toBe('v1');
  await api.delete({ type: crds, namespace: '', name: 'widgets.example.com' });
  await clock.advance(10_000);
  expect(cluster.resourceFor('example.com', 'Widget')).toBeUndefined();
  expect(cluster.get(key)).toBeUndefined();
  expect(cluster.gaps()).toEqual([]);
  close();
});

test('an audit finds nothing, and mends what a deaf watch has missed', async () => {
  let isDeaf = false;
  const deafened = (kube: KubePort): KubePort => ({
    ...kube,
    async *watch(type, options) {
      for await (const event of kube.watch(type, options)) if (!isDeaf || event.type === 'BOOKMARK') yield event;
    },
  });
  const { cluster, api, clock, metrics, close } = place({ wrap: deafened });
  await api.create(MAPS, map('stays'));
  await api.create(MAPS, map('goes'));
  await cluster.ready();
  await clock.advance(13 * 3_600_000);
  expect(metrics.value('tiphys_missed_changes_total')).toBe(0);
  isDeaf = true;
  await api.delete(at('goes'));
  const changed = await api.patch(at('stays'), 'merge', '{"data":{"x":"2"}}');
  await api.create(MAPS, map('comes'));
  await clock.advance(12 * 3_600_000);
  expect(metrics.value('tiphys_missed_changes_total')).toBe(3);
  expect(cluster.inNamespace('default').map(({ key }) => key.name)).toEqual(['stays', 'comes']);
  expect(cluster.get(keyed('stays'))?.resourceVersion).toBe(changed.metadata.resourceVersion);
  close();
});

test('waiting for an object of a kind that is not followed ends at once', async () => {
  const { cluster, clock, close } = place();
  await cluster.ready();
  expect(await cluster.reached({ group: 'apps', kind: 'Deployment', namespace: 'default', name: 'a' }, '1', 1000)).toBe(
    false,
  );
  expect(clock.monotonic()).toBe(0);
  close();
});

test('an idle cluster asks for nothing but its watches again', async () => {
  const { cluster, kube, clock, close } = place();
  await cluster.ready();
  await settle(clock);
  kube.reset();
  await clock.advance(3_600_000);
  expect(kube.calls.filter(({ verb }) => verb !== 'watch')).toEqual([]);
  close();
  await settle(clock);
});
