import { expect, test } from 'vitest';
import type { JsonObject } from '../../base/json-value.ts';
import { preparedStatus } from './prepare-status.ts';

const NOW = '2024-01-01T00:00:00Z';
const EARLIER = '2023-01-01T00:00:00Z';
const DEVICE = { driver: 'd.example', pool: 'p', device: 'one' };

const CASES: readonly {
  readonly reason: string;
  readonly kind: string;
  readonly before: JsonObject;
  readonly status: JsonObject;
  readonly stored: JsonObject;
}[] = [
  {
    reason: "a pod's class of service stays when it is left out",
    kind: 'v1 Pod',
    before: { qosClass: 'Burstable' },
    status: { phase: 'Running' },
    stored: { phase: 'Running', qosClass: 'Burstable' },
  },
  {
    reason: 'generations that nobody tells stay, condition by condition',
    kind: 'v1 Pod',
    before: { observedGeneration: 2, conditions: [{ type: 'Ready', observedGeneration: 2 }] },
    status: { conditions: [{ type: 'Ready', status: 'True' }, { type: 'Other' }] },
    stored: {
      observedGeneration: 2,
      conditions: [{ type: 'Ready', status: 'True', observedGeneration: 2 }, { type: 'Other' }],
    },
  },
  {
    reason: 'what is for features that are switched off is dropped',
    kind: 'v1 Pod',
    before: {},
    status: { allocatedResources: { cpu: '1' }, phase: 'Running' },
    stored: { phase: 'Running' },
  },
  {
    reason: 'a volume remembers when its phase changed',
    kind: 'v1 PersistentVolume',
    before: { phase: 'Pending', lastPhaseTransitionTime: EARLIER },
    status: { phase: 'Bound', lastPhaseTransitionTime: EARLIER },
    stored: { phase: 'Bound', lastPhaseTransitionTime: NOW },
  },
  {
    reason: 'and keeps the time while it does not change',
    kind: 'v1 PersistentVolume',
    before: { phase: 'Bound', lastPhaseTransitionTime: EARLIER },
    status: { phase: 'Bound' },
    stored: { phase: 'Bound', lastPhaseTransitionTime: EARLIER },
  },
  {
    reason: 'what drivers tell of devices goes with the devices',
    kind: 'resource.k8s.io/v1 ResourceClaim',
    before: { allocation: { devices: { results: [DEVICE] } } },
    status: { devices: [DEVICE] },
    stored: {},
  },
  {
    reason: 'others are stored as they come',
    kind: 'v1 Node',
    before: {},
    status: { phase: 'x' },
    stored: { phase: 'x' },
  },
];

test.each(CASES)('$reason', ({ kind: text, before, status, stored }) => {
  const [apiVersion = '', kind = ''] = text.split(' ');
  const head = { apiVersion, kind, metadata: { name: 'a' } };
  expect(preparedStatus({ ...head, status }, { ...head, status: before }, NOW)).toEqual(stored);
});
