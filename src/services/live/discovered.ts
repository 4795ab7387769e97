/** What a cluster serves, with what an earlier reading knew of groups that do not answer now. Pure. */
import { joinApiVersion } from '../../kube/object/kube-object.ts';
import type { Discovery } from '../../ports/kube.ts';

/** The newer reading; kinds of its failed groups are taken from the older one. */
export function mergedDiscovery(older: Discovery | undefined, newer: Discovery): Discovery {
  if (older === undefined || newer.failed.length === 0) return newer;
  const kept = older.resources.filter(({ group, version }) => newer.failed.includes(joinApiVersion(group, version)));
  return {
    resources: [...newer.resources, ...kept],
    preferred: { ...older.preferred, ...newer.preferred },
    failed: newer.failed,
  };
}
