/** Lines of a policy (features G1). */

/** `p, subject, resource, action, object, effect`. */
export interface PolicyRule {
  readonly subject: string;
  readonly resource: string;
  readonly action: string;
  readonly object: string;
  readonly effect: 'allow' | 'deny';
}

/** `g, member, role`: the member may what the role may. */
export interface RoleLink {
  readonly member: string;
  readonly role: string;
}

export interface PolicyLines {
  readonly rules: readonly PolicyRule[];
  readonly links: readonly RoleLink[];
}

/** What is asked: may somebody do this to that? */
export interface PermissionQuestion {
  readonly resource: string;
  readonly action: string;
  readonly object: string;
}
