/** A rule of a role, and what it allows. Source: Kubernetes docs, "Using RBAC Authorization". */
import { isList, type Json, type JsonObject, member } from '../../base/json-value.ts';

export interface PolicyRule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
  readonly nonResourceURLs: readonly string[];
}

/** Something that somebody wants to do. */
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

export const EVERYTHING: readonly PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'], resourceNames: [], nonResourceURLs: [] },
  { verbs: ['*'], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: ['*'] },
];

/** A rule as it stands in a role. */
export function policyRule(rule: JsonObject): PolicyRule {
  const texts = (name: string) => listOf(member(rule, name)).map(String);
  return {
    verbs: texts('verbs'),
    apiGroups: texts('apiGroups'),
    resources: texts('resources'),
    resourceNames: texts('resourceNames'),
    nonResourceURLs: texts('nonResourceURLs'),
  };
}

/** True where the rule allows the request. */
export function allows(rule: PolicyRule, access: AccessRequest): boolean {
  if (!hasOrAll(rule.verbs, access.verb)) return false;
  if (access.kind === 'path') return rule.nonResourceURLs.some((pattern) => coversUrl(pattern, access.path));
  if (!hasOrAll(rule.apiGroups, access.group)) return false;
  if (rule.resourceNames.length > 0 && !rule.resourceNames.includes(access.name)) return false;
  const { resource, subresource } = access;
  if (subresource === '') return hasOrAll(rule.resources, resource);
  return hasOrAll(rule.resources, `${resource}/${subresource}`) || rule.resources.includes(`*/${subresource}`);
}

/** True where `pattern` is the path, or ends in a star and begins it. */
export function coversUrl(pattern: string, path: string): boolean {
  if (pattern === path) return true;
  return pattern.endsWith('*') && path.startsWith(pattern.replace(/\*+$/, ''));
}

export function hasOrAll(list: readonly string[], value: string): boolean {
  return list.includes('*') || list.includes(value);
}

/** The items of a list; none where there is no list. */
export function listOf(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}
