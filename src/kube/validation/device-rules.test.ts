import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../base/json-value.ts';
import { validateBuiltin } from './validate-builtin.ts';

const UNKNOWN = "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";
const SELECTOR = { nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'Exists' }] }] };
const EXACT = { deviceClassName: 'c', allocationMode: 'ExactCount', count: 1 };

function told(kind: string, spec: JsonObject): readonly string[] {
  const object = { apiVersion: 'resource.k8s.io/v1', kind, metadata: { name: 'a', namespace: 'n' }, spec };
  return validateBuiltin(object).map(({ field, message }) => `${field}: ${message}`);
}

function slice(spec: JsonObject): JsonObject {
  const pool = { name: 'p', generation: 1, resourceSliceCount: 1 };
  return { driver: 'd.example', pool, ...spec };
}

const CASES: readonly {
  readonly reason: string;
  readonly kind: string;
  readonly spec: JsonObject;
  readonly causes: readonly string[];
}[] = [
  {
    reason: 'a request is of exactly something, or of the first of several',
    kind: 'ResourceClaim',
    spec: { devices: { requests: [{ name: 'a' }] } },
    causes: ['spec.devices.requests[0]: Required value: exactly one of `exactly` or `firstAvailable` is required'],
  },
  {
    reason: 'names of requests differ, those that have none too',
    kind: 'ResourceClaim',
    spec: {
      devices: {
        requests: [
          { name: 'a', exactly: EXACT },
          { name: 'a', exactly: EXACT },
        ],
      },
    },
    causes: ['spec.devices.requests[1]: Duplicate value: "a"'],
  },
  {
    reason: 'all devices are not counted',
    kind: 'ResourceClaim',
    spec: { devices: { requests: [{ name: 'a', exactly: { ...EXACT, allocationMode: 'All' } }] } },
    causes: [
      "spec.devices.requests[0].exactly.count: Invalid value: 1: must not be specified when allocationMode is 'All'",
    ],
  },
  {
    reason: 'constraints are of requests of the claim; repetitions are told after all',
    kind: 'ResourceClaim',
    spec: {
      devices: {
        requests: [{ name: 'a', exactly: EXACT }],
        constraints: [{ requests: ['b', 'b'], matchAttribute: 'd.example/numa' }],
      },
    },
    causes: [
      `spec.devices.constraints[0].requests[0]: Invalid value: "b": ${UNKNOWN}`,
      `spec.devices.constraints[0].requests[1]: Invalid value: "b": ${UNKNOWN}`,
      'spec.devices.constraints[0].requests[1]: Duplicate value: "b"',
    ],
  },
  {
    reason: 'devices of a slice are at one place',
    kind: 'ResourceSlice',
    spec: slice({ nodeName: 'n', allNodes: true }),
    causes: [
      'spec: Invalid value: "{`nodeName`, `allNodes`}": exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required, but multiple fields are set',
    ],
  },
  {
    reason: 'nodes are selected by one term, which is told after what is wrong in the terms',
    kind: 'ResourceSlice',
    spec: slice({ nodeSelector: { nodeSelectorTerms: [...SELECTOR.nodeSelectorTerms, {}] } }),
    causes: [
      'spec.nodeSelector.nodeSelectorTerms: Invalid value: [{"MatchExpressions":[{"Key":"a","Operator":"Exists","Values":null}],"MatchFields":null},{"MatchExpressions":null,"MatchFields":null}]: must have exactly one node selector term',
    ],
  },
  {
    reason: 'devices of a slice have a name each',
    kind: 'ResourceSlice',
    spec: slice({ allNodes: true, devices: [{ name: 'one' }, { name: 'one' }] }),
    causes: ['spec.devices[1]: Duplicate value: "one"'],
  },
  {
    reason: 'templates have labels and annotations alone; a period of none is one',
    kind: 'ResourceClaimTemplate',
    spec: { metadata: { name: 'x', deletionGracePeriodSeconds: 0 }, spec: { devices: {} } },
    causes: [
      'spec.metadata.name: Forbidden: cannot be set',
      'spec.metadata.deletionGracePeriodSeconds: Forbidden: cannot be set',
    ],
  },
];

describe('devices, claims for them and what drivers offer', () => {
  test.each(CASES)('$reason', ({ kind, spec, causes }) => {
    expect(told(kind, spec)).toEqual(causes);
  });
});
