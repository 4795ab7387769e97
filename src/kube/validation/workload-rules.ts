/** Controllers of pods, their templates and selectors. */
import { isList, isObject, type Json, memberAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { labelSelectorOf, matchesLabels } from '../selector/label-selector.ts';
import { forbidden, invalid, required, unsupported } from './causes.ts';
import { anything, whole } from './field-rules.ts';
import { annotationCauses, labelCauses } from './metadata.ts';
import { deadlineCauses, serviceName } from './rollout-rules.ts';
import { type FieldRule, isBlank, join, type Rule, type RuleInput, type Rules, type StructRules } from './rule.ts';
import { goSelector, isBrokenSelector } from './selector-rules.ts';

/** A workload selects the pods of its own template. */
function selectsItsPods(kind: string): Rule {
  return ({ value, path }) => {
    const selector = value['selector'];
    const labels = memberAt(value, 'template', 'metadata', 'labels');
    if (!isObject(selector)) {
      return [...(kind === 'daemonset' ? [] : [required(join(path, 'selector'))]), mismatch(path, labels)];
    }
    if (isBlank(selector['matchLabels']) && isBlank(selector['matchExpressions'])) {
      return [invalid(join(path, 'selector'), {}, `empty selector is invalid for ${kind}`)];
    }
    if (isBrokenSelector(selector)) {
      if (kind === 'daemonset') return [];
      const detail = kind === 'statefulset' ? '' : 'invalid label selector';
      return [invalid(join(path, 'selector'), goSelector(selector), detail)];
    }
    return selects(selector, isObject(labels) ? labels : {}) ? [] : [mismatch(path, labels)];
  };
}

function selects(selector: Json, labels: Readonly<Record<string, Json | undefined>>): boolean {
  try {
    return matchesLabels(labelSelectorOf(selector) ?? [], labels);
  } catch {
    return true;
  }
}

/** Go writes maps in the order of their keys. */
function sortedMap(labels: Json | undefined): Json {
  if (!isObject(labels)) return labels ?? null;
  const entries = Object.entries(labels).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries);
}

function mismatch(path: string, labels: Json | undefined): FieldCause {
  return invalid(
    join(path, 'template.metadata.labels'),
    sortedMap(labels),
    '`selector` does not match template `labels`',
  );
}

/** As what a kind is told of a deadline: Deployments as the sets that they make. */
const DEADLINE_KINDS: Readonly<Record<string, string>> = {
  DaemonSet: 'DaemonSet',
  ReplicationController: 'ReplicationController',
  StatefulSet: 'StatefulSet',
};

/** Pods of these are always started again. */
function alwaysRestarts({ value, path, object }: RuleInput): readonly FieldCause[] {
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
            `activeDeadlineSeconds in ${DEADLINE_KINDS[String(object['kind'])] ?? 'ReplicaSet'} is not Supported`,
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

/** Ephemeral containers come to pods one by one. */
function withoutLookers({ value, path }: RuleInput): readonly FieldCause[] {
  const list = memberAt(value, 'spec', 'ephemeralContainers');
  return isList(list) && list.length > 0
    ? [forbidden(join(path, 'spec.ephemeralContainers'), 'ephemeral containers not allowed in pod template')]
    : [];
}

/** A controller of pods: how many, which ones, how they look. */
function workload(kind: string, own: StructRules['fields'] = {}): StructRules {
  return {
    fields: { replicas: whole, minReadySeconds: whole, revisionHistoryLimit: whole, ...own },
    closed: ({ value: { selector } }) =>
      kind !== 'daemonset' && isObject(selector) && isBrokenSelector(selector) ? ['template'] : [],
    after: { selector: selectsItsPods(kind), template: TEMPLATE_RULES[kind] ?? restartingTemplate },
  };
}

/** Where it is not known which pods are meant, their template is not looked at. */
function restartingTemplate(input: RuleInput): readonly FieldCause[] {
  const { selector } = input.value;
  return isObject(selector) && isBrokenSelector(selector) ? [] : alwaysRestarts(input);
}

const TEMPLATE_RULES: Readonly<Record<string, Rule>> = { daemonset: alwaysRestarts, statefulset: setTemplate };

/** Labels and annotations of a set's template are looked at once more, unless it is not known which pods are meant. */
function setTemplate(input: RuleInput): readonly FieldCause[] {
  const { selector, template: given } = input.value;
  const broken = isObject(selector) && isBrokenSelector(selector);
  const again =
    isObject(given) && !broken ? template({ ...input, value: given, path: join(input.path, 'template') }) : [];
  return [...again, ...alwaysRestarts(input)];
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
  'apps/v1.StatefulSetSpec': {
    ...workload('statefulset', {
      serviceName,
      podManagementPolicy: management,
      revisionHistoryLimit: anything,
    }),
    order: [
      'podManagementPolicy',
      'updateStrategy',
      'persistentVolumeClaimRetentionPolicy',
      'volumeClaimTemplates',
      'replicas',
      'minReadySeconds',
      'ordinals',
      'serviceName',
      'selector',
      'template',
    ],
  },
  'core/v1.ReplicationControllerSpec': replication,
  'core/v1.PodTemplateSpec': { first: template, last: withoutLookers },
};
