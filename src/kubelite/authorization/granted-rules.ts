/**
 * The rules that roles give a user by bindings, cluster-wide and in a namespace. What was found for a user is kept until a role or
 * binding changes, so that a request costs no walk through all bindings.
 */
import { isObject, type JsonObject, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { Identity } from '../authentication/identity.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { listOf, type PolicyRule, policyRule } from './policy-rule.ts';

export const RBAC_GROUP = 'rbac.authorization.k8s.io';
const CLUSTER_ROLES = `${RBAC_GROUP}/clusterroles`;
const ROLES = `${RBAC_GROUP}/roles`;
const CLUSTER_BINDINGS = `${RBAC_GROUP}/clusterrolebindings`;
const BINDINGS = `${RBAC_GROUP}/rolebindings`;
const MOST_USERS = 2000;

export interface GrantedRule {
  readonly rule: PolicyRule;
  /** Which binding gives it, in the server's words. */
  readonly reason: string;
}

/** What a user has, and what bindings name that is not there. */
export interface Grants {
  readonly rules: readonly GrantedRule[];
  readonly missing: readonly MissingRole[];
}

/** A role that a binding names. */
export interface MissingRole {
  readonly kind: string;
  readonly name: string;
}

/** What is said of a role that is not there; it is called after the resource that was asked for. */
export function missingText({ name }: MissingRole, resource: string): string {
  return `${resource}.${RBAC_GROUP} ${JSON.stringify(name)} not found`;
}

/** A binding, read once. */
interface Binding {
  readonly namespace: string;
  readonly text: string;
  readonly role: { readonly kind: string; readonly name: string };
  readonly subjects: readonly JsonObject[];
}

/** Bindings of a place by whom they name: a user or a group. */
type BySubject = ReadonlyMap<string, readonly Binding[]>;

export class GrantedRules {
  readonly #store: ObjectStore;
  /** By namespace; the empty one is for bindings of the cluster. */
  readonly #bindings = new Map<string, BySubject>();
  readonly #roles = new Map<string, readonly PolicyRule[] | undefined>();
  readonly #known = new Map<string, Grants>();

  constructor(store: ObjectStore) {
    this.#store = store;
    for (const shelf of [CLUSTER_ROLES, ROLES]) store.subscribe(shelf, () => this.#forgetRoles());
    store.subscribe(CLUSTER_BINDINGS, () => this.#forgetBindings(''));
    store.subscribe(BINDINGS, ({ stored }) => this.#forgetBindings(stored.namespace));
  }

  /** All rules for a user; those of a namespace's bindings only where one is given. */
  of(user: Identity, namespace: string): Grants {
    const key = JSON.stringify([namespace, user.username, user.groups]);
    const known = this.#known.get(key);
    if (known) return known;
    const places = namespace === '' ? [''] : ['', namespace];
    const found = places.flatMap((place) => this.#boundTo(user, place)).map((binding) => this.#granted(user, binding));
    const grants = { rules: found.flatMap(({ rules }) => rules), missing: found.flatMap(({ missing }) => missing) };
    if (this.#known.size >= MOST_USERS) this.#known.clear();
    this.#known.set(key, grants);
    return grants;
  }

  /** The rules of a role; undefined where there is no such role. */
  rulesOf(kind: string, namespace: string, name: string): readonly PolicyRule[] | undefined {
    const [shelf, place] = kind === 'ClusterRole' ? [CLUSTER_ROLES, ''] : [ROLES, namespace];
    const key = `${shelf} ${place} ${name}`;
    if (this.#roles.has(key)) return this.#roles.get(key);
    const found = this.#store.get(shelf, place, name);
    const rules = found && listOf(found.object['rules']).filter(isObject).map(policyRule);
    this.#roles.set(key, rules);
    return rules;
  }

  #forgetRoles(): void {
    this.#roles.clear();
    this.#known.clear();
  }

  #forgetBindings(namespace: string): void {
    this.#bindings.delete(namespace);
    this.#known.clear();
  }

  /** Bindings that name the user or one of its groups, in the order of their names. */
  #boundTo(user: Identity, namespace: string): readonly Binding[] {
    const bySubject = this.#bindings.get(namespace) ?? this.#read(namespace);
    const names = [userKey(user.username), ...user.groups.map(groupKey)];
    const found = new Set(names.flatMap((name) => bySubject.get(name) ?? []));
    return [...found].toSorted((one, other) => (one.text < other.text ? -1 : 1));
  }

  #read(namespace: string): BySubject {
    const bySubject = new Map<string, Binding[]>();
    const [shelf, place] = namespace === '' ? [CLUSTER_BINDINGS, undefined] : [BINDINGS, namespace];
    for (const { object } of this.#store.list(shelf, place)) {
      const binding = readBinding(object);
      for (const key of new Set(binding.subjects.map((subject) => subjectKey(subject, namespace)))) {
        const known = bySubject.get(key);
        if (known) known.push(binding);
        else bySubject.set(key, [binding]);
      }
    }
    this.#bindings.set(namespace, bySubject);
    return bySubject;
  }

  #granted(user: Identity, { namespace, text, role, subjects }: Binding): Grants {
    const rules = this.rulesOf(role.kind, namespace, role.name);
    if (rules === undefined) return { rules: [], missing: [role] };
    const keys = [userKey(user.username), ...user.groups.map(groupKey)];
    const subject = subjects.find((each) => keys.includes(subjectKey(each, namespace)));
    const reason = `RBAC: allowed by ${text} of ${role.kind} "${role.name}" to ${subjectText(subject ?? {}, namespace)}`;
    return { rules: rules.map((rule) => ({ rule, reason })), missing: [] };
  }
}

function readBinding(object: KubeObject): Binding {
  const { namespace = '', name = '' } = object.metadata;
  return {
    namespace,
    text: namespace === '' ? `${object.kind} "${name}"` : `${object.kind} "${name}/${namespace}"`,
    role: { kind: textAt(object, 'roleRef', 'kind') ?? '', name: textAt(object, 'roleRef', 'name') ?? '' },
    subjects: listOf(object['subjects']).filter(isObject),
  };
}

function userKey(name: string): string {
  return `user ${name}`;
}

function groupKey(name: string): string {
  return `group ${name}`;
}

/** A service account is the user of that name; without a namespace it is one of the binding's. Empty for nobody. */
function subjectKey(subject: JsonObject, namespace: string): string {
  const name = textAt(subject, 'name') ?? '';
  switch (textAt(subject, 'kind')) {
    case 'User':
      return userKey(name);
    case 'Group':
      return groupKey(name);
    case 'ServiceAccount': {
      const place = textAt(subject, 'namespace') || namespace;
      return place === '' ? '' : userKey(`system:serviceaccount:${place}:${name}`);
    }
    default:
      return '';
  }
}

function subjectText(subject: JsonObject, namespace: string): string {
  const [kind, name] = [textAt(subject, 'kind') ?? '', textAt(subject, 'name') ?? ''];
  if (kind !== 'ServiceAccount') return `${kind} "${name}"`;
  return `${kind} "${name}/${textAt(subject, 'namespace') || namespace}"`;
}
