/** As whom an Application acts in its destination cluster: the impersonation map of its project (features U1). */
import type { AppProjectSpec } from '../../api/app-project/fields.ts';
import { matchesGlob } from '../../base/glob/glob.ts';

export type ActingIdentity =
  /** The credentials of the cluster, as they are. */
  | { readonly kind: 'own' }
  | { readonly kind: 'user'; readonly user: string }
  /** Nobody may act: writing with the credentials of the cluster instead would be more than was granted. */
  | { readonly kind: 'none'; readonly message: string };

export interface ActingPlace {
  /** Address of the destination, resolved. */
  readonly server: string;
  /** `spec.destination.namespace`; may be empty. */
  readonly namespace: string;
  /** Where the Application itself stands. */
  readonly appNamespace: string;
}

export interface ImpersonationSettings {
  readonly enabled: boolean;
  /** Without a matching entry nobody acts; otherwise the credentials of the cluster do. */
  readonly enforced: boolean;
}

/**
 * The first entry of `destinationServiceAccounts` whose globs match server and namespace counts. An account without a
 * namespace of its own stands in the destination's, or where that is empty in the Application's.
 */
export function actingIdentity(
  project: AppProjectSpec,
  place: ActingPlace,
  settings: ImpersonationSettings,
): ActingIdentity {
  if (!settings.enabled) return { kind: 'own' };
  const namespace = place.namespace === '' ? place.appNamespace : place.namespace;
  for (const entry of project.destinationServiceAccounts ?? []) {
    const matches =
      matchesGlob(entry.server ?? '', place.server) && matchesGlob(entry.namespace ?? '', place.namespace);
    if (!matches) continue;
    return account(entry.defaultServiceAccount ?? '', namespace);
  }
  if (!settings.enforced) return { kind: 'own' };
  return {
    kind: 'none',
    message: `no matching service account found for destination server ${place.server} and namespace ${namespace}`,
  };
}

function account(name: string, namespace: string): ActingIdentity {
  const [first = '', second, ...more] = name.split(':');
  const [inNamespace, account] = second === undefined ? [namespace, first] : [first, second];
  if (inNamespace === '' || account === '' || more.length > 0) {
    return {
      kind: 'none',
      message: `defaultServiceAccount "${name}" of the project's destinationServiceAccounts is neither a name nor namespace:name`,
    };
  }
  return { kind: 'user', user: `system:serviceaccount:${inNamespace}:${account}` };
}
