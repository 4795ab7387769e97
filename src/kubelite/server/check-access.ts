/** Refuses what a user may not do, in the server's words. */
import type { Identity } from '../authentication/identity.ts';
import type { Authorizer } from '../authorization/authorizer.ts';
import { verbOf } from '../requests/handle-resource.ts';
import type { ResourcePath } from '../requests/resource-path.ts';
import { ApiFault } from '../status/api-fault.ts';
import { forbidden } from '../status/faults.ts';

export interface AskedAccess {
  readonly method: string;
  readonly path: string;
  /** Undefined for paths that are none of a resource. */
  readonly resource: ResourcePath | undefined;
  readonly query: URLSearchParams;
}

/** Throws 403 where the sender may not act as the user it names. */
export function checkImpersonation(authorizer: Authorizer, user: Identity): void {
  const sender = user.impersonator;
  if (!sender) return;
  const [system, kind, namespace = '', account = ''] = user.username.split(':');
  const isAccount = system === 'system' && kind === 'serviceaccount' && account !== '';
  const named = isAccount
    ? { group: '', resource: 'serviceaccounts', namespace, name: account }
    : { group: '', resource: 'users', namespace: '', name: user.username };
  const groups = isAccount ? [] : user.groups.filter((group) => group !== 'system:authenticated');
  const asked = [named, ...groups.map((name) => ({ group: '', resource: 'groups', namespace: '', name }))];
  for (const one of asked) {
    const access = { kind: 'resource', verb: 'impersonate', subresource: '', ...one } as const;
    if (authorizer.decide(sender, access).allowed) continue;
    throw refused(sender, { ...access, full: one.resource });
  }
}

/** Throws 403 where the user may not do what is asked. */
export function checkAccess(authorizer: Authorizer, user: Identity, asked: AskedAccess): void {
  if (!asked.resource) {
    checkPath(authorizer, user, asked);
    return;
  }
  const { group, plural: resource, subresource, namespace, name } = asked.resource;
  const verb = verbOf(asked.method, asked.resource, asked.query) ?? asked.method.toLowerCase();
  const access = { kind: 'resource', verb, group, resource, subresource, namespace, name } as const;
  if (authorizer.decide(user, access).allowed) return;
  const full = subresource === '' ? resource : `${resource}/${subresource}`;
  throw refused(user, { verb, group, resource, full, namespace, name });
}

interface Refused {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  /** With its subresource. */
  readonly full: string;
  readonly namespace: string;
  readonly name: string;
}

function refused(user: Identity, { verb, group, resource, full, namespace, name }: Refused): ApiFault {
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const why = `User "${user.username}" cannot ${verb} resource "${full}" in API group "${group}" ${where}`;
  return forbidden({ group, plural: resource }, name, why);
}

function checkPath(authorizer: Authorizer, user: Identity, { method, path }: AskedAccess): void {
  const verb = method.toLowerCase();
  if (authorizer.decide(user, { kind: 'path', verb, path }).allowed) return;
  const message = `forbidden: User "${user.username}" cannot ${verb} path "${path}"`;
  throw new ApiFault({ code: 403, reason: 'Forbidden', message, emptyDetails: true });
}
