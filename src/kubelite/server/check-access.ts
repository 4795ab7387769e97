/** Refuses what a user may not do, in the server's words. */
import type { Identity } from '../authentication/identity.ts';
import { type ActingUser, accessOfPart } from '../authentication/impersonation.ts';
import type { Authorizer, Decision } from '../authorization/authorizer.ts';
import type { AccessRequest } from '../authorization/policy-rule.ts';
import { isPathSegment } from '../requests/current-object.ts';
import { verbOf } from '../requests/handle-resource.ts';
import { selectedName } from '../requests/list-options.ts';
import type { ResourcePath } from '../requests/resource-path.ts';
import { ApiFault } from '../status/api-fault.ts';
import { forbidden } from '../status/faults.ts';

export interface AskedAccess {
  readonly method: string;
  readonly path: string;
  /** Undefined for paths that are none of a resource. */
  readonly resource: ResourcePath | undefined;
  readonly query: URLSearchParams;
  /** Takes the decision, for the audit log. */
  readonly annotations: Map<string, string>;
}

/** Throws 403 where the sender may not act as the user it names. */
export function checkImpersonation(authorizer: Authorizer, { user, parts }: ActingUser): void {
  const sender = user.impersonator;
  if (!sender) return;
  for (const part of parts) {
    const { namespace, name } = part;
    const access = { kind: 'resource', verb: 'impersonate', namespace, name, ...accessOfPart(part) } as const;
    const { allowed, reason } = authorizer.decide(sender, access);
    if (!allowed) throw refused(sender, access, reason);
  }
}

/** Throws 403 where the user may not do what is asked. */
export function checkAccess(authorizer: Authorizer, user: Identity, asked: AskedAccess): void {
  if (!asked.resource) {
    checkPath(authorizer, user, asked);
    return;
  }
  const { group, plural: resource, subresource } = asked.resource;
  const verb = asked.resource.proxy ? 'proxy' : (verbOf(asked.method, asked.resource, asked.query) ?? '');
  const { namespace, name } = placeOf(asked.resource, verb, asked.query);
  const access = { kind: 'resource', verb, group, resource, subresource, namespace, name } as const;
  const { allowed, reason } = noted(authorizer.decide(user, access), asked);
  if (!allowed) throw refused(user, access, reason);
}

/** A namespace is in itself; a list or watch that selects one object by its name is about that. */
function placeOf({ group, plural, namespace, name }: ResourcePath, verb: string, query: URLSearchParams) {
  if (group === '' && plural === 'namespaces') return { namespace: name, name };
  const reads = name === '' && (verb === 'list' || verb === 'watch');
  const selected = reads ? selectedName(query) : undefined;
  return { namespace, name: selected !== undefined && isPathSegment(selected) ? selected : name };
}

/** Source: the annotations of kube-apiserver's `WithAuthorization`. */
function noted(decision: Decision, { annotations }: AskedAccess): Decision {
  annotations.set('authorization.k8s.io/decision', decision.allowed ? 'allow' : 'forbid');
  annotations.set('authorization.k8s.io/reason', decision.reason);
  return decision;
}

type ResourceAccess = Extract<AccessRequest, { readonly kind: 'resource' }>;

function refused(user: Identity, access: ResourceAccess, reason: string): ApiFault {
  const { verb, group, resource, subresource, namespace, name } = access;
  const full = subresource === '' ? resource : `${resource}/${subresource}`;
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace ${JSON.stringify(namespace)}`;
  const who = `User ${JSON.stringify(user.username)} cannot ${verb} resource ${JSON.stringify(full)}`;
  const why = harmless(`${who} in API group ${JSON.stringify(group)} ${where}`);
  return forbidden({ group, plural: resource }, name, because(why, reason));
}

function checkPath(authorizer: Authorizer, user: Identity, asked: AskedAccess): void {
  const { path } = asked;
  const verb = asked.method.toLowerCase();
  const { allowed, reason } = noted(authorizer.decide(user, { kind: 'path', verb, path }), asked);
  if (allowed) return;
  const why = harmless(`User ${JSON.stringify(user.username)} cannot ${verb} path ${JSON.stringify(path)}`);
  const message = `forbidden: ${because(why, reason)}`;
  throw new ApiFault({ code: 403, reason: 'Forbidden', message, emptyDetails: true });
}

function because(why: string, reason: string): string {
  return reason === '' ? why : `${why}: ${reason}`;
}

/** Nothing in it looks like a tag of HTML. */
function harmless(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
