/** Two controllers for the same Applications would undo each other's work: refuse to be the second. */
import { AppError } from '../../base/errors.ts';
import { memberAt } from '../../base/json-value.ts';
import type { KubePort } from '../../ports/kube.ts';

const SELECTOR = 'app.kubernetes.io/name=argocd-application-controller';

/** Throws `up.managed-by-another` (user) naming the other. */
export async function refuseSecondManager(kube: KubePort): Promise<void> {
  for (const plural of ['statefulsets', 'deployments']) {
    const type = { group: 'apps', version: 'v1', plural, namespaced: true };
    const { items } = await kube.list(type, { labelSelector: SELECTOR });
    const other = items.find((item) => memberAt(item, 'spec', 'replicas') !== 0);
    if (!other) continue;
    const { namespace, name } = other.metadata;
    throw new AppError({
      code: 'up.managed-by-another',
      kind: 'user',
      message: `the Applications of this cluster are managed by ${other.kind} ${namespace}/${name}`,
      hint: `Scale it to 0 first: kubectl -n ${namespace} scale ${plural.slice(0, -1)} ${name} --replicas 0`,
    });
  }
}
