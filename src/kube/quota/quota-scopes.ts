/** Which objects a quota with scopes is about. Source: Kubernetes docs, "Resource Quotas: Quota scopes". */
import { isList, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import { qosClass } from '../defaults/pod-admission.ts';
import type { CountedResource } from './object-usage.ts';

interface Scope {
  readonly name: string;
  readonly operator: string;
  readonly values: readonly Json[];
}

/** True where every scope of the quota holds for the object. Only pods are in scopes. */
export function isInScopes(quota: JsonObject, resource: CountedResource, object: JsonObject): boolean {
  const scopes = scopesOf(quota);
  if (scopes.length === 0) return true;
  if (resource.group !== '' || resource.plural !== 'pods') return false;
  return scopes.every((scope) => holds(scope, object));
}

function scopesOf(quota: JsonObject): readonly Scope[] {
  const plain = memberAt(quota, 'spec', 'scopes');
  const chosen = memberAt(quota, 'spec', 'scopeSelector', 'matchExpressions');
  return [
    ...(isList(plain) ? plain : []).map((name) => ({ name: String(name), operator: 'Exists', values: [] })),
    ...(isList(chosen) ? chosen : []).map((expression) => {
      const values = memberAt(expression, 'values');
      return {
        name: textAt(expression, 'scopeName') ?? '',
        operator: textAt(expression, 'operator') ?? '',
        values: isList(values) ? values : [],
      };
    }),
  ];
}

function holds(scope: Scope, pod: JsonObject): boolean {
  const ends = typeof memberAt(pod, 'spec', 'activeDeadlineSeconds') === 'number';
  switch (scope.name) {
    case 'Terminating':
      return ends;
    case 'NotTerminating':
      return !ends;
    case 'BestEffort':
      return qosClass(pod) === 'BestEffort';
    case 'NotBestEffort':
      return qosClass(pod) !== 'BestEffort';
    case 'PriorityClass':
      return ofPriority(scope, textAt(pod, 'spec', 'priorityClassName') ?? '');
    case 'CrossNamespacePodAffinity':
      return reachesOut(pod);
    default:
      return false;
  }
}

function ofPriority({ operator, values }: Scope, name: string): boolean {
  if (operator === 'In') return name !== '' && values.includes(name);
  if (operator === 'NotIn') return name === '' || !values.includes(name);
  return (name !== '') === (operator === 'Exists');
}

/** Some affinity term looks at the pods of other namespaces. */
function reachesOut(pod: JsonObject): boolean {
  const kinds = ['podAffinity', 'podAntiAffinity'].map((kind) => memberAt(pod, 'spec', 'affinity', kind));
  const lists = kinds.flatMap((kind) => [
    memberAt(kind, 'requiredDuringSchedulingIgnoredDuringExecution'),
    memberAt(kind, 'preferredDuringSchedulingIgnoredDuringExecution'),
  ]);
  const terms = lists.flatMap((list) => (isList(list) ? list : []));
  return terms.some((term) => {
    const own = memberAt(term, 'podAffinityTerm') ?? term;
    const namespaces = memberAt(own, 'namespaces');
    return (isList(namespaces) && namespaces.length > 0) || memberAt(own, 'namespaceSelector') !== undefined;
  });
}
