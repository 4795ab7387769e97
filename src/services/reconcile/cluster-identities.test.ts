/** F23: the address of a cluster that answers as another one. */
import { afterEach, expect, test } from 'vitest';
import { Secret } from '../../base/secret.ts';
import { createKubelite } from '../../kubelite/index.ts';
import type { KubePort } from '../../ports/kube.ts';
import { faultyKube } from '../../testkit/faulty-kube.ts';
import { type MemoryKube, memoryKube } from '../../testkit/memory-kube.ts';
import {
  application,
  configMap,
  openProject,
  REPOSITORY,
  type ReconcileEnvironment,
  type RunningController,
  reconcileEnvironment,
} from '../../testkit/reconcile-environment.ts';
import { soleLeader } from '../../testkit/sole-leader.ts';
import { IDENTITIES, keyOfServer } from './cluster-identities.ts';

const OTHER = 'https://other.test:6443';
const CONFIG_MAPS = { group: '', version: 'v1', plural: 'configmaps', namespaced: true };
const NAMESPACES = { group: '', version: 'v1', plural: 'namespaces', namespaced: false };
const CLUSTER = {
  server: OTHER,
  name: 'other',
  namespaces: [],
  clusterResources: true,
  project: '',
  labels: {},
  annotations: {},
  config: new Secret('{}'),
};

let place: ReconcileEnvironment;
let controller: RunningController;
let behind: MemoryKube;
const clusters: MemoryKube[] = [];

afterEach(async () => {
  await controller.stop();
  await place.close();
  for (const { kubelite } of clusters.splice(0)) await kubelite.close();
});

/** A cluster with the namespace `n`. */
async function freshCluster(): Promise<MemoryKube> {
  const { clock } = place;
  const made = memoryKube({ clock, kubelite: createKubelite({ clock, controllers: true }) });
  clusters.push(made);
  await clock.advance(20);
  await made.create(NAMESPACES, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' } });
  return made;
}

/** An Application that heals and prunes by itself, synced to a cluster of its own. */
async function synced(): Promise<void> {
  place = await reconcileEnvironment();
  behind = await freshCluster();
  place.installation.set({ projects: [openProject('default')], clusters: [CLUSTER] });
  place.manifests.commit(REPOSITORY, [configMap('a')]);
  await start();
  const finalizers = ['resources-finalizer.argocd.argoproj.io'];
  const syncPolicy = { automated: { prune: true, selfHeal: true } };
  await place.apply(application({ destination: { server: OTHER, namespace: 'n' }, syncPolicy }, { finalizers }));
  await settle();
  expect(await namesIn(behind)).toEqual(['a']);
}

/** Whatever is behind the address at the moment answers. */
async function start(): Promise<void> {
  const address: KubePort = new Proxy({} as KubePort, {
    get: (_, name) => (name === 'server' ? OTHER : Reflect.get(behind, name)),
  });
  const target = (server: string): KubePort => (server === OTHER ? address : place.api);
  controller = await place.startController(faultyKube(place.api), {}, undefined, {
    clock: place.clock,
    leadership: soleLeader,
    target,
  });
}

async function settle(): Promise<void> {
  await place.clock.advance(15_000);
  await place.settle();
}

async function namesIn(kube: KubePort): Promise<readonly (string | undefined)[]> {
  const { items } = await kube.list(CONFIG_MAPS, { namespace: 'n' });
  return items.map(({ metadata }) => metadata.name).filter((name) => name !== 'kube-root-ca.crt');
}

async function uidOf(kube: KubePort): Promise<string> {
  return (await kube.get({ type: NAMESPACES, namespace: '', name: 'kube-system' }))?.metadata.uid ?? '';
}

/** Another cluster answers from now on; who knew the old one lists anew. */
async function swap(): Promise<{ readonly before: string; readonly after: string }> {
  const before = await uidOf(behind);
  behind = await freshCluster();
  await behind.create(CONFIG_MAPS, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'theirs',
      namespace: 'n',
      annotations: { 'argocd.argoproj.io/tracking-id': 'app:/ConfigMap:n/theirs' },
    },
  });
  return { before, after: await uidOf(behind) };
}

test('F23 another cluster behind the same address gets no write: the condition names both and what to do', async () => {
  await synced();
  const { before, after } = await swap();
  await controller.clusters.get(OTHER).invalidate();
  await settle();
  const { status } = await place.app();
  expect(status?.sync?.status).toBe('Unknown');
  const [condition] = status?.conditions ?? [];
  expect(condition?.message).toContain(before);
  expect(condition?.message).toContain(after);
  expect(condition?.message).toContain(`patch configmap ${IDENTITIES}`);
  expect(await namesIn(behind)).toEqual(['theirs']);
});

test('F23 also a controller that starts anew knows the old cluster, and a sync or a deletion that somebody asks for ends', async () => {
  await synced();
  const { after } = await swap();
  await controller.stop();
  await start();
  await settle();
  await place.merge('Application', 'app', { operation: { sync: { prune: true } } }, 'argocd');
  await settle();
  const { operationState } = (await place.app()).status ?? {};
  expect({ phase: operationState?.phase, says: operationState?.message?.includes(after) }).toEqual({
    phase: 'Error',
    says: true,
  });
  await place.remove('Application', 'app', 'argocd');
  await settle();
  const conditions = (await place.app()).status?.conditions ?? [];
  expect(conditions.find(({ type }) => type === 'DeletionError')?.message).toContain(after);
  expect(await namesIn(behind)).toEqual(['theirs']);
});

test('F23 a cluster that was accepted is synced to, and what the Application no longer wants there is pruned', async () => {
  await synced();
  const { after } = await swap();
  await controller.clusters.get(OTHER).invalidate();
  await settle();
  await place.merge('ConfigMap', IDENTITIES, { data: { [keyOfServer(OTHER)]: after } }, 'argocd');
  await settle();
  await settle();
  expect(await namesIn(behind)).toEqual(['a']);
});
