/** ClusterRoles with an aggregation rule: their rules are those of all roles it selects. */
import { jsonEqual } from '../../base/json-equal.ts';
import { isList, isObject, type Json, memberAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { labelSelectorOf, matchesLabels } from '../../kube/selector/label-selector.ts';
import { type Controller, controllerOf, keyOfObject, NOTHING, type Step } from './controller.ts';
import { observed } from './owned-objects.ts';
import { CLUSTER_ROLES } from './resources.ts';

/** Under which name controllers write. */
const OWNER = 'kube-controller-manager';

export interface ObservedRole {
  readonly role: KubeObject;
  /** All others, by name. */
  readonly others: readonly KubeObject[];
}

export const clusterRoleAggregationController: Controller = controllerOf<ObservedRole>({
  name: 'cluster-role-aggregation',
  triggers: [
    {
      resource: CLUSTER_ROLES,
      keys: (_, reader) =>
        reader
          .list(CLUSTER_ROLES)
          .filter(isAggregated)
          .map((role) => keyOfObject(CLUSTER_ROLES, role)),
    },
  ],
  observe(reader, key) {
    const role = observed(reader, key);
    if (role === undefined || !isAggregated(role)) return undefined;
    return { role, others: reader.list(CLUSTER_ROLES).filter((other) => other.metadata.name !== key.name) };
  },
  step: aggregationStep,
});

export function aggregationStep({ role, others }: ObservedRole): Step {
  const chosen = selectorsOf(role).flatMap((value) => {
    const selector = labelSelectorOf(value);
    return selector === undefined ? [] : others.filter((other) => matchesLabels(selector, other.metadata.labels));
  });
  const rules: Json[] = [];
  for (const rule of [...new Set(chosen)].flatMap(rulesOf)) {
    if (!rules.some((known) => jsonEqual(known, rule))) rules.push(rule);
  }
  if (jsonEqual(rulesOf(role), rules)) return NOTHING;
  // Where nothing is selected, rules that somebody else wrote stay.
  if (rules.length === 0 && !isOwnWork(role)) return NOTHING;
  return { actions: [{ kind: 'update', object: { ...role, rules } }] };
}

/** False where somebody else wrote the rules. */
function isOwnWork({ metadata: { managedFields } }: KubeObject): boolean {
  if (managedFields === undefined) return true;
  return managedFields.some(
    ({ manager, fieldsV1 }) => manager === OWNER && isObject(fieldsV1) && fieldsV1['f:rules'] !== undefined,
  );
}

function isAggregated(role: KubeObject): boolean {
  return selectorsOf(role).length > 0;
}

function selectorsOf(role: KubeObject): readonly Json[] {
  const selectors = memberAt(role, 'aggregationRule', 'clusterRoleSelectors');
  return isList(selectors) ? selectors : [];
}

function rulesOf(role: KubeObject): readonly Json[] {
  return isList(role['rules']) ? role['rules'] : [];
}
