/**
 * Which of some rules another set of rules does not cover: what keeps people from giving more than they have. Pure. Source:
 * Kubernetes docs, "Privilege escalation prevention and bootstrapping"; the order within the text is that of recorded answers.
 */
import { coversUrl, hasOrAll, type PolicyRule } from './policy-rule.ts';

const NONE: PolicyRule = { verbs: [], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [] };

/** The rights in `wanted` that no rule of `held` gives, joined by resource; empty where all are held. */
export function missingRights(held: readonly PolicyRule[], wanted: readonly PolicyRule[]): readonly PolicyRule[] {
  return joined(wanted.flatMap(singleRights).filter((right) => !held.some((rule) => covers(rule, right))));
}

/** Rules as a refusal lists them: one a line, in byte order. */
export function rightsText(rules: readonly PolicyRule[]): string {
  return [...new Set(rules.map(ruleText))].toSorted().join('\n');
}

/** Every combination of one verb with one thing. */
function singleRights({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: PolicyRule): PolicyRule[] {
  const names = resourceNames.length > 0 ? resourceNames.map((name) => [name]) : [[]];
  const ofResources = apiGroups.flatMap((group) =>
    resources.flatMap((resource) =>
      verbs.flatMap((verb) =>
        names.map((one) => ({ ...NONE, verbs: [verb], apiGroups: [group], resources: [resource], resourceNames: one })),
      ),
    ),
  );
  const ofUrls = nonResourceURLs.flatMap((url) =>
    verbs.map((verb) => ({ ...NONE, verbs: [verb], nonResourceURLs: [url] })),
  );
  return [...ofResources, ...ofUrls];
}

function covers(rule: PolicyRule, right: PolicyRule): boolean {
  if (!right.verbs.every((verb) => hasOrAll(rule.verbs, verb))) return false;
  if (!right.apiGroups.every((group) => hasOrAll(rule.apiGroups, group))) return false;
  if (!right.resources.every((resource) => coversResource(rule, resource))) return false;
  if (!right.nonResourceURLs.every((url) => rule.nonResourceURLs.some((pattern) => coversUrl(pattern, url))))
    return false;
  if (rule.resourceNames.length === 0) return true;
  return right.resourceNames.length > 0 && right.resourceNames.every((name) => rule.resourceNames.includes(name));
}

function coversResource({ resources }: PolicyRule, resource: string): boolean {
  if (hasOrAll(resources, resource)) return true;
  const slash = resource.indexOf('/');
  return slash >= 0 && resources.includes(`*${resource.slice(slash)}`);
}

/** Rights to one resource, or to one of its objects, become one rule with several verbs. */
function joined(rights: readonly PolicyRule[]): readonly PolicyRule[] {
  const simple = Map.groupBy(rights, (right) => (right.nonResourceURLs.length > 0 ? undefined : keyOf(right)));
  return [...simple].flatMap(([key, group]) => {
    const [first] = group;
    if (key === undefined || first === undefined) return group;
    return [{ ...first, verbs: group.flatMap(({ verbs }) => verbs) }];
  });
}

function keyOf({ apiGroups, resources, resourceNames }: PolicyRule): string {
  return JSON.stringify([apiGroups, resources, resourceNames]);
}

function ruleText({ apiGroups, resources, nonResourceURLs, resourceNames, verbs }: PolicyRule): string {
  const parts: readonly (readonly [string, readonly string[]])[] = [
    ['APIGroups', apiGroups],
    ['Resources', resources],
    ['NonResourceURLs', nonResourceURLs],
    ['ResourceNames', resourceNames],
    ['Verbs', verbs],
  ];
  const given = parts.filter(([, list]) => list.length > 0);
  return `{${given.map(([name, list]) => `${name}:${quotedList(list)}`).join(', ')}}`;
}

/** A list of strings as Go's `%q` writes it. */
export function quotedList(list: readonly string[]): string {
  return `[${list.map((text) => JSON.stringify(text)).join(' ')}]`;
}
