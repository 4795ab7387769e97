/** What every live cluster does for those who reconcile and show. */
import { describe, expect, test } from 'vitest';
import type { KubeObject, ObjectKey } from '../../kube/object/kube-object.ts';
import type { KubePort, ResourceType } from '../../ports/kube.ts';
import type { LiveChange, LiveClusters } from '../../ports/live-cluster.ts';

export interface LiveClustersCase {
  readonly clusters: LiveClusters;
  readonly server: string;
  /** The cluster behind it. */
  readonly api: KubePort;
  pass(milliseconds: number): Promise<void>;
}

const MAPS: ResourceType = { group: '', version: 'v1', plural: 'configmaps', namespaced: true };

/** Registers the tests. `open` gives an empty cluster for each; ConfigMaps are watched, tracked by annotation. */
export function liveClusterContract(name: string, open: () => LiveClustersCase): void {
  describe(`Live cluster: ${name}`, () => {
    knowledgeTests(open);
    changeTests(open);
    lifeTests(open);
  });
}

type Open = () => LiveClustersCase;

function knowledgeTests(open: Open): void {
  test('what is there is known by key, application, owner and namespace', async () => {
    const given = open();
    const owner = await given.api.create(MAPS, map('owner', { app: 'web' }));
    await given.api.create(MAPS, map('child', { owner }));
    const cluster = given.clusters.get(given.server);
    await cluster.ready();
    const names = (records: readonly { readonly key: ObjectKey }[]) => records.map(({ key }) => key.name);
    expect(cluster.get(keyed('owner'))).toMatchObject({
      key: keyed('owner'),
      uid: owner.metadata.uid,
      deleting: false,
    });
    expect(names(cluster.managedBy('web'))).toEqual(['owner']);
    expect(names(cluster.childrenOf(owner.metadata.uid ?? ''))).toEqual(['child']);
    expect(
      names(cluster.inNamespace('default'))
        .filter((one) => one.length === 5)
        .sort(),
    ).toEqual(['child', 'owner']);
    expect([cluster.get(keyed('nobody')), cluster.managedBy('other'), cluster.childrenOf('none')]).toEqual([
      undefined,
      [],
      [],
    ]);
    given.clusters.close();
  });

  test('bodies, of objects that are managed and of others; undefined of what is not there', async () => {
    const given = open();
    await given.api.create(MAPS, map('managed', { app: 'web' }));
    await given.api.create(MAPS, map('other'));
    const cluster = given.clusters.get(given.server);
    await cluster.ready();
    expect((await cluster.body(keyed('managed')))?.['data']).toEqual({ x: '1' });
    expect((await cluster.body(keyed('other')))?.['data']).toEqual({ x: '1' });
    expect(await cluster.body(keyed('nobody'))).toBeUndefined();
    given.clusters.close();
  });

  test('what is served, in which version, and that all is well', async () => {
    const given = open();
    const cluster = given.clusters.get(given.server);
    await cluster.ready();
    expect(cluster.resourceFor('', 'ConfigMap')).toMatchObject({ plural: 'configmaps', version: 'v1' });
    expect(cluster.resourceFor('', 'ConfigMap', 'v9')).toMatchObject({ version: 'v1' });
    expect(cluster.resourceFor('nobody.example.com', 'Thing')).toBeUndefined();
    expect(cluster.kubeVersion()).toMatch(/^v?\d+\.\d+/);
    expect([cluster.connection().status, cluster.gaps()]).toEqual(['Successful', []]);
    given.clusters.close();
  });
}

function changeTests(open: Open): void {
  test('changes are told with what was before, until one has left', async () => {
    const given = open();
    const cluster = given.clusters.get(given.server);
    await cluster.ready();
    const told: LiveChange[] = [];
    const leave = cluster.onChange((changes) => told.push(...changes));
    await given.api.create(MAPS, map('a', { app: 'web' }));
    await given.pass(5000);
    await given.api.patch(at('a'), 'merge', '{"data":{"x":"2"}}');
    await given.pass(5000);
    await given.api.delete(at('a'));
    await given.pass(5000);
    leave();
    await given.api.create(MAPS, map('b'));
    await given.pass(5000);
    expect(told.map(({ kind, key }) => `${kind} ${key.name}`)).toEqual(['added a', 'modified a', 'deleted a']);
    expect(told.map(({ before, after }) => [before !== undefined, after !== undefined])).toEqual([
      [false, true],
      [true, true],
      [true, false],
    ]);
    given.clusters.close();
  });

  test('our own write counts at once; waiting for a version ends when it is there, or in time', async () => {
    const given = open();
    await given.api.create(MAPS, map('a', { app: 'web' }));
    const cluster = given.clusters.get(given.server);
    await cluster.ready();
    const written = await given.api.patch(at('a'), 'merge', '{"data":{"x":"2"}}');
    cluster.observe(written);
    const version = written.metadata.resourceVersion ?? '';
    expect(cluster.get(keyed('a'))?.resourceVersion).toBe(version);
    expect(await cluster.reached(keyed('a'), version, 1000)).toBe(true);
    const waiting = cluster.reached(keyed('a'), String(Number(version) + 1000), 1000);
    await given.pass(1001);
    expect(await waiting).toBe(false);
    given.clusters.close();
  });

  test('listing anew keeps the records meanwhile', async () => {
    const given = open();
    await given.api.create(MAPS, map('a', { app: 'web' }));
    const cluster = given.clusters.get(given.server);
    await cluster.ready();
    const again = cluster.invalidate();
    expect(cluster.get(keyed('a'))).toBeDefined();
    await given.pass(1000);
    await again;
    expect(cluster.get(keyed('a'))).toBeDefined();
    given.clusters.close();
  });
}

function lifeTests(open: Open): void {
  test('one per server, until it is dropped; nothing is told after the end', async () => {
    const given = open();
    const first = given.clusters.get(given.server);
    expect(given.clusters.get(given.server)).toBe(first);
    expect(given.clusters.known()).toEqual([first]);
    await first.ready();
    const told: LiveChange[] = [];
    first.onChange((changes) => told.push(...changes));
    given.clusters.drop(given.server);
    expect(given.clusters.known()).toEqual([]);
    await given.api.create(MAPS, map('a'));
    await given.pass(5000);
    expect(told).toEqual([]);
    const second = given.clusters.get(given.server);
    expect(second).not.toBe(first);
    await second.ready();
    expect(second.get(keyed('a'))).toBeDefined();
    given.clusters.close();
  });
}

function map(name: string, { app, owner }: { readonly app?: string; readonly owner?: KubeObject } = {}): KubeObject {
  const annotations = app ? { 'argocd.argoproj.io/tracking-id': `${app}:/ConfigMap:default/${name}` } : {};
  const { uid = '', name: ownerName = '' } = owner?.metadata ?? {};
  const ownerReferences = owner ? [{ apiVersion: 'v1', kind: 'ConfigMap', name: ownerName, uid }] : [];
  const metadata = { name, namespace: 'default', annotations, ownerReferences };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { x: '1' } };
}

function keyed(name: string): ObjectKey {
  return { group: '', kind: 'ConfigMap', namespace: 'default', name };
}

function at(name: string) {
  return { type: MAPS, namespace: 'default', name };
}
