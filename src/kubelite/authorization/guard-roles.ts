/**
 * Nobody gives rights that they do not have: roles may hold what their writer holds, or who writes has the verb `escalate`;
 * bindings may name a role whose rules their writer holds, or who writes has `bind` for it. Source: Kubernetes docs, "Privilege
 * escalation prevention and bootstrapping".
 */
import { jsonEqual } from '../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { wrongPathSegment } from '../../kube/object/names.ts';
import type { Identity } from '../authentication/identity.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import { ApiFault } from '../status/api-fault.ts';
import { badRequest, forbidden, notFound } from '../status/faults.ts';
import { type Authorizer, MASTERS, missingRoles } from './authorizer.ts';
import { RBAC_GROUP } from './granted-rules.ts';
import { missingRights, quotedList, rightsText } from './missing-rights.ts';
import { EVERYTHING, listOf, type PolicyRule, policyRule } from './policy-rule.ts';

/** A write of a role or binding, before anything else is looked at. */
export interface GuardedWrite {
  readonly object: KubeObject;
  /** What is there already. */
  readonly old?: KubeObject;
}

/** Throws where the write is more than its sender may do. */
export type Guard = (write: GuardedWrite) => void;

export interface GuardInput {
  readonly authorizer: Authorizer;
  readonly user: Identity;
  readonly definition: ResourceDefinition;
  /** Of the request's path. */
  readonly namespace: string;
  readonly name: string;
}

/** The guard of a request's writes; undefined for kinds that give no rights and for those who may do everything. */
export function roleGuard(input: GuardInput): Guard | undefined {
  if (input.definition.group !== RBAC_GROUP || input.user.groups.includes(MASTERS)) return undefined;
  const { plural } = input.definition;
  const check = plural === 'roles' || plural === 'clusterroles' ? checkRole : checkBinding;
  return (write) => {
    if (write.old === undefined || !changesOnlyHolders(write.object, write.old)) check(input, write);
  };
}

function checkRole(input: GuardInput, { object, old }: GuardedWrite): void {
  const { authorizer, user, definition, namespace, name } = input;
  const { group, plural: resource } = definition;
  const access = { kind: 'resource', verb: 'escalate', group, resource, subresource: '', namespace, name } as const;
  if (authorizer.decide(user, access).allowed) return;
  confirm(input, object, listOf(object['rules']).filter(isObject).map(policyRule));
  // It may gather anything later.
  if (!isAggregated(object) && !(old && isAggregated(old))) return;
  if (missingRights(authorizer.rules(user, namespace).rules, EVERYTHING).length === 0) return;
  throw forbidden(
    definition,
    object.metadata.name ?? '',
    'must have cluster-admin privileges to use the aggregationRule',
  );
}

function checkBinding(input: GuardInput, { object }: GuardedWrite): void {
  const { authorizer, user, namespace } = input;
  const [kind, name] = [textAt(object, 'roleRef', 'kind') ?? '', textAt(object, 'roleRef', 'name') ?? ''];
  if (kind !== 'ClusterRole' && kind !== 'Role') {
    const message = `unsupported role reference kind: ${JSON.stringify(kind)}`;
    throw new ApiFault({ code: 500, reason: '', message });
  }
  const group = textAt(object, 'roleRef', 'apiGroup') ?? '';
  const resource = kind === 'ClusterRole' ? 'clusterroles' : 'roles';
  const access = { kind: 'resource', verb: 'bind', group, resource, subresource: '', namespace, name } as const;
  if (authorizer.decide(user, access).allowed) return;
  confirm(input, object, rulesOf(input, kind, name));
}

/** Throws 404 and 400 as reading the role would; what is missing is called by the name of what was asked for. */
function rulesOf(
  { authorizer, definition, namespace }: GuardInput,
  kind: 'ClusterRole' | 'Role',
  name: string,
): readonly PolicyRule[] {
  if (kind === 'Role' && namespace === '') throw badRequest('Namespace parameter required.');
  if (name === '') throw badRequest('Name parameter required.');
  const wrong = wrongPathSegment(name);
  if (wrong.length > 0) throw badRequest(`Name parameter invalid: ${JSON.stringify(name)}: ${wrong.join(';')}`);
  const rules = authorizer.rulesOf(kind, namespace, name);
  if (rules === undefined) throw notFound(definition, name);
  return rules;
}

/** Throws 403 with the rights that the user does not have. */
function confirm(
  { authorizer, user, definition, namespace }: GuardInput,
  object: KubeObject,
  wanted: readonly PolicyRule[],
): void {
  const { rules, missing: absent } = authorizer.rules(user, namespace);
  const missing = missingRights(rules, wanted);
  if (missing.length === 0) return;
  const who = `user ${JSON.stringify(user.username)} (groups=${quotedList(user.groups)})`;
  const why = `${who} is attempting to grant RBAC permissions not currently held:\n${rightsText(missing)}`;
  const errors = absent.length === 0 ? '' : `; resolution errors: [${missingRoles(absent, definition.plural)}]`;
  throw forbidden(definition, object.metadata.name ?? '', `${why}${errors}`);
}

function isAggregated(role: KubeObject): boolean {
  const selectors = memberAt(role, 'aggregationRule', 'clusterRoleSelectors');
  return isList(selectors) && selectors.length > 0;
}

/** What the garbage collector does is nobody's escalation: only owners and finalizers differ. */
function changesOnlyHolders(next: KubeObject, old: KubeObject): boolean {
  return jsonEqual(withoutHolders(next), withoutHolders(old));
}

function withoutHolders({ metadata, ...rest }: KubeObject): JsonObject {
  const { ownerReferences: _, finalizers: __, selfLink: ___, managedFields: ____, ...kept } = metadata;
  return filled({ ...rest, metadata: kept } as JsonObject) as JsonObject;
}

/** Without empty lists, maps and nulls, which are the same as nothing here. */
function filled(value: Json): Json {
  if (isList(value)) return value.map(filled);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).flatMap(([name, item]): [string, Json][] => {
    const inner = item === undefined || item === null ? null : filled(item);
    const empty = inner === null || (typeof inner === 'object' && Object.keys(inner).length === 0);
    return empty ? [] : [[name, inner]];
  });
  return Object.fromEntries(kept);
}
