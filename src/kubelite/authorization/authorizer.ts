/**
 * Who may do what. `everyone`: whoever is known may do everything, which is what a trial on one's own machine needs.
 * `rbac`: roles and bindings decide, and `system:masters` may do everything.
 */
import type { Identity } from '../authentication/identity.ts';
import type { Cluster } from '../operations/cluster.ts';
import { rulesFor } from './role-rules.ts';

export type AuthorizationMode = 'everyone' | 'rbac';

export type AccessRequest =
  | {
      readonly kind: 'resource';
      readonly verb: string;
      readonly group: string;
      readonly resource: string;
      readonly subresource: string;
      readonly namespace: string;
      readonly name: string;
    }
  | { readonly kind: 'path'; readonly verb: string; readonly path: string };

export interface Decision {
  readonly allowed: boolean;
  readonly reason: string;
}

/** A rule of a role. */
export interface PolicyRule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
  readonly nonResourceURLs: readonly string[];
}

export class Authorizer {
  readonly #cluster: Cluster;
  readonly mode: AuthorizationMode;

  constructor(cluster: Cluster, mode: AuthorizationMode) {
    this.#cluster = cluster;
    this.mode = mode;
  }

  decide(user: Identity, access: AccessRequest): Decision {
    if (user.groups.includes('system:masters')) return { allowed: true, reason: '' };
    if (this.mode === 'everyone') {
      if (user.groups.includes('system:unauthenticated')) return { allowed: false, reason: '' };
      return { allowed: true, reason: 'everyone who is known may do everything here' };
    }
    const namespace = access.kind === 'resource' ? access.namespace : '';
    const found = rulesFor(this.#cluster, user, namespace).find(({ rule }) => covers(rule, access));
    return found ? { allowed: true, reason: found.reason } : { allowed: false, reason: '' };
  }

  /** The rules that hold for a user in a namespace. */
  rules(user: Identity, namespace: string): readonly PolicyRule[] {
    if (this.mode === 'everyone') return [EVERYTHING, EVERY_PATH];
    return rulesFor(this.#cluster, user, namespace).map(({ rule }) => rule);
  }
}

const EVERYTHING: PolicyRule = {
  verbs: ['*'],
  apiGroups: ['*'],
  resources: ['*'],
  resourceNames: [],
  nonResourceURLs: [],
};
const EVERY_PATH: PolicyRule = {
  verbs: ['*'],
  apiGroups: [],
  resources: [],
  resourceNames: [],
  nonResourceURLs: ['*'],
};

function covers(rule: PolicyRule, access: AccessRequest): boolean {
  if (!has(rule.verbs, access.verb)) return false;
  if (access.kind === 'path') return rule.nonResourceURLs.some((pattern) => fits(pattern, access.path));
  if (!has(rule.apiGroups, access.group)) return false;
  if (rule.resourceNames.length > 0 && !rule.resourceNames.includes(access.name)) return false;
  const resource = access.subresource === '' ? access.resource : `${access.resource}/${access.subresource}`;
  return (
    has(rule.resources, resource) || (access.subresource !== '' && rule.resources.includes(`*/${access.subresource}`))
  );
}

function has(list: readonly string[], value: string): boolean {
  return list.includes('*') || list.includes(value);
}

function fits(pattern: string, path: string): boolean {
  return pattern === '*' || pattern === path || (pattern.endsWith('*') && path.startsWith(pattern.slice(0, -1)));
}
