/** How workloads are rolled out, disrupted and scaled in steps. */
import { isObject, type Json, type JsonObject, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { forbidden, invalid, required, unsupported } from './causes.ts';
import { anything, countOrPercent, dnsLabel, ifAny, whole, word } from './field-rules.ts';
import { goShape } from './go-shape.ts';
import type { FieldRule, Rule, RuleInput, Rules } from './rule.ts';

/** Not more than all. */
const share: FieldRule = (value, path, input) => {
  const causes = countOrPercent(value, path, input);
  if (causes.length > 0 || typeof value !== 'string') return causes;
  return Number.parseInt(value, 10) > 100 ? [invalid(path, value, 'must not be greater than 100%')] : [];
};

/** Nothing at all, as a number or a percentage; a text that is none counts as nothing. */
function isNone(value: Json | undefined): boolean {
  return (
    value === 0 || value === undefined || (typeof value === 'string' && !/^(0*[1-9]\d*%|[-+]?0*[1-9]\d*)$/.test(value))
  );
}

const deploymentStrategy: Rule = ({ value, path }) => {
  const type = textAt(value, 'type') ?? '';
  if (type === 'Recreate') {
    return value['rollingUpdate'] === undefined
      ? []
      : [forbidden(`${path}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'")];
  }
  return type === 'RollingUpdate'
    ? []
    : [unsupported(path, goShape(value, 'apps/v1.DeploymentStrategy'), ['Recreate', 'RollingUpdate'])];
};

const deploymentSteps: Rule = ({ value, path }) =>
  isNone(value['maxUnavailable']) && isNone(value['maxSurge'])
    ? [invalid(`${path}.maxUnavailable`, value['maxUnavailable'] ?? 0, 'may not be 0 when `maxSurge` is 0')]
    : [];

const daemonSetStrategy: Rule = ({ value, path }) => {
  const type = textAt(value, 'type') ?? '';
  return type === 'RollingUpdate' || type === 'OnDelete'
    ? []
    : [unsupported(path, goShape(value, 'apps/v1.DaemonSetUpdateStrategy'), ['RollingUpdate', 'OnDelete'])];
};

const daemonSetSteps: Rule = ({ value, path }) => {
  const [gone, more] = [isNone(value['maxUnavailable']), isNone(value['maxSurge'])];
  if (gone && more) return [required(`${path}.maxUnavailable`, 'cannot be 0 when maxSurge is 0')];
  return gone || more
    ? []
    : [invalid(`${path}.maxSurge`, value['maxSurge'], 'may not be set when maxUnavailable is non-zero')];
};

const statefulSetStrategy: Rule = ({ value, path }) => {
  const type = textAt(value, 'type') ?? '';
  const rolling = value['rollingUpdate'];
  if (type === 'RollingUpdate') return [];
  if (type === '') return [required(path)];
  if (type !== 'OnDelete') {
    return [
      invalid(path, goShape(value, 'apps/v1.StatefulSetUpdateStrategy'), "must be 'RollingUpdate' or 'OnDelete'"),
    ];
  }
  if (!isObject(rolling)) return [];
  const shown = goShape(rolling, 'apps/v1.RollingUpdateStatefulSetStrategy');
  return [invalid(`${path}.rollingUpdate`, shown, "only allowed for updateStrategy 'RollingUpdate'")];
};

/** A rollout may not be given up before its pods can be available. */
export function deadlineCauses(value: JsonObject, path: string): readonly FieldCause[] {
  const deadline = value['progressDeadlineSeconds'];
  if (typeof deadline !== 'number') return [];
  const field = `${path}.progressDeadlineSeconds`;
  return [
    ...(deadline < 0 ? [invalid(field, deadline, 'must be greater than or equal to 0')] : []),
    ...(deadline <= Number(value['minReadySeconds'] ?? 0)
      ? [invalid(field, deadline, 'must be greater than minReadySeconds')]
      : []),
  ];
}

/** Any object. */
const revisionData: FieldRule = (value, path) => {
  if (value === undefined || value === null) return [required(path, 'data is mandatory')];
  return isObject(value) ? [] : [required(path, 'data must be a valid JSON object')];
};

const RETENTION = ['Retain', 'Delete'];

function retention(value: Json | undefined, path: string): readonly FieldCause[] {
  return typeof value === 'string' && !RETENTION.includes(value) ? [unsupported(path, value, RETENTION)] : [];
}

const budget: Rule = ({ value, path }) =>
  value['minAvailable'] !== undefined && value['maxUnavailable'] !== undefined
    ? [
        invalid(
          path,
          goShape(value, 'policy/v1.PodDisruptionBudgetSpec'),
          'minAvailable and maxUnavailable cannot be both set',
        ),
      ]
    : [];

/** What only a rolling update has is not looked at in any other. */
function notRolling({ value }: RuleInput): readonly string[] {
  return value['type'] === 'RollingUpdate' ? [] : ['rollingUpdate'];
}

export const ROLLOUT_RULES: Rules = {
  'apps/v1.DeploymentStrategy': { first: deploymentStrategy, fields: { type: anything }, closed: notRolling },
  'apps/v1.RollingUpdateDeployment': {
    fields: { maxUnavailable: share, maxSurge: countOrPercent },
    last: deploymentSteps,
  },
  'apps/v1.DaemonSetUpdateStrategy': { first: daemonSetStrategy, fields: { type: anything }, closed: notRolling },
  'apps/v1.RollingUpdateDaemonSet': { fields: { maxUnavailable: share, maxSurge: share }, last: daemonSetSteps },
  'apps/v1.StatefulSetUpdateStrategy': { first: statefulSetStrategy, fields: { type: anything }, closed: notRolling },
  'apps/v1.RollingUpdateStatefulSetStrategy': { fields: { partition: whole, maxUnavailable: share } },
  'apps/v1.StatefulSetOrdinals': { fields: { start: whole } },
  'apps/v1.StatefulSetPersistentVolumeClaimRetentionPolicy': {
    fields: { whenDeleted: retention, whenScaled: retention },
  },
  'apps/v1.ControllerRevision': {
    fields: { data: revisionData, revision: whole },
  },
  'policy/v1.PodDisruptionBudgetSpec': {
    first: budget,
    order: ['minAvailable', 'maxUnavailable', 'selector', 'unhealthyPodEvictionPolicy'],
    fields: {
      minAvailable: share,
      maxUnavailable: share,
      unhealthyPodEvictionPolicy: word('AlwaysAllow', 'IfHealthyBudget'),
    },
  },
};

/** The name of the Service of a StatefulSet. */
export const serviceName = ifAny(dnsLabel);
