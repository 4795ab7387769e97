/** Keys of a pod's own labels in its affinities and spreading become part of their selectors when it is created. */
import { isList, isObject, type Json, type JsonObject, memberAt } from '../../base/json-value.ts';

const TERMS = ['requiredDuringSchedulingIgnoredDuringExecution', 'preferredDuringSchedulingIgnoredDuringExecution'];

/** The pod with selectors that ask for the values its labels have. */
export function withLabelKeys(pod: JsonObject): JsonObject {
  const spec = pod['spec'];
  const labels = memberAt(pod, 'metadata', 'labels');
  if (!isObject(spec)) return pod;
  const { affinity, topologySpreadConstraints: constraints } = spec;
  const own = isObject(labels) ? labels : {};
  return {
    ...pod,
    spec: {
      ...spec,
      ...(isObject(affinity) && { affinity: withKeys(affinity, own) }),
      ...(isList(constraints) && { topologySpreadConstraints: constraints.map((one) => selecting(one, own)) }),
    },
  };
}

function withKeys(affinity: JsonObject, labels: JsonObject): JsonObject {
  const places = ['podAffinity', 'podAntiAffinity'].filter((name) => isObject(affinity[name]));
  const changed = places.map((name) => {
    const place = affinity[name] as JsonObject;
    const lists = TERMS.filter((list) => isList(place[list])).map((list) => [
      list,
      (place[list] as readonly Json[]).map((term) => selectingTerm(term, labels)),
    ]);
    return [name, { ...place, ...Object.fromEntries(lists) }];
  });
  return { ...affinity, ...Object.fromEntries(changed) };
}

function selectingTerm(term: Json, labels: JsonObject): Json {
  if (!isObject(term)) return term;
  const weighted = term['podAffinityTerm'];
  return weighted === undefined ? selecting(term, labels) : { ...term, podAffinityTerm: selecting(weighted, labels) };
}

function selecting(term: Json, labels: JsonObject): Json {
  if (!isObject(term) || !isObject(term['labelSelector'])) return term;
  const added = [
    ...requirements(term['matchLabelKeys'], labels, 'In'),
    ...requirements(term['mismatchLabelKeys'], labels, 'NotIn'),
  ];
  if (added.length === 0) return term;
  const given = term['labelSelector']['matchExpressions'];
  const matchExpressions = [...(isList(given) ? given : []), ...added];
  return { ...term, labelSelector: { ...term['labelSelector'], matchExpressions } };
}

function requirements(keys: Json | undefined, labels: JsonObject, operator: string): readonly JsonObject[] {
  return (isList(keys) ? keys : [])
    .map(String)
    .filter((key) => labels[key] !== undefined)
    .map((key) => ({ key, operator, values: [labels[key] ?? ''] }));
}
