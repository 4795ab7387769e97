/** Acting as somebody else by headers (`kubectl --as`). */
import type { ApiRequest } from '../requests/api-request.ts';
import { badRequest } from '../status/faults.ts';
import { authenticated, type Identity, serviceAccountUser } from './identity.ts';

const EXTRA = 'impersonate-extra-';

/** The user a request is to be served as: the sender, or whom the headers name. Throws 400 for groups without a user. */
export function actingUser(request: ApiRequest, sender: Identity): Identity {
  const { headers } = request;
  const username = headers['impersonate-user']?.[0];
  const groups = headers['impersonate-group'] ?? [];
  const uid = headers['impersonate-uid']?.[0];
  if (!username) {
    if (groups.length === 0 && !uid) return sender;
    // References as Go prints them.
    const asked = [
      ...groups.map((group) => `{Group  ${group}    }`),
      ...(uid ? [`{UID  ${uid}  authentication.k8s.io/v1  }`] : []),
    ];
    throw badRequest(`requested [${asked.join(' ')}] without impersonating a user`);
  }
  const extra = Object.entries(headers)
    .filter(([name]) => name.startsWith(EXTRA))
    .map(([name, values]): [string, readonly string[]] => [decodeURIComponent(name.slice(EXTRA.length)), values ?? []]);
  return {
    ...impersonated(username, groups),
    ...(uid && { uid }),
    ...(extra.length > 0 && { extra: Object.fromEntries(extra) }),
    impersonator: sender,
  };
}

/** A service account brings the groups of its kind along. */
function impersonated(username: string, groups: readonly string[]): Identity {
  const [system, kind, namespace, name] = username.split(':');
  const isAccount = system === 'system' && kind === 'serviceaccount' && namespace && name;
  if (isAccount && groups.length === 0) return serviceAccountUser(namespace, name);
  return authenticated(username, groups);
}
