/**
 * Who may do what. `everyone`: whoever is known may do everything, which is what a trial on one's own machine needs.
 * `rbac`: roles and bindings decide, and `system:masters` may do everything.
 */
import type { Identity } from '../authentication/identity.ts';
import type { Cluster } from '../operations/cluster.ts';
import { GrantedRules } from './granted-rules.ts';
import { type AccessRequest, allows, EVERYTHING, type PolicyRule } from './policy-rule.ts';

export type AuthorizationMode = 'everyone' | 'rbac';

export interface Decision {
  readonly allowed: boolean;
  /** Which binding allows it; of a refusal, which roles were looked for in vain. */
  readonly reason: string;
}

/** What holds for somebody in a namespace. */
export interface HeldRules {
  readonly rules: readonly PolicyRule[];
  /** Roles that bindings name and that are not there. */
  readonly faults: readonly string[];
}

/** Members may do whatever they want. */
export const MASTERS = 'system:masters';
const NO_OPINION: Decision = { allowed: false, reason: '' };

export class Authorizer {
  readonly #granted: GrantedRules;
  readonly mode: AuthorizationMode;

  constructor({ store }: Pick<Cluster, 'store'>, mode: AuthorizationMode) {
    this.#granted = new GrantedRules(store);
    this.mode = mode;
  }

  decide(user: Identity, access: AccessRequest): Decision {
    if (user.groups.includes(MASTERS)) return { allowed: true, reason: '' };
    if (this.mode === 'everyone') {
      if (user.groups.includes('system:unauthenticated')) return NO_OPINION;
      return { allowed: true, reason: 'everyone who is known may do everything here' };
    }
    const { rules, faults } = this.#granted.of(user, access.kind === 'resource' ? access.namespace : '');
    const found = rules.find(({ rule }) => allows(rule, access));
    if (found) return { allowed: true, reason: found.reason };
    return faults.length === 0 ? NO_OPINION : { allowed: false, reason: `RBAC: ${together(faults)}` };
  }

  /** The rules that hold for a user in a namespace. */
  rules(user: Identity, namespace: string): HeldRules {
    if (this.mode === 'everyone') return { rules: EVERYTHING, faults: [] };
    const { rules, faults } = this.#granted.of(user, namespace);
    return { rules: rules.map(({ rule }) => rule), faults };
  }

  /** The rules of a role; undefined where there is no such role. */
  rulesOf(kind: 'ClusterRole' | 'Role', namespace: string, name: string): readonly PolicyRule[] | undefined {
    return this.#granted.rulesOf(kind, namespace, name);
  }
}

/** Several faults as Go joins them, each said once. */
export function together(faults: readonly string[]): string {
  const distinct = [...new Set(faults)];
  return distinct.length === 1 ? (distinct[0] ?? '') : `[${distinct.join(', ')}]`;
}
