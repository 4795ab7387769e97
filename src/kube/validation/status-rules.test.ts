import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../base/json-value.ts';
import { builtinStatusCauses } from './status-rules.ts';

interface Case {
  readonly reason: string;
  readonly kind: string;
  readonly status: JsonObject;
  readonly before?: JsonObject;
  readonly spec?: JsonObject;
  readonly metadata?: JsonObject;
  readonly causes: readonly string[];
}

const NEGATIVE = 'must be greater than or equal to 0';

function told({ kind, status, before = {}, spec = {}, metadata = {} }: Case): readonly string[] {
  const [apiVersion = '', name = ''] = kind.split(' ');
  const head = { apiVersion, kind: name, metadata: { name: 'a', ...metadata }, spec };
  return builtinStatusCauses({ ...head, status }, { ...head, status: before }).map(
    ({ field, message }) => `${field}: ${message}`,
  );
}

const CASES: readonly Case[] = [
  {
    reason: 'counts of a Deployment are not negative, and none is above another that holds it',
    kind: 'apps/v1 Deployment',
    status: { replicas: 1, readyReplicas: 2, availableReplicas: -1 },
    causes: [
      `status.availableReplicas: Invalid value: -1: ${NEGATIVE}`,
      'status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas',
    ],
  },
  {
    reason: 'clashes are only counted up, and not forgotten',
    kind: 'apps/v1 StatefulSet',
    status: {},
    before: { collisionCount: 0 },
    causes: ['status.collisionCount: Invalid value: 0: cannot be decremented'],
  },
  {
    reason: 'a count of clashes that was not there may come',
    kind: 'apps/v1 DaemonSet',
    status: { collisionCount: 3 },
    causes: [],
  },
  {
    reason: 'a namespace that stays is active',
    kind: 'v1 Namespace',
    status: { phase: 'Terminating' },
    causes: ['status.Phase: Invalid value: "Terminating": may only be \'Active\' if `deletionTimestamp` is empty'],
  },
  {
    reason: 'only load balancers have addresses outside',
    kind: 'v1 Service',
    spec: { type: 'ClusterIP' },
    status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } },
    causes: ["status.loadBalancer.ingress: Forbidden: may only be used when `spec.type` is 'LoadBalancer'"],
  },
  {
    reason: 'an address says how it is reached, and a name is none',
    kind: 'v1 Service',
    spec: { type: 'LoadBalancer' },
    status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }, { hostname: '192.0.2.1', ipMode: 'VIP' }] } },
    causes: [
      'status.loadBalancer.ingress[0].ipMode: Required value: must be specified when `ip` is set',
      'status.loadBalancer.ingress[1].ipMode: Forbidden: may not be specified when `ip` is not set',
      'status.loadBalancer.ingress[1].hostname: Invalid value: "192.0.2.1": must be a DNS name, not an IP address',
    ],
  },
  {
    reason: 'conditions of flow control have a type each, and each another',
    kind: 'flowcontrol.apiserver.k8s.io/v1 FlowSchema',
    status: { conditions: [{ type: 'A' }, { type: 'A' }, {}] },
    causes: ['status.conditions[1].type: Duplicate value: "A"', 'status.conditions[2].type: Required value'],
  },
  {
    reason: 'addresses of a node are told once; amounts come before them',
    kind: 'v1 Node',
    status: {
      capacity: { cpu: '-1' },
      addresses: [
        { type: 'InternalIP', address: '192.0.2.1' },
        { type: 'InternalIP', address: '192.0.2.1' },
      ],
    },
    causes: [
      `status.capacity.cpu: Invalid value: "-1": ${NEGATIVE}`,
      'status.addresses[1]: Duplicate value: {"Type":"InternalIP","Address":"192.0.2.1"}',
    ],
  },
  {
    reason: 'features of a node are named in their order, once each',
    kind: 'v1 Node',
    status: { declaredFeatures: ['B', 'B', 'A/b'] },
    causes: [
      'status.declaredFeatures[1]: Duplicate value: "B"',
      'status.declaredFeatures[2]: Invalid value: "A/b": list must be sorted alphabetically',
    ],
  },
  {
    reason: 'what went wrong with a volume has a code that is not negative',
    kind: 'storage.k8s.io/v1 VolumeAttachment',
    status: { attached: false, attachError: { errorCode: -1 }, detachError: { errorCode: 0 } },
    causes: ['status.attachError.errorCode: Invalid value: -1: must be between 0 and 2147483647, inclusive'],
  },
  {
    reason: 'warnings about expressions have a text and a place',
    kind: 'admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy',
    status: { typeChecking: { expressionWarnings: [{ warning: 'w' }, { fieldRef: 'spec' }] } },
    causes: [
      'status.typeChecking.expressionWarnings[0].fieldRef: Required value',
      'status.typeChecking.expressionWarnings[1].warning: Required value',
    ],
  },
  {
    reason: 'a quota counts what can be counted, of which storage is none',
    kind: 'v1 ResourceQuota',
    status: { hard: { storage: '1' } },
    causes: ['status.hard[storage]: Invalid value: "storage": must be a standard resource for quota'],
  },
  {
    reason: 'a claim is of storage, and grows in known steps',
    kind: 'v1 PersistentVolumeClaim',
    status: { allocatedResourceStatuses: { cpu: 'NodeResizePending', storage: 'Odd' } },
    causes: [
      'status.allocatedResourceStatuses: Unsupported value: "cpu": supported values: "storage"',
      'status.allocatedResourceStatuses: Unsupported value: "storage": supported values: "ControllerResizeInProgress", "ControllerResizeInfeasible", "NodeResizeInProgress", "NodeResizeInfeasible", "NodeResizePending"',
    ],
  },
  { reason: 'kinds without rules take any status', kind: 'example.com/v1 Thing', status: { a: -1 }, causes: [] },
];

describe('the status of built-in objects', () => {
  test.each(CASES)('$reason', (one) => {
    expect(told(one)).toEqual(one.causes);
  });
});
