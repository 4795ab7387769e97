/** Rules for workloads, access rules and the rest that people write often. */
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { wrongQualifiedName } from '../object/names.ts';
import { labelSelectorOf, matchesLabels } from '../selector/label-selector.ts';
import { invalid, invalidName, required, unsupported } from './causes.ts';
import { oneOf } from './core-rules.ts';
import { labelCauses } from './metadata.ts';
import { all, isBlank, join, needs, notNegative, type Rule, type RuleInput, type Rules } from './rule.ts';

/** A workload selects the pods of its own template. */
function selectsItsPods(kind: string): Rule {
  return ({ value, path }) => {
    const selector = value['selector'];
    const labels = memberAt(value, 'template', 'metadata', 'labels');
    if (!isObject(selector)) return [required(join(path, 'selector')), mismatch(path, labels)];
    if (isBlank(selector['matchLabels']) && isBlank(selector['matchExpressions'])) {
      return [invalid(join(path, 'selector'), {}, `empty selector is invalid for ${kind}`)];
    }
    if (isBroken(selector)) return [invalid(join(path, 'selector'), selector, 'invalid label selector')];
    return selects(selector, isObject(labels) ? labels : {}) ? [] : [mismatch(path, labels)];
  };
}

/** Some part of it has been spoken of by its own rule. */
function isBroken(selector: JsonObject): boolean {
  const expressions = isList(selector['matchExpressions']) ? selector['matchExpressions'] : [];
  const parts = expressions.filter(isObject).map((value) => ({ value, path: '', object: selector }));
  return labelCauses('', selector['matchLabels']).length > 0 || parts.some((part) => requirement(part).length > 0);
}

function selects(selector: Json, labels: Readonly<Record<string, Json | undefined>>): boolean {
  try {
    return matchesLabels(labelSelectorOf(selector) ?? [], labels);
  } catch {
    return true;
  }
}

function mismatch(path: string, labels: Json | undefined): FieldCause {
  return invalid(join(path, 'template.metadata.labels'), labels ?? null, '`selector` does not match template `labels`');
}

/** Pods of these are always started again. */
function alwaysRestarts({ value, path }: RuleInput): readonly FieldCause[] {
  const policy = memberAt(value, 'template', 'spec', 'restartPolicy');
  if (typeof policy !== 'string' || policy === 'Always') return [];
  return [unsupported(join(path, 'template.spec.restartPolicy'), policy, ['Always'])];
}

function endsSometime({ value, path }: RuleInput): readonly FieldCause[] {
  const policy = memberAt(value, 'template', 'spec', 'restartPolicy');
  const field = join(path, 'template.spec.restartPolicy');
  const allowed = ['OnFailure', 'Never'];
  if (policy === undefined || policy === '' || policy === 'Always') {
    return [required(field, 'valid values: "OnFailure", "Never"')];
  }
  return typeof policy === 'string' && !allowed.includes(policy) ? [unsupported(field, policy, allowed)] : [];
}

function template({ value, path }: RuleInput): readonly FieldCause[] {
  return labelCauses(join(path, 'labels'), memberAt(value, 'metadata', 'labels'));
}

function labelSelector({ value, path }: RuleInput): readonly FieldCause[] {
  // Selectors of metrics are another system's.
  if (path.startsWith('spec.metrics')) return [];
  return labelCauses(join(path, 'matchLabels'), value['matchLabels']);
}

function requirement({ value, path }: RuleInput): readonly FieldCause[] {
  const key = textAt(value, 'key') ?? '';
  const causes = operatorCauses({ value, path });
  return [...causes, ...invalidName(join(path, 'key'), key, wrongQualifiedName(key))];
}

function operatorCauses({ value, path }: Omit<RuleInput, 'object'>): readonly FieldCause[] {
  const operator = textAt(value, 'operator') ?? '';
  const values = value['values'];
  const many = isList(values) && values.length > 0;
  if (operator === 'In' || operator === 'NotIn') {
    const sentence = "must be specified when `operator` is 'In' or 'NotIn'";
    return many ? [] : [required(join(path, 'values'), sentence)];
  }
  if (operator === 'Exists' || operator === 'DoesNotExist') return [];
  return [invalid(join(path, 'operator'), operator, 'not a valid selector operator')];
}

function policyRule({ value, path, object }: RuleInput): readonly FieldCause[] {
  const causes: FieldCause[] = [];
  if (isBlank(value['verbs'])) causes.push(required(join(path, 'verbs'), 'verbs must contain at least one value'));
  if (!isBlank(value['nonResourceURLs'])) {
    if (object['kind'] === 'Role') {
      causes.push(
        invalid(
          join(path, 'nonResourceURLs'),
          value['nonResourceURLs'],
          'namespaced rules cannot apply to non-resource URLs',
        ),
      );
    }
    return causes;
  }
  if (isBlank(value['apiGroups'])) {
    causes.push(required(join(path, 'apiGroups'), 'resource rules must supply at least one api group'));
  }
  if (isBlank(value['resources'])) {
    causes.push(required(join(path, 'resources'), 'resource rules must supply at least one resource'));
  }
  return causes;
}

function job({ value, path }: RuleInput): readonly FieldCause[] {
  const input = { value, path, object: value };
  return [
    ...notNegative(
      'parallelism',
      'completions',
      'activeDeadlineSeconds',
      'backoffLimit',
      'ttlSecondsAfterFinished',
    )(input),
    ...endsSometime(input),
  ];
}

export const WORKLOAD_RULES: Rules = {
  'apps/v1.DaemonSetSpec': all(
    selectsItsPods('daemonset'),
    alwaysRestarts,
    notNegative('minReadySeconds', 'revisionHistoryLimit'),
  ),
  'apps/v1.DeploymentSpec': all(
    selectsItsPods('deployment'),
    alwaysRestarts,
    notNegative('replicas', 'minReadySeconds', 'revisionHistoryLimit'),
  ),
  'apps/v1.ReplicaSetSpec': all(
    selectsItsPods('deployment'),
    alwaysRestarts,
    notNegative('replicas', 'minReadySeconds'),
  ),
  'apps/v1.StatefulSetSpec': all(
    selectsItsPods('statefulset'),
    alwaysRestarts,
    notNegative('replicas', 'minReadySeconds'),
  ),
  'batch/v1.CronJobSpec': all(
    needs('schedule'),
    notNegative('startingDeadlineSeconds', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit'),
    oneOf('concurrencyPolicy', ['Allow', 'Forbid', 'Replace']),
  ),
  'batch/v1.JobSpec': job,
  'core/v1.PodTemplateSpec': template,
  'core/v1.PersistentVolumeClaimSpec': ({ value, path }) =>
    isBlank(value['accessModes']) ? [required(join(path, 'accessModes'), 'at least 1 access mode is required')] : [],
  'meta/v1.LabelSelector': labelSelector,
  'meta/v1.LabelSelectorRequirement': requirement,
  'rbac/v1.PolicyRule': policyRule,
  'rbac/v1.RoleRef': needs('name'),
  'rbac/v1.Subject': needs('name'),
};
