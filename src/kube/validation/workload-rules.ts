/** Controllers of pods, their templates and selectors. */
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { wrongLabelValue, wrongQualifiedName } from '../object/names.ts';
import { labelSelectorOf, matchesLabels } from '../selector/label-selector.ts';
import { forbidden, invalid, invalidName, required, unsupported } from './causes.ts';
import { whole } from './field-rules.ts';
import { annotationCauses, labelCauses } from './metadata.ts';
import { deadlineCauses, serviceName } from './rollout-rules.ts';
import { type FieldRule, isBlank, join, type Rule, type RuleInput, type Rules, type StructRules } from './rule.ts';

/** A workload selects the pods of its own template. */
function selectsItsPods(kind: string): Rule {
  return ({ value, path }) => {
    const selector = value['selector'];
    const labels = memberAt(value, 'template', 'metadata', 'labels');
    if (!isObject(selector)) return [required(join(path, 'selector')), mismatch(path, labels)];
    if (isBlank(selector['matchLabels']) && isBlank(selector['matchExpressions'])) {
      return [invalid(join(path, 'selector'), {}, `empty selector is invalid for ${kind}`)];
    }
    if (isBroken(selector)) {
      return [invalid(join(path, 'selector'), selector, kind === 'statefulset' ? '' : 'invalid label selector')];
    }
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
  const deadline = memberAt(value, 'template', 'spec', 'activeDeadlineSeconds');
  return [
    ...(typeof policy === 'string' && policy !== 'Always'
      ? [unsupported(join(path, 'template.spec.restartPolicy'), policy, ['Always'])]
      : []),
    ...(deadline === undefined
      ? []
      : [
          forbidden(
            join(path, 'template.spec.activeDeadlineSeconds'),
            'activeDeadlineSeconds in ReplicaSet is not Supported',
          ),
        ]),
  ];
}

function template({ value, path }: RuleInput): readonly FieldCause[] {
  return [
    ...labelCauses(join(path, 'labels'), memberAt(value, 'metadata', 'labels')),
    ...annotationCauses(join(path, 'annotations'), memberAt(value, 'metadata', 'annotations')),
  ];
}

/** Selectors of metrics are another system's. */
const matchLabels: FieldRule = (value, path, input) => (isOfMetric(input) ? [] : labelCauses(path, value));

function isOfMetric({ path }: RuleInput): boolean {
  return path.startsWith('spec.metrics');
}

function requirement({ value, path }: RuleInput): readonly FieldCause[] {
  const key = textAt(value, 'key') ?? '';
  const values = isList(value['values']) ? value['values'].map(String) : [];
  return [
    ...operatorCauses({ value, path }),
    ...invalidName(join(path, 'key'), key, wrongQualifiedName(key)),
    ...values.flatMap((text, index) => invalidName(`${join(path, 'values')}[${index}]`, text, wrongLabelValue(text))),
  ];
}

function operatorCauses({ value, path }: Pick<RuleInput, 'value' | 'path'>): readonly FieldCause[] {
  const operator = textAt(value, 'operator') ?? '';
  const values = value['values'];
  const field = join(path, 'values');
  const many = isList(values) && values.length > 0;
  if (operator === 'In' || operator === 'NotIn') {
    return many ? [] : [required(field, "must be specified when `operator` is 'In' or 'NotIn'")];
  }
  if (operator === 'Exists' || operator === 'DoesNotExist') {
    return many ? [forbidden(field, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")] : [];
  }
  return [invalid(join(path, 'operator'), operator, 'not a valid selector operator')];
}

/** A controller of pods: how many, which ones, how they look. */
function workload(kind: string, own: StructRules['fields'] = {}): StructRules {
  return {
    fields: { replicas: whole, minReadySeconds: whole, revisionHistoryLimit: whole, ...own },
    after: { selector: selectsItsPods(kind), template: alwaysRestarts },
  };
}

const management: FieldRule = (value, path) => {
  const policy = typeof value === 'string' ? value : '';
  if (policy === '') return [required(path)];
  return policy === 'OrderedReady' || policy === 'Parallel'
    ? []
    : [invalid(path, policy, "must be 'OrderedReady' or 'Parallel'")];
};

/** The first of them selects by plain labels. */
const replication: StructRules = {
  fields: {
    replicas: whole,
    minReadySeconds: whole,
    selector: (value, path) => (isBlank(value) ? [required(path)] : []),
    template: (value, path, input) => {
      if (!isObject(value)) return [required(path)];
      const labels = memberAt(value, 'metadata', 'labels');
      const wanted = isObject(input.value['selector']) ? input.value['selector'] : {};
      const fits = Object.entries(wanted).every(([key, text]) => memberAt(labels, key) === text);
      return fits ? [] : [mismatch(input.path, labels)];
    },
  },
  after: { template: alwaysRestarts },
};

export const WORKLOAD_RULES: Rules = {
  'apps/v1.DaemonSetSpec': workload('daemonset'),
  'apps/v1.DeploymentSpec': {
    ...workload('deployment'),
    last: ({ value, path }) => deadlineCauses(value, path),
  },
  'apps/v1.ReplicaSetSpec': workload('deployment'),
  'apps/v1.StatefulSetSpec': workload('statefulset', { serviceName, podManagementPolicy: management }),
  'core/v1.ReplicationControllerSpec': replication,
  'core/v1.PodTemplateSpec': { first: template },
  'meta/v1.LabelSelector': { fields: { matchLabels } },
  'meta/v1.LabelSelectorRequirement': requirement,
};
