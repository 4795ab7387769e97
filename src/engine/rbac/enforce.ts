/** Who may do what: the installation's policy, the project's, and who asks (features G1, G2, G6). */
import { BUILTIN_POLICY } from './builtin-policy.ts';
import { type CompiledPolicy, compilePolicy, type MatchMode } from './compile-policy.ts';
import { parsePolicy } from './parse-policy.ts';
import type { PermissionQuestion, PolicyLines } from './policy-rule.ts';

/** The keys of argocd-rbac-cm. */
export interface RbacSettings {
  /** `policy.csv` and every `policy.<name>.csv`, in the order of their keys. */
  readonly policy: PolicyLines;
  /** `policy.default`; empty for none. */
  readonly defaultRole: string;
  readonly matchMode: MatchMode;
  /** Claims whose values are groups. */
  readonly scopes: readonly string[];
}

/** Who asks. */
export interface Subject {
  /** Account name, `sub` or user id of the identity, or `proj:<project>:<role>` of a project token; empty if anonymous. */
  readonly name: string;
  /** Values of the claims that `scopes` names. */
  readonly groups: readonly string[];
}

/** The policy of a project, for questions about what is in it. */
export interface ProjectPolicy {
  readonly name: string;
  readonly policy: PolicyLines;
}

export interface Enforcer {
  /**
   * True where the default role, the subject, or one of its groups may. What the default role may cannot be denied; each
   * of the others is asked with the project's policy beside the installation's. A project token is worth nothing outside
   * its project.
   */
  permits(subject: Subject, question: PermissionQuestion, project?: ProjectPolicy): boolean;
}

/** An enforcer for one snapshot of the settings. */
export function createEnforcer(settings: RbacSettings): Enforcer {
  const policies = [BUILTIN_POLICY, settings.policy];
  const base = compilePolicy(policies, settings.matchMode);
  const withProject = new WeakMap<PolicyLines, CompiledPolicy>();
  const policyFor = (project: ProjectPolicy | undefined): CompiledPolicy => {
    if (project === undefined || isEmpty(project.policy)) return base;
    const known = withProject.get(project.policy) ?? compilePolicy([...policies, project.policy], settings.matchMode);
    withProject.set(project.policy, known);
    return known;
  };
  return {
    permits(subject, question, project) {
      if (settings.defaultRole !== '' && base.permits(settings.defaultRole, question)) return true;
      if (isForeignToken(subject.name, project)) return false;
      const policy = policyFor(project);
      if (subject.name !== '' && policy.permits(subject.name, question)) return true;
      return subject.groups.some((group) => policy.knows(group) && policy.permits(group, question));
    },
  };
}

/** Reads argocd-rbac-cm. Throws `rbac.invalid-policy`. */
export function rbacSettings(rbac: Readonly<Record<string, string>>): RbacSettings {
  const keys = Object.keys(rbac).filter((key) => key === 'policy.csv' || /^policy\..+\.csv$/.test(key));
  const others = keys.filter((key) => key !== 'policy.csv').sort();
  const texts = ['policy.csv', ...others].map((key) => (Object.hasOwn(rbac, key) ? (rbac[key] ?? '') : ''));
  const parsed = texts.map(parsePolicy);
  return {
    policy: {
      rules: parsed.flatMap(({ rules }) => rules),
      links: parsed.flatMap(({ links }) => links),
    },
    defaultRole: rbac['policy.default']?.trim() ?? '',
    matchMode: rbac['policy.matchMode']?.trim() === 'regex' ? 'regex' : 'glob',
    scopes: scopesOf(rbac['scopes'] ?? ''),
  };
}

function isForeignToken(name: string, project: ProjectPolicy | undefined): boolean {
  if (!name.startsWith('proj:') || project === undefined) return false;
  const [, ofProject, role, ...more] = name.split(':');
  return ofProject !== project.name || role === undefined || more.length > 0;
}

function isEmpty(policy: PolicyLines): boolean {
  return policy.rules.length === 0 && policy.links.length === 0;
}

/** `[groups, email]` in YAML's flow form. */
function scopesOf(text: string): readonly string[] {
  const names = text
    .trim()
    .replace(/^\[|\]$/g, '')
    .split(',')
    .map((name) => name.trim().replace(/^["']|["']$/g, ''))
    .filter((name) => name !== '');
  return names.length === 0 ? ['groups'] : names;
}
