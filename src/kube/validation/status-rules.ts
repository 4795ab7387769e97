/** What is wrong with the status of an object that its controller tells. */
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { wrongQualifiedName } from '../object/names.ts';
import { milliValue, parseQuantity } from '../quantity/quantity.ts';
import { duplicate, forbidden, invalid, invalidName, required, unsupported } from './causes.ts';
import { conditionsCauses } from './condition-rules.ts';
import { deviceClaimStatusCauses } from './device-claim-status.ts';
import { dnsSubdomain } from './field-rules.ts';
import { NOT_AN_IP } from './formats.ts';
import { isIP } from './ip-address.ts';
import { jobStatusCauses } from './job-status.ts';
import { metadataUpdateCauses } from './metadata.ts';
import { podStatusCauses } from './pod-status.ts';
import { hard } from './quota-rules.ts';
import { amountCauses } from './resource-rules.ts';

type StatusRule = (status: JsonObject, object: JsonObject, old: JsonObject) => readonly FieldCause[];

const NOT_NEGATIVE = 'must be greater than or equal to 0';

function numberOf(status: JsonObject, name: string): number {
  const value = status[name];
  return typeof value === 'number' ? value : 0;
}

/** Counts that are not negative, and which of them is not above which. */
function counts(
  names: string,
  ...pairs: readonly (readonly [name: string, most: string, shown?: string])[]
): StatusRule {
  return (status) => [
    ...names
      .split(' ')
      .filter((name) => numberOf(status, name) < 0)
      .map((name) => invalid(`status.${name}`, status[name], NOT_NEGATIVE)),
    ...pairs
      .filter(([name, most]) => numberOf(status, name) > numberOf(status, most))
      .map(([name, most, shown = `status.${most}`]) =>
        invalid(`status.${name}`, numberOf(status, name), `cannot be greater than ${shown}`),
      ),
  ];
}

/** How often names of children clashed is only counted up. */
const collisions: StatusRule = (status, _object, old) => {
  const before = memberAt(old, 'status', 'collisionCount');
  const after = status['collisionCount'];
  const less = typeof before === 'number' && (typeof after !== 'number' || after < before);
  return less ? [invalid('status.collisionCount', numberOf(status, 'collisionCount'), 'cannot be decremented')] : [];
};

function every(...rules: readonly StatusRule[]): StatusRule {
  return (...input) => rules.flatMap((rule) => rule(...input));
}

const REPLICAS = 'replicas fullyLabeledReplicas readyReplicas availableReplicas observedGeneration terminatingReplicas';
const replicaSet = counts(
  REPLICAS,
  ['fullyLabeledReplicas', 'replicas'],
  ['readyReplicas', 'replicas'],
  ['availableReplicas', 'replicas'],
  ['availableReplicas', 'readyReplicas', 'readyReplicas'],
);

const namespace: StatusRule = (status, object) => {
  const leaving = memberAt(object, 'metadata', 'deletionTimestamp') !== undefined;
  const [phase, wanted] = [textAt(status, 'phase') ?? '', leaving ? 'Terminating' : 'Active'];
  const when = leaving ? 'is not empty' : 'is empty';
  const detail = `may only be '${wanted}' if \`deletionTimestamp\` ${when}`;
  return phase === wanted ? [] : [invalid('status.Phase', phase, detail)];
};

function ingressesOf(status: JsonObject): readonly JsonObject[] {
  const list = memberAt(status, 'loadBalancer', 'ingress');
  return isList(list) ? list.filter(isObject) : [];
}

function hostCauses(one: JsonObject, field: string): readonly FieldCause[] {
  const host = textAt(one, 'hostname') ?? '';
  if (host === '') return [];
  const address = isIP(host) ? [invalid(`${field}.hostname`, host, 'must be a DNS name, not an IP address')] : [];
  return [...invalidName(`${field}.hostname`, host, dnsSubdomain(host)), ...address];
}

function addressCauses(one: JsonObject, field: string): readonly FieldCause[] {
  const ip = textAt(one, 'ip') ?? '';
  return ip === '' || isIP(ip) ? [] : [invalid(`${field}.ip`, ip, NOT_AN_IP)];
}

const service: StatusRule = (status, object) => {
  const list = ingressesOf(status);
  const path = 'status.loadBalancer.ingress';
  if (memberAt(object, 'spec', 'type') !== 'LoadBalancer' && list.length > 0) {
    return [forbidden(path, "may only be used when `spec.type` is 'LoadBalancer'")];
  }
  return list.flatMap((one, index) => {
    const field = `${path}[${index}]`;
    return [...addressCauses(one, field), ...modeCauses(one, `${field}.ipMode`), ...hostCauses(one, field)];
  });
};

function modeCauses(one: JsonObject, field: string): readonly FieldCause[] {
  const [mode, given] = [one['ipMode'], (textAt(one, 'ip') ?? '') !== ''];
  if (mode === undefined) return given ? [required(field, 'must be specified when `ip` is set')] : [];
  if (!given) return [forbidden(field, 'may not be specified when `ip` is not set')];
  return mode === 'VIP' || mode === 'Proxy' ? [] : [unsupported(field, mode, ['Proxy', 'VIP'])];
}

const ingress: StatusRule = (status) =>
  ingressesOf(status).flatMap((one, index) => {
    const field = `status.loadBalancer.ingress[${index}]`;
    return [...addressCauses(one, field), ...hostCauses(one, field)];
  });

function conditionsOf(status: JsonObject): readonly JsonObject[] {
  return isList(status['conditions']) ? status['conditions'].filter(isObject) : [];
}

/** Conditions of flow control have a type each, and each another. */
const typedConditions: StatusRule = (status) => {
  const seen = new Set<string>();
  return conditionsOf(status).flatMap((one, index) => {
    const type = textAt(one, 'type') ?? '';
    const field = `status.conditions[${index}].type`;
    const twice = seen.has(type) ? [duplicate(field, type)] : [];
    seen.add(type);
    return type === '' ? [...twice, required(field)] : twice;
  });
};

/** Conditions of the common form. */
const conditions: StatusRule = (status) => conditionsCauses(status['conditions'], 'status.conditions');

const quota: StatusRule = (status, object) =>
  ['hard', 'used'].flatMap((name) => hard(status[name], `status.${name}`, { value: status, path: 'status', object }));

/** Warnings about expressions have a text and a place. */
const warnings: StatusRule = (status) => {
  const list = memberAt(status, 'typeChecking', 'expressionWarnings');
  return (isList(list) ? list : []).flatMap((one, index) => {
    const field = `status.typeChecking.expressionWarnings[${index}]`;
    return [
      ...(textAt(one, 'warning') ? [] : [required(`${field}.warning`)]),
      ...placeCauses((textAt(one, 'fieldRef') ?? '').trim(), `${field}.fieldRef`),
    ];
  });
};

/** A path that begins as a number does is read as one. */
function placeCauses(path: string, field: string): readonly FieldCause[] {
  if (path === '') return [required(field)];
  const number = /^[+-]?\d[\w.+-]*/.exec(path)?.[0];
  return number === undefined || /^[+-]?\d+(\.\d+)?$/.test(number)
    ? []
    : [invalid(field, path, `invalid JSONPath: cannot parse number ${number}`)];
}

const HIGHEST_CODE = 2_147_483_647;

/** What went wrong with a volume has a code that is not negative. */
const attachment: StatusRule = (status) =>
  ['attachError', 'detachError'].flatMap((name) => {
    const code = memberAt(status, name, 'errorCode');
    const detail = `must be between 0 and ${HIGHEST_CODE}, inclusive`;
    return typeof code === 'number' && code < 0 ? [invalid(`status.${name}.errorCode`, code, detail)] : [];
  });

const FEATURE = /^[A-Z][a-zA-Z0-9]*(\/[a-zA-Z][a-zA-Z0-9]*)*$/;
const LONGEST_FEATURE = 253;

function featureFault(name: string): string | undefined {
  const shown = `invalid feature name ${JSON.stringify(name)}`;
  if (name.length > LONGEST_FEATURE) return `${shown}: must be no more than ${LONGEST_FEATURE} characters`;
  if (FEATURE.test(name)) return undefined;
  return `${shown}: must start with an UpperCamelCase segment, with subsequent segments separated by '/' (e.g., MyFeature or MyFeature/mySubFeature), and contain only alphanumeric characters and slashes`;
}

/** Features of a node are named in their order, once each. */
function featureCauses(status: JsonObject): readonly FieldCause[] {
  const list = (isList(status['declaredFeatures']) ? status['declaredFeatures'] : []).map(String);
  return list.flatMap((name, index) => {
    const [field, next] = [`status.declaredFeatures[${index}]`, list[index + 1]];
    const fault = featureFault(name);
    const after = `status.declaredFeatures[${index + 1}]`;
    return [
      ...(fault === undefined ? [] : [invalid(field, name, fault)]),
      ...(next === name ? [duplicate(after, next)] : []),
      ...(next !== undefined && next < name ? [invalid(after, next, 'list must be sorted alphabetically')] : []),
    ];
  });
}

/** What a node has, and where it is reached: nothing less than none, no address twice. */
const node: StatusRule = (status) => {
  const amounts = ['capacity', 'allocatable'].flatMap((list) =>
    Object.entries(isObject(status[list]) ? status[list] : {}).flatMap(([name, amount]) =>
      amountCauses(name, amount, `status.${list}.${name}`),
    ),
  );
  const seen = new Set<string>();
  const addresses = isList(status['addresses']) ? status['addresses'] : [];
  const repeated = addresses.flatMap((one, index) => {
    const shown = { Type: textAt(one, 'type') ?? '', Address: textAt(one, 'address') ?? '' };
    const key = JSON.stringify(shown);
    const twice = seen.has(key);
    seen.add(key);
    return twice ? [duplicate(`status.addresses[${index}]`, shown)] : [];
  });
  return [...amounts, ...featureCauses(status), ...repeated];
};

const RESIZES = [
  'ControllerResizeInProgress',
  'ControllerResizeInfeasible',
  'NodeResizeInProgress',
  'NodeResizeInfeasible',
  'NodeResizePending',
];

/** A claim is of storage; names of others have a domain. */
const claim: StatusRule = (status) => {
  const amounts = ['capacity', 'allocatedResources'].flatMap((list) =>
    Object.entries(isObject(status[list]) ? status[list] : {}).flatMap(([name, amount]): readonly FieldCause[] => {
      const quantity = parseQuantity(amount);
      const negative = quantity !== undefined && milliValue(quantity) < 0n;
      const named = list === 'capacity' ? [] : claimName(name, `status.${list}`);
      const whole = Math.floor(Number(quantity === undefined ? 0n : milliValue(quantity)) / 1000);
      return [
        ...named,
        ...(negative && named.length === 0
          ? [invalid(`status.${list}[${name}]`, whole, 'must be a valid resource quantity')]
          : []),
      ];
    }),
  );
  const states = status['allocatedResourceStatuses'];
  const field = 'status.allocatedResourceStatuses';
  const odd = Object.entries(isObject(states) ? states : {}).flatMap(([name, state]) => [
    ...claimName(name, field),
    ...(RESIZES.includes(String(state)) ? [] : [unsupported(field, name, RESIZES)]),
  ]);
  return [
    ...amounts.filter((cause) => cause.field.startsWith('status.capacity')),
    ...odd,
    ...amounts.filter((cause) => !cause.field.startsWith('status.capacity')),
  ];
};

function claimName(name: string, field: string): readonly FieldCause[] {
  const wrong = invalidName(field, name, wrongQualifiedName(name));
  return wrong.length > 0 || name.includes('/') || name === 'storage' ? wrong : [unsupported(field, name, ['storage'])];
}

const RULES: Readonly<Record<string, StatusRule>> = {
  'apps/v1 DaemonSet': every(
    counts(
      'currentNumberScheduled numberMisscheduled desiredNumberScheduled numberReady observedGeneration updatedNumberScheduled numberAvailable numberUnavailable collisionCount',
    ),
    collisions,
  ),
  'apps/v1 Deployment': every(
    counts(
      'observedGeneration replicas updatedReplicas readyReplicas availableReplicas unavailableReplicas terminatingReplicas collisionCount',
      ['updatedReplicas', 'replicas'],
      ['readyReplicas', 'replicas'],
      ['availableReplicas', 'replicas'],
      ['availableReplicas', 'readyReplicas', 'readyReplicas'],
    ),
    collisions,
  ),
  'apps/v1 ReplicaSet': replicaSet,
  'apps/v1 StatefulSet': every(
    counts(
      'replicas readyReplicas currentReplicas updatedReplicas availableReplicas observedGeneration collisionCount',
      ['readyReplicas', 'replicas'],
      ['currentReplicas', 'replicas'],
      ['updatedReplicas', 'replicas'],
      ['availableReplicas', 'replicas'],
      ['availableReplicas', 'readyReplicas'],
    ),
    collisions,
  ),
  'autoscaling/v1 HorizontalPodAutoscaler': counts('currentReplicas desiredReplicas'),
  'autoscaling/v2 HorizontalPodAutoscaler': counts('currentReplicas desiredReplicas'),
  'batch/v1 Job': jobStatusCauses,
  'flowcontrol.apiserver.k8s.io/v1 FlowSchema': typedConditions,
  'flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration': typedConditions,
  'networking.k8s.io/v1 Ingress': ingress,
  'policy/v1 PodDisruptionBudget': every(
    conditions,
    counts('disruptionsAllowed currentHealthy desiredHealthy expectedPods'),
  ),
  'admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy': every(warnings, conditions),
  'resource.k8s.io/v1 ResourceClaim': deviceClaimStatusCauses,
  'storage.k8s.io/v1 VolumeAttachment': attachment,
  'v1 Namespace': namespace,
  'v1 Node': node,
  'v1 PersistentVolumeClaim': claim,
  'v1 Pod': podStatusCauses,
  'v1 ReplicationController': replicaSet,
  'v1 ResourceQuota': quota,
  'v1 Service': service,
};

/** Causes for the status of a built-in object that had the one of `old`. */
export function builtinStatusCauses(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  const key = `${textAt(object, 'apiVersion')} ${textAt(object, 'kind')}`;
  const rule = Object.hasOwn(RULES, key) ? RULES[key] : undefined;
  const status: Json | undefined = object['status'];
  return [...metadataUpdateCauses(object, old), ...(rule?.(isObject(status) ? status : {}, object, old) ?? [])];
}
