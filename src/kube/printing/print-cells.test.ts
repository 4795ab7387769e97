import { expect, test } from 'vitest';
import type { JsonObject } from '../../base/json-value.ts';
import { customCells, customColumns } from './custom-cells.ts';
import { printCells } from './print-cells.ts';

const NOW = Date.parse('2026-01-02T00:00:00Z');
const METADATA = { name: 'a', creationTimestamp: '2026-01-01T00:00:00Z' };

interface Case {
  readonly why: string;
  readonly kind: string;
  readonly object: JsonObject;
  readonly cells: readonly unknown[];
}

const CASES: readonly Case[] = [
  {
    why: 'only the first init container that is open counts, with those before it',
    kind: 'v1 Pod',
    object: {
      spec: { containers: [{ name: 'm' }], initContainers: [{ name: 'i' }, { name: 'j' }] },
      status: {
        phase: 'Pending',
        initContainerStatuses: [
          { name: 'i', restartCount: 2, state: { running: {} } },
          { name: 'j', restartCount: 100, state: {} },
        ],
      },
    },
    cells: ['a', '0/1', 'Init:0/2', '2', '24h', '<none>', '<none>', '<none>', '<none>'],
  },
  {
    why: 'a container that failed says more than one that completed',
    kind: 'v1 Pod',
    object: {
      spec: { containers: [{ name: 'm' }, { name: 'n' }] },
      status: {
        phase: 'Running',
        containerStatuses: [
          { name: 'm', state: { terminated: { exitCode: 0, reason: 'Completed' } } },
          { name: 'n', state: { terminated: { exitCode: 3, reason: 'Error' } } },
        ],
      },
    },
    cells: ['a', '0/2', 'Error', '0', '24h', '<none>', '<none>', '<none>', '<none>'],
  },
  {
    why: 'an address is shown once, empty ones not at all',
    kind: 'networking.k8s.io/v1 Ingress',
    object: {
      spec: {},
      status: { loadBalancer: { ingress: [{}, { ip: '10.0.0.2' }, { ip: '10.0.0.1' }, { ip: '10.0.0.2' }] } },
    },
    cells: ['a', '<none>', '*', '10.0.0.1,10.0.0.2', '80', '24h'],
  },
  {
    why: 'a port without a number has its name',
    kind: 'discovery.k8s.io/v1 EndpointSlice',
    object: { addressType: 'IPv4', ports: [{ port: 1 }, { name: 'http' }, {}], endpoints: [] },
    cells: ['a', 'IPv4', '1,http,*', '<unset>', '24h'],
  },
  {
    why: 'an age without a column',
    kind: 'networking.k8s.io/v1 IPAddress',
    object: { spec: { parentRef: { group: 'X.org', resource: 'things', namespace: 'n', name: 'b' } } },
    cells: ['a', 'things.x.org/n/b', '24h'],
  },
  {
    why: 'a parameter chosen by a selector is the struct as Go prints it',
    kind: 'admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding',
    object: { spec: { policyName: 'p', paramRef: { selector: { matchLabels: { k: 'v' } } } } },
    cells: [
      'a',
      'p',
      '&LabelSelector{MatchLabels:map[string]string{k: v,},MatchExpressions:[]LabelSelectorRequirement{},}',
      '24h',
    ],
  },
  {
    why: 'a driver with nothing said attaches',
    kind: 'storage.k8s.io/v1 CSIDriver',
    object: { spec: { tokenRequests: [{ audience: 'x' }, { audience: 'y' }] } },
    cells: ['a', true, false, false, 'x,y', false, '<none>', '24h'],
  },
  {
    why: 'a claim that is going is not pending',
    kind: 'resource.k8s.io/v1 ResourceClaim',
    object: { metadata: { ...METADATA, deletionTimestamp: '2026-01-01T00:00:00Z' }, spec: {} },
    cells: ['a', 'deleted', '24h'],
  },
  {
    why: 'limits of a level are numbers, absent ones nothing',
    kind: 'flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration',
    object: { spec: { type: 'Limited', limited: { nominalConcurrencyShares: 5, limitResponse: { type: 'Reject' } } } },
    cells: ['a', 'Limited', 5, '<none>', '<none>', '<none>', '24h'],
  },
  {
    why: 'a metric that is known without its value',
    kind: 'autoscaling/v2 HorizontalPodAutoscaler',
    object: {
      spec: {
        maxReplicas: 3,
        scaleTargetRef: { kind: 'Deployment', name: 'd' },
        metrics: [
          { type: 'Resource', resource: { name: 'memory', target: { averageValue: '1Gi' } } },
          { type: 'Resource', resource: { name: 'cpu', target: {} } },
        ],
      },
      status: { currentMetrics: [{ type: 'Resource', resource: { name: 'memory', current: {} } }] },
    },
    cells: ['a', 'Deployment/d', 'memory: <nil>/1Gi, cpu: <unknown>/<auto>', '<unset>', 3, 0, '24h'],
  },
];

test.each(CASES)('$kind: $why', ({ kind: key, object, cells }) => {
  const [apiVersion = '', kind = ''] = key.split(' ');
  expect(printCells({ apiVersion, kind, object: { metadata: METADATA, ...object }, now: NOW })).toEqual(cells);
});

test.each([
  { why: 'a number too large is the lowest', type: 'integer', value: 1e21, cell: -(2n ** 63n) },
  { why: 'a fraction is cut', type: 'integer', value: -1.5, cell: -1 },
  { why: 'a day is no time', type: 'date', value: '2020-01-01', cell: '<invalid>' },
  { why: 'an empty text is no time either', type: 'date', value: '', cell: '<unknown>' },
  { why: 'an age', type: 'date', value: '2026-01-01T12:00:00Z', cell: '12h' },
  { why: 'a value of another type', type: 'boolean', value: 'true', cell: null },
])('a custom column: $why', ({ type, value, cell }) => {
  const columns = customColumns([{ name: 'X', type, jsonPath: '.spec.x' }]);
  expect(customCells(columns, { metadata: METADATA, spec: { x: value } }, NOW)).toEqual(['a', cell]);
});
