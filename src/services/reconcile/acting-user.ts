/** As whom the writes of an Application are done. The project's map says it; without an entry nothing is written. */
import type { AppProjectSpec } from '../../api/app-project/fields.ts';
import type { KnownCluster } from '../../engine/project/resolve-destination.ts';
import { type ActingIdentity, actingIdentity } from '../../engine/project/service-account.ts';
import type { PassContext } from './pass.ts';

/** The identity for this Application in its destination. */
export function actingUser(
  context: Pick<PassContext, 'view' | 'settings'>,
  project: AppProjectSpec,
  cluster: KnownCluster,
): ActingIdentity {
  const namespace = context.view.app.spec.destination.namespace ?? '';
  const place = { server: cluster.server, namespace, appNamespace: context.view.key.namespace };
  return actingIdentity(project, place, context.settings.impersonation);
}

/** The user's name for the writer; undefined where the cluster's own credentials act. */
export function userOf(identity: Exclude<ActingIdentity, { readonly kind: 'none' }>): string | undefined {
  return identity.kind === 'user' ? identity.user : undefined;
}
