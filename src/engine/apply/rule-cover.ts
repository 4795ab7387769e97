/** Which permissions a list of RBAC rules does not give. Source: how kubectl reconciles roles; Kubernetes' RBAC documentation. */
import { isList, isObject, type Json, member } from '../../base/json-value.ts';

/** A rule with its lists; empty where it says nothing. */
export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames: readonly string[];
  readonly nonResourceURLs: readonly string[];
}

const NOTHING: Rule = { apiGroups: [], resources: [], verbs: [], resourceNames: [], nonResourceURLs: [] };

/** What is no list of texts counts as empty. */
export function ruleOf(value: Json): Rule {
  const texts = (name: string): readonly string[] => {
    const list = isObject(value) ? member(value, name) : undefined;
    return isList(list) ? list.filter((item) => typeof item === 'string') : [];
  };
  return {
    apiGroups: texts('apiGroups'),
    resources: texts('resources'),
    verbs: texts('verbs'),
    resourceNames: texts('resourceNames'),
    nonResourceURLs: texts('nonResourceURLs'),
  };
}

/** Of the wanted rules each single permission that none of the given ones gives, in the order of the wanted. */
export function uncoveredRules(given: readonly Rule[], wanted: readonly Rule[]): readonly Rule[] {
  return wanted.flatMap(singlePermissions).filter((single) => !given.some((rule) => covers(rule, single)));
}

function singlePermissions(rule: Rule): readonly Rule[] {
  const names = rule.resourceNames.length === 0 ? [[]] : rule.resourceNames.map((name) => [name]);
  const onResources = rule.apiGroups.flatMap((group) =>
    rule.resources.flatMap((resource) =>
      rule.verbs.flatMap((verb) =>
        names.map((resourceNames) => {
          return { ...NOTHING, apiGroups: [group], resources: [resource], verbs: [verb], resourceNames };
        }),
      ),
    ),
  );
  const onUrls = rule.nonResourceURLs.flatMap((url) =>
    rule.verbs.map((verb) => ({ ...NOTHING, nonResourceURLs: [url], verbs: [verb] })),
  );
  return [...onResources, ...onUrls];
}

function covers(rule: Rule, single: Rule): boolean {
  return (
    holds(rule.verbs, single.verbs) &&
    holds(rule.apiGroups, single.apiGroups) &&
    single.resources.every((resource) => coversResource(rule.resources, resource)) &&
    single.nonResourceURLs.every((url) => rule.nonResourceURLs.some((owner) => coversUrl(owner, url))) &&
    coversNames(rule.resourceNames, single.resourceNames)
  );
}

function holds(set: readonly string[], wanted: readonly string[]): boolean {
  return set.includes('*') || wanted.every((item) => set.includes(item));
}

/** `*` is every resource, the form with a star before the slash that subresource of every one. */
function coversResource(set: readonly string[], resource: string): boolean {
  if (set.includes('*') || set.includes(resource)) return true;
  const slash = resource.indexOf('/');
  return slash >= 0 && set.includes(`*${resource.slice(slash)}`);
}

function coversUrl(owner: string, url: string): boolean {
  return owner === url || (owner.endsWith('*') && url.startsWith(owner.replace(/\*+$/, '')));
}

/** Without names a rule is about all of them. */
function coversNames(names: readonly string[], wanted: readonly string[]): boolean {
  return names.length === 0 || (wanted.length > 0 && wanted.every((name) => names.includes(name)));
}
