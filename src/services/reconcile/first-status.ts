/**
 * Workloads that were just written have no word of their controller yet. It comes within moments, so the end of a sync waits for
 * it that long: else each sync would report a progress that is none. Between sync and look.
 */
import { gvkOf, type KubeObject, keyOf } from '../../kube/object/kube-object.ts';
import type { LiveCluster } from '../../ports/live-cluster.ts';
import type { PassContext } from './pass.ts';

/** How long a controller may take before its silence is what is reported. */
const MOMENT = 150;

const WORKLOADS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet']);

/** Resolves when every workload of the operation has changed since it was written, or the moment is over. */
export async function firstStatuses(context: PassContext, cluster: LiveCluster): Promise<void> {
  const written = [...(context.state.run?.applied.values() ?? [])]
    .filter(({ change, answer }) => change !== 'unchanged' && isWorkload(answer))
    .map(({ answer }) => answer);
  const isSilent = (object: KubeObject) =>
    cluster.get(keyOf(object))?.resourceVersion === object.metadata.resourceVersion;
  if (!written.some(isSilent)) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = context.deps.clock.after(MOMENT, resolve);
  const unsubscribe = cluster.onChange(() => {
    if (!written.some(isSilent)) resolve();
  });
  await promise;
  timer.cancel();
  unsubscribe();
}

function isWorkload(object: KubeObject): boolean {
  const { group, kind } = gvkOf(object);
  return group === 'apps' && WORKLOADS.has(kind);
}
