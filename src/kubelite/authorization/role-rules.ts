/** The rules that roles give a user by bindings, cluster-wide and in a namespace. */
import { isList, isObject, type Json, type JsonObject, member, memberAt, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { Identity } from '../authentication/identity.ts';
import type { Cluster } from '../operations/cluster.ts';
import type { PolicyRule } from './authorizer.ts';

const GROUP = 'rbac.authorization.k8s.io';

export interface GrantedRule {
  readonly rule: PolicyRule;
  /** Which binding gives it, in the server's words. */
  readonly reason: string;
}

/** All rules for a user; those of a namespace's bindings only where one is given. */
export function rulesFor(cluster: Cluster, user: Identity, namespace: string): readonly GrantedRule[] {
  const everywhere = [...cluster.store.list(`${GROUP}/clusterrolebindings`)];
  const here = namespace === '' ? [] : [...cluster.store.list(`${GROUP}/rolebindings`, namespace)];
  return [...everywhere, ...here].flatMap(({ object }) => granted(cluster, user, object));
}

function granted(cluster: Cluster, user: Identity, binding: KubeObject): readonly GrantedRule[] {
  const { namespace = '', name } = binding.metadata;
  const subjects = list(binding['subjects']).filter(isObject);
  if (!subjects.some((subject) => isMeant(user, subject, namespace))) return [];
  const role = textAt(binding, 'roleRef', 'name') ?? '';
  const kind = textAt(binding, 'roleRef', 'kind') ?? '';
  const where = namespace === '' ? `${binding.kind} "${name}"` : `${binding.kind} "${name}/${namespace}"`;
  const reason = `RBAC: allowed by ${where} of ${kind} "${role}" to ${subjectText(user, subjects, namespace)}`;
  return rulesOf(cluster, { kind, role, namespace }).map((rule) => ({ rule, reason }));
}

function rulesOf(
  { store }: Cluster,
  { kind, role, namespace }: { readonly kind: string; readonly role: string; readonly namespace: string },
): readonly PolicyRule[] {
  const found =
    kind === 'ClusterRole'
      ? store.get(`${GROUP}/clusterroles`, '', role)
      : store.get(`${GROUP}/roles`, namespace, role);
  return list(found?.object['rules']).filter(isObject).map(policyRule);
}

/** A rule as it stands in a role. */
export function policyRule(rule: JsonObject): PolicyRule {
  const texts = (name: string) => list(member(rule, name)).map(String);
  return {
    verbs: texts('verbs'),
    apiGroups: texts('apiGroups'),
    resources: texts('resources'),
    resourceNames: texts('resourceNames'),
    nonResourceURLs: texts('nonResourceURLs'),
  };
}

function isMeant(user: Identity, subject: JsonObject, namespace: string): boolean {
  const name = textAt(subject, 'name') ?? '';
  switch (textAt(subject, 'kind')) {
    case 'User':
      return user.username === name;
    case 'Group':
      return user.groups.includes(name);
    case 'ServiceAccount':
      return user.username === `system:serviceaccount:${textAt(subject, 'namespace') ?? namespace}:${name}`;
    default:
      return false;
  }
}

function subjectText(user: Identity, subjects: readonly JsonObject[], namespace: string): string {
  const subject = subjects.find((each) => isMeant(user, each, namespace));
  const account = memberAt(subject, 'namespace');
  const name = textAt(subject, 'name') ?? '';
  return `${textAt(subject, 'kind')} "${account === undefined ? name : `${name}/${String(account)}`}"`;
}

function list(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}
