/** F07: the number of controllers that share the clusters changes from 3 to 2 and back, live, during 200 syncs. */
import { afterEach, expect, test } from 'vitest';
import { shardsOf } from '../../engine/sharding/shard-of.ts';
import type { ClusterRecord } from '../../ports/settings.ts';
import { frozen } from '../../testkit/frozen-process.ts';
import { memoryLog } from '../../testkit/memory-log.ts';
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
import { type ClusterLeases, createClusterLeases } from '../leadership/index.ts';

const APPLICATIONS = 40;
const ROUNDS = 5;
const HAND_OVER_SECONDS = 45;
const SERVERS = ['https://c-0.test', 'https://c-1.test', 'https://c-2.test', 'https://c-3.test'];

interface Member {
  readonly shard: number;
  readonly leases: ClusterLeases;
  readonly controller: RunningController;
}

let place: ReconcileEnvironment;
const members: Member[] = [];

afterEach(async () => {
  for (const { controller, leases } of members.splice(0)) {
    await Promise.all([controller.stop(), leases.stop(), place.clock.advance(10_000)]);
  }
  await place.close();
});

function cluster(server: string): ClusterRecord {
  const nothing = { namespaces: [], clusterResources: true, project: '', labels: {}, annotations: {} };
  return { server, name: server, ...nothing, id: server, config: undefined };
}

/** The clusters of a shard, as each controller works them out for itself. */
function clustersOf(shard: number, replicas: number): readonly string[] {
  const clusters = SERVERS.map((server) => ({ server, id: server, shard: undefined }));
  const shards = shardsOf(clusters, { replicas, algorithm: 'round-robin' });
  return SERVERS.filter((server) => shards.get(server) === shard);
}

async function join(shard: number): Promise<void> {
  const { clock } = frozen(place.clock);
  const identity = `controller-${shard}`;
  const leases = createClusterLeases({
    kube: place.api,
    namespace: 'argocd',
    name: 'lead',
    identity,
    clock,
    log: memoryLog(),
  });
  leases.assign(clustersOf(shard, 3));
  await leases.start();
  const controller = await place.startController(place.api, {}, undefined, {
    clock,
    leadership: leases,
    target: (server) => ({ ...place.api, server }),
  });
  members.push({ shard, leases, controller });
}

/** Who leads a cluster. */
function ownersOf(server: string): readonly number[] {
  return members.filter(({ leases }) => leases.of(server).leads()).map(({ shard }) => shard);
}

/** Each cluster is of its shard and of no other one. */
function isSettled(replicas: number): boolean {
  return SERVERS.every((server) => {
    const [owner, ...more] = ownersOf(server);
    return owner !== undefined && more.length === 0 && clustersOf(owner, replicas).includes(server);
  });
}

/** Lets time pass. At no moment has a cluster two owners. Answers after how many seconds all were where they belong. */
async function pass(seconds: number, replicas: number): Promise<number> {
  let settledAfter = Number.POSITIVE_INFINITY;
  for (let second = 0; second < seconds; second += 1) {
    await place.clock.advance(1_000);
    for (const server of SERVERS) expect(ownersOf(server).length).toBeLessThanOrEqual(1);
    if (isSettled(replicas)) settledAfter = Math.min(settledAfter, second + 1);
    else settledAfter = Number.POSITIVE_INFINITY;
  }
  return settledAfter;
}

async function askForSyncs(): Promise<void> {
  for (let index = 0; index < APPLICATIONS; index += 1) {
    await place.merge('Application', `app-${index}`, { operation: { sync: {} } }, 'argocd');
  }
}

test('F07 from 3 to 2 to 3 shards during 200 syncs: one owner at a time, hand-over in time, each operation done once', async () => {
  place = await reconcileEnvironment();
  place.installation.set({ projects: [openProject('default')], clusters: SERVERS.map(cluster) });
  const hook = { 'argocd.argoproj.io/hook': 'PreSync' };
  place.manifests.commit(REPOSITORY, [gate('pre', hook, { health: 'Healthy' }), configMap('map')]);
  for (let shard = 0; shard < 3; shard += 1) await join(shard);
  for (let index = 0; index < APPLICATIONS; index += 1) {
    const namespace = `n-${index}`;
    await place.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    const destination = { server: SERVERS[index % SERVERS.length], namespace };
    await place.apply(application({ destination }, { name: `app-${index}` }));
  }
  expect(await pass(10, 3)).toBeLessThanOrEqual(HAND_OVER_SECONDS);
  for (let round = 0; round < ROUNDS; round += 1) {
    await askForSyncs();
    const replicas = round === 1 || round === 2 ? 2 : 3;
    // In the midst of the syncs, one controller after the other.
    for (const { shard, leases } of members) {
      leases.assign(clustersOf(shard, replicas));
      await place.clock.advance(200);
    }
    expect(await pass(HAND_OVER_SECONDS, replicas)).toBeLessThan(HAND_OVER_SECONDS);
  }
  for (let index = 0; index < APPLICATIONS; index += 1) {
    const { status, operation } = await place.app(`app-${index}`);
    expect({
      phase: status?.operationState?.phase,
      asked: operation,
      syncs: status?.history?.map(({ id }) => id ?? 0),
    }).toEqual({ phase: 'Succeeded', asked: undefined, syncs: [0, 1, 2, 3, 4] });
  }
}, 280_000);
