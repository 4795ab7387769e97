/**
 * A Job says how many pods ended before the stream of pods has told of them. The status of a hook that is about to go waits for
 * them a moment: its images are theirs. Between sync and look.
 */
import type { Clock } from '../../base/clock.ts';
import { memberAt } from '../../base/json-value.ts';
import { gvkOf, type KubeObject } from '../../kube/object/kube-object.ts';
import type { LiveCluster } from '../../ports/live-cluster.ts';

/** How long the streams of two kinds may lie apart. */
const MOMENT = 150;

/** Resolves when a pod of every Job that counts some is known, or the moment is over. */
export async function untilPodsAreKnown(
  hooks: readonly KubeObject[],
  cluster: LiveCluster,
  clock: Clock,
): Promise<void> {
  const isFollowed = cluster.resources().some(({ group, kind }) => group === '' && kind === 'Pod');
  const jobs = hooks.filter(hasHadPods);
  const isKnown = () => jobs.every(({ metadata }) => cluster.childrenOf(metadata.uid ?? '').length > 0);
  if (!isFollowed || isKnown()) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = clock.after(MOMENT, resolve);
  const unsubscribe = cluster.onChange(() => {
    if (isKnown()) resolve();
  });
  await promise;
  timer.cancel();
  unsubscribe();
}

function hasHadPods(object: KubeObject): boolean {
  const { group, kind } = gvkOf(object);
  if (group !== 'batch' || kind !== 'Job') return false;
  return ['succeeded', 'failed'].some((count) => Number(memberAt(object, 'status', count) ?? 0) > 0);
}
