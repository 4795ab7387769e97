/** HorizontalPodAutoscalers: bounds, metrics, behaviour. */
import { isList, type Json, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { wrongPathSegment } from '../object/names.ts';
import { milliValue, parseQuantity } from '../quantity/quantity.ts';
import { forbidden, invalid, required, unsupported } from './causes.ts';
import {
  both,
  dnsLabel,
  firstOf,
  ifAny,
  must,
  number,
  numberAlways,
  presentMembers,
  wordAlways,
} from './field-rules.ts';
import { resourceNameCauses } from './resource-rules.ts';
import { type FieldRule, isBlank, type Rule, type RuleInput, type Rules } from './rule.ts';

/** Source of a metric by its type. */
const SOURCES: Readonly<Record<string, string>> = {
  ContainerResource: 'containerResource',
  External: 'external',
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
};
const TARGET_TYPES = ['Utilization', 'Value', 'AverageValue'];

const bounds: Rule = ({ value, path }) => {
  const [least, most] = [Number(value['minReplicas'] ?? 1), Number(value['maxReplicas'] ?? 0)];
  const causes: FieldCause[] = [];
  const scalesFrom = metricsScaleFromZero(value['metrics']);
  const lowest = 1;
  if (value['minReplicas'] !== undefined && least < lowest && !(least === 0)) {
    causes.push(invalid(`${path}.minReplicas`, least, 'must be greater than or equal to 1'));
  } else if (least === 0) {
    causes.push(...zeroCauses(path, scalesFrom));
  }
  if (most < 1) causes.push(invalid(`${path}.maxReplicas`, most, 'must be greater than 0'));
  if (most < least) causes.push(invalid(`${path}.maxReplicas`, most, 'must be greater than or equal to `minReplicas`'));
  return causes;
};

/** Scaling to zero is a feature that is off. */
function zeroCauses(path: string, fromZero: boolean): readonly FieldCause[] {
  return [
    invalid(`${path}.minReplicas`, 0, 'must be greater than or equal to 1'),
    ...(fromZero
      ? []
      : [
          forbidden(
            `${path}.metrics`,
            'must specify at least one Object or External metric to support scaling to zero replicas',
          ),
        ]),
  ];
}

function metricsScaleFromZero(metrics: Json | undefined): boolean {
  const types = (isList(metrics) ? metrics : []).map((metric) => textAt(metric, 'type'));
  return types.includes('Object') || types.includes('External');
}

/** In the order in which sources are looked at. */
const LOOKED_AT = ['object', 'external', 'pods', 'resource', 'containerResource'];

function sourceOf({ value }: RuleInput): string | undefined {
  const type = textAt(value, 'type') ?? '';
  return Object.hasOwn(SOURCES, type) ? SOURCES[type] : undefined;
}

const metricType: Rule = (input) => {
  const type = textAt(input.value, 'type') ?? '';
  const field = `${input.path}.type`;
  return [
    ...(type === '' ? [required(field, 'must specify a metric source type')] : []),
    ...(sourceOf(input) === undefined ? [unsupported(field, type, Object.keys(SOURCES))] : []),
  ];
};

/** A metric has its own source and no other; one source is enough, were it another one. */
const metricSource: Rule = (input) => {
  const { value, path } = input;
  const source = sourceOf(input);
  const given = presentMembers(value, LOOKED_AT);
  const missing = source !== undefined && value[source] === undefined;
  const others = given.length === 1 ? [] : given.filter((name) => name !== source);
  const type = textAt(value, 'type') ?? '';
  return [
    // A type that nobody knows has been told before.
    ...(source === undefined ? [unsupported(`${path}.type`, type, Object.keys(SOURCES))] : []),
    ...(missing ? [required(`${path}.${source}`, 'must populate information for the given metric source')] : []),
    ...others.map((name) => forbidden(`${path}.${name}`, 'must populate the given metric source only')),
  ];
};

const target: Rule = ({ value, path }) => {
  const type = textAt(value, 'type') ?? '';
  return [
    ...(type === '' ? [required(`${path}.type`, 'must specify a metric target type')] : []),
    ...(TARGET_TYPES.includes(type)
      ? []
      : [invalid(`${path}.type`, type, 'must be either Utilization, Value, or AverageValue')]),
    ...['value', 'averageValue'].flatMap((name) => positiveAmount(value[name], `${path}.${name}`)),
    ...number((share) => share >= 1, 'must be greater than 0')(
      value['averageUtilization'],
      `${path}.averageUtilization`,
      { value, path, object: value },
    ),
  ];
};

function positiveAmount(value: Json | undefined, path: string): readonly FieldCause[] {
  const quantity = value === undefined ? undefined : parseQuantity(value);
  return quantity !== undefined && milliValue(quantity) <= 0n ? [invalid(path, value, 'must be positive')] : [];
}

/** What must be said of the target of a resource's metric. */
function resourceTarget({ value, path }: RuleInput): readonly FieldCause[] {
  const [share, amount] = [memberAt(value, 'target', 'averageUtilization'), memberAt(value, 'target', 'averageValue')];
  if (share === undefined && amount === undefined) {
    return [
      required(`${path}.target.averageUtilization`, 'must set either a target raw value or a target utilization'),
    ];
  }
  return share !== undefined && amount !== undefined
    ? [forbidden(`${path}.target.averageValue`, 'may not set both a target raw value and a target utilization')]
    : [];
}

function podsTarget({ value, path }: RuleInput): readonly FieldCause[] {
  const amount = parseQuantity(memberAt(value, 'target', 'averageValue'));
  // One that is no amount at all has been told already.
  return amount !== undefined && milliValue(amount) !== 0n
    ? []
    : [required(`${path}.target.averageValue`, 'must specify a positive target averageValue')];
}

function eitherTarget(missing: string, both?: string): Rule {
  return ({ value, path }) => {
    const [total, average] = [memberAt(value, 'target', 'value'), memberAt(value, 'target', 'averageValue')];
    if (total === undefined && average === undefined) return [required(`${path}.target.averageValue`, missing)];
    const twice = total !== undefined && average !== undefined;
    return twice && both !== undefined ? [forbidden(`${path}.target.value`, both)] : [];
  };
}

/** Only the core group may be left out, for what is in it. */
const apiVersion: FieldRule = (value, path, { value: target, object }) => {
  const version = typeof value === 'string' ? value : '';
  const core = !/^[^/]+\//.test(version);
  if (!core || isCoreKind(textAt(target, 'kind') ?? '') || path.includes('describedObject')) return [];
  return object['kind'] === 'HorizontalPodAutoscaler'
    ? [invalid(path, version, 'apiVersion must specify API group')]
    : [];
};

function isCoreKind(kind: string): boolean {
  return kind === 'ReplicationController';
}

const selectPolicy = wordAlways('Disabled', 'Max', 'Min');
/** A name that is part of a path. */
const segmentName = firstOf(must(), ifAny(wrongPathSegment));

const LONGEST_PERIOD = 1800;
const LONGEST_WINDOW = 3600;

const scalingRules: Rule = ({ value, path }) => {
  const causes: FieldCause[] = [];
  const window = value['stabilizationWindowSeconds'];
  const field = `${path}.stabilizationWindowSeconds`;
  if (typeof window === 'number' && window < 0)
    causes.push(invalid(field, window, 'must be greater than or equal to zero'));
  if (typeof window === 'number' && window > LONGEST_WINDOW)
    causes.push(invalid(field, window, `must be less than or equal to ${LONGEST_WINDOW}`));
  return causes;
};

const tolerance: FieldRule = (value, path) => {
  const amount = parseQuantity(value);
  return amount !== undefined && milliValue(amount) < 0n
    ? [invalid(path, String(value), 'must be greater than or equal to 0')]
    : [];
};

const containerName = firstOf(must('must specify a container'), ifAny(dnsLabel));
const resourceName = must('must specify a resource name');
const metricName = { fields: { name: firstOf(must('must specify a metric name'), ifAny(wrongPathSegment)) } };
const spec = { first: bounds };

export const AUTOSCALING_RULES: Rules = {
  'autoscaling/v1.HorizontalPodAutoscalerSpec': {
    first: bounds,
    fields: {
      // Messages name the form it has inside.
      targetCPUUtilizationPercentage: (value, _path, input) =>
        number((share) => share >= 1, 'must be greater than 0')(
          value,
          'spec.metrics[0].resource.target.averageUtilization',
          input,
        ),
    },
  },
  'autoscaling/v2.HorizontalPodAutoscalerSpec': spec,
  'autoscaling/v1.CrossVersionObjectReference': { fields: { apiVersion, kind: segmentName, name: segmentName } },
  'autoscaling/v2.CrossVersionObjectReference': { fields: { apiVersion, kind: segmentName, name: segmentName } },
  'autoscaling/v2.MetricSpec': {
    order: LOOKED_AT,
    first: metricType,
    fields: { type: () => [] },
    closed: ({ value }) => presentMembers(value, LOOKED_AT).slice(1),
    last: metricSource,
  },
  'autoscaling/v2.MetricTarget': target,
  'autoscaling/v2.MetricIdentifier': metricName,
  'autoscaling/v2.ResourceMetricSource': { fields: { name: resourceName }, last: resourceTarget },
  'autoscaling/v2.ContainerResourceMetricSource': {
    order: ['name', 'container', 'target'],
    fields: {
      name: both(resourceName, (value, path) => (isBlank(value) ? [] : resourceNameCauses(String(value), path))),
      container: containerName,
    },
    last: resourceTarget,
  },
  'autoscaling/v2.PodsMetricSource': { last: podsTarget },
  'autoscaling/v2.ObjectMetricSource': {
    order: ['describedObject', 'metric', 'target'],
    last: eitherTarget('must set either a target value or averageValue'),
  },
  'autoscaling/v2.ExternalMetricSource': {
    last: eitherTarget(
      'must set either a target value for metric or a per-pod target',
      'may not set both a target value for metric and a per-pod target',
    ),
  },
  'autoscaling/v2.HPAScalingRules': {
    first: scalingRules,
    order: ['selectPolicy', 'policies', 'tolerance'],
    fields: {
      selectPolicy: (value, path, input) => (value === undefined ? [] : selectPolicy(value, path, input)),
      policies: must('must specify at least one Policy'),
      tolerance,
    },
  },
  'autoscaling/v2.HPAScalingPolicy': {
    fields: {
      type: wordAlways('Percent', 'Pods'),
      value: numberAlways((value) => value > 0, 'must be greater than zero'),
      periodSeconds: both(
        numberAlways((value) => value > 0, 'must be greater than zero'),
        number((value) => value <= LONGEST_PERIOD, `must be less than or equal to ${LONGEST_PERIOD}`),
      ),
    },
  },
};
