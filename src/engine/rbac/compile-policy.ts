/** A policy ready for many questions: rules by subject, patterns compiled once. */
import { compileGlob } from '../../base/glob/glob.ts';
import { compilePattern } from '../../base/regexp/regexp.ts';
import type { PermissionQuestion, PolicyLines, PolicyRule } from './policy-rule.ts';

export type MatchMode = 'glob' | 'regex';

export interface CompiledPolicy {
  /** What the rules of a subject and of all its roles say together: a deny wins, nothing said is no. */
  permits(subject: string, question: PermissionQuestion): boolean;
  /** True for a subject that stands in a rule or a role link. */
  knows(subject: string): boolean;
}

type Matcher = (text: string) => boolean | 'broken';

interface CompiledRule {
  readonly effect: PolicyRule['effect'];
  readonly resource: Matcher;
  readonly action: Matcher;
  readonly object: Matcher;
}

/**
 * Compiles policies in order. Globs have no separators here: `*` also matches `project/application` (features 0). In regex
 * mode a pattern is found anywhere; a broken one that is reached refuses the whole question, as in Argo CD.
 */
export function compilePolicy(policies: readonly PolicyLines[], mode: MatchMode): CompiledPolicy {
  const matcherOf = patternCompiler(mode);
  const rules = new Map<string, CompiledRule[]>();
  const roles = new Map<string, string[]>();
  for (const policy of policies) {
    for (const rule of policy.rules) append(rules, rule.subject, compileRule(rule, matcherOf));
    for (const { member, role } of policy.links) append(roles, member, role);
  }
  return {
    permits: (subject, question) => judge(subjectsOf(subject, roles), rules, question),
    knows: (subject) => rules.has(subject) || roles.has(subject),
  };
}

function judge(
  subjects: ReadonlySet<string>,
  rules: ReadonlyMap<string, readonly CompiledRule[]>,
  question: PermissionQuestion,
): boolean {
  let allowed = false;
  for (const subject of subjects) {
    for (const rule of rules.get(subject) ?? []) {
      const matches = matchesRule(rule, question);
      if (matches === 'broken' || (matches && rule.effect === 'deny')) return false;
      if (matches) allowed = true;
    }
  }
  return allowed;
}

function matchesRule(rule: CompiledRule, question: PermissionQuestion): boolean | 'broken' {
  const resource = rule.resource(question.resource);
  if (resource !== true) return resource;
  const action = rule.action(question.action);
  if (action !== true) return action;
  return rule.object(question.object);
}

/** The subject and every role it has, however far away. */
function subjectsOf(subject: string, roles: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set([subject]);
  for (const member of reached) for (const role of roles.get(member) ?? []) reached.add(role);
  return reached;
}

function compileRule(rule: PolicyRule, matcherOf: (pattern: string) => Matcher): CompiledRule {
  const { effect, resource, action, object } = rule;
  return { effect, resource: matcherOf(resource), action: matcherOf(action), object: matcherOf(object) };
}

/** Most patterns of a policy occur many times. */
function patternCompiler(mode: MatchMode): (pattern: string) => Matcher {
  const known = new Map<string, Matcher>();
  return (pattern) => {
    const found = known.get(pattern);
    if (found !== undefined) return found;
    const matcher = mode === 'regex' ? regexMatcher(pattern) : compileGlob(pattern);
    known.set(pattern, matcher);
    return matcher;
  };
}

function regexMatcher(pattern: string): Matcher {
  const compiled = compilePattern(pattern);
  return compiled === undefined ? () => 'broken' : (text) => compiled.matches(text);
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
