/** A CustomResourceDefinition that was just applied: its kind is served a moment later. Source: features row C11. */
import { definedKind } from '../../engine/sync/index.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { LiveCluster } from '../../ports/live-cluster.ts';
import type { PassContext } from './pass.ts';

const PATIENCE = 3_000;
const POLL = 100;

/** Waits until the cluster serves the kind; after three seconds applying goes on and tells what is wrong. */
export async function untilServed(context: PassContext, cluster: LiveCluster, definition: KubeObject): Promise<void> {
  const { clock } = context.deps;
  const [group = '', kind = ''] = definedKind(definition).split('/');
  const deadline = clock.monotonic() + PATIENCE;
  while (cluster.resourceFor(group, kind) === undefined && clock.monotonic() < deadline) await clock.sleep(POLL);
}
