/**
 * Who may do what. `everyone`: whoever is known may do everything, which is what a trial on one's own machine needs.
 * `rbac`: roles and bindings decide, and `system:masters` may do everything.
 */
import type { Identity } from '../authentication/identity.ts';
import type { Cluster } from '../operations/cluster.ts';
import { GrantedRules, type MissingRole, missingText } from './granted-rules.ts';
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
  readonly missing: readonly MissingRole[];
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
    const { rules, missing } = this.#granted.of(user, access.kind === 'resource' ? access.namespace : '');
    const found = rules.find(({ rule }) => allows(rule, access));
    if (found) return { allowed: true, reason: found.reason };
    return missing.length === 0 ? NO_OPINION : { allowed: false, reason: `RBAC: ${missingRoles(missing)}` };
  }

  /** The rules that hold for a user in a namespace. */
  rules(user: Identity, namespace: string): HeldRules {
    if (this.mode === 'everyone') return { rules: EVERYTHING, missing: [] };
    const { rules, missing } = this.#granted.of(user, namespace);
    return { rules: rules.map(({ rule }) => rule), missing };
  }

  /** The rules of a role; undefined where there is no such role. */
  rulesOf(kind: 'ClusterRole' | 'Role', namespace: string, name: string): readonly PolicyRule[] | undefined {
    return this.#granted.rulesOf(kind, namespace, name);
  }
}

/** Which roles were looked for in vain, each said once, as Go joins errors; by default each is called after its kind. */
export function missingRoles(missing: readonly MissingRole[], resource?: string): string {
  const distinct = [...new Set(missing.map((role) => missingText(role, resource ?? role.kind.toLowerCase())))];
  return distinct.length === 1 ? (distinct[0] ?? '') : `[${distinct.join(', ')}]`;
}
