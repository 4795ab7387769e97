/** What a control plane notes about itself in every cluster: service accounts of its controllers, fair queuing, APIServices. */
import { type Instant, rfc3339 } from '../../../base/clock.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
// Read off a real server by `tools/record/fresh-cluster.ts`.
import facts from './control-plane.facts.json' with { type: 'json' };

const TRACKING = 'kube-apiserver-legacy-service-account-token-tracking';

/** All of them in the order of their creation: what is named by others first. */
export function controlPlaneObjects(now: Instant): readonly KubeObject[] {
  return [
    ...(facts.objects as unknown as readonly KubeObject[]),
    ...facts.serviceAccounts.map((name): KubeObject => {
      return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: 'kube-system' } };
    }),
    tokenTracking(now),
  ];
}

/** Since when a server tracks the use of tokens that do not expire. */
function tokenTracking(now: Instant): KubeObject {
  const metadata = { name: TRACKING, namespace: 'kube-system' };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { since: rfc3339(now).slice(0, 10) } };
}
