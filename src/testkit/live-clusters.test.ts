import { createReflector } from '../adapters/reflector/reflector.ts';
import { AppError } from '../base/errors.ts';
import type { KubePort } from '../ports/kube.ts';
import { createLiveClusters } from '../services/live/index.ts';
import { type LiveClustersCase, liveClusterContract } from './contracts/live-cluster.contract.ts';
import { FakeClock } from './fake-clock.ts';
import { faultyKube } from './faulty-kube.ts';
import { memoryKube } from './memory-kube.ts';
import { memoryLog } from './memory-log.ts';
import { memoryMetrics } from './memory-metrics.ts';

const GONE = new AppError({ code: 'kube.gone', kind: 'transient', message: 'too old' });

liveClusterContract('over a memory API', () => place((kube) => kube));
liveClusterContract('over a memory API that breaks each connection once', () =>
  place((api) => {
    const kube = faultyKube(api);
    const broken = new Set<string>();
    kube.plan(({ verb, resource }) => {
      if (verb !== 'watch' || broken.has(resource)) return undefined;
      broken.add(resource);
      return { when: 'before', error: GONE };
    });
    return kube;
  }),
);

function place(wrap: (kube: KubePort) => KubePort): LiveClustersCase {
  const clock = new FakeClock();
  const api = memoryKube({ clock });
  const clusters = createLiveClusters({
    clock,
    log: memoryLog(),
    metrics: memoryMetrics(),
    reflector: createReflector({ clock, random: () => 0.5 }),
    connect: () => ({ kube: wrap(api), namespaces: [], clusterResources: false }),
    factsOf: () => ({ health: { status: 'Healthy' }, images: [], info: [] }),
    isWatched: ({ kind }) => kind === 'ConfigMap' || kind === 'Namespace',
    respectRbac: () => '',
    trackingLabel: () => 'app.kubernetes.io/instance',
    tracksByLabel: () => false,
  });
  return { clusters, server: api.server, api, pass: (milliseconds) => clock.advance(milliseconds) };
}
