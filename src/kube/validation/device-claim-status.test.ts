import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../base/json-value.ts';
import { deviceClaimStatusCauses } from './device-claim-status.ts';

const SPEC = { devices: { requests: [{ name: 'gpu' }, { name: 'net', firstAvailable: [{ name: 'fast' }] }] } };
const RESULT = { request: 'gpu', driver: 'd.example', pool: 'p', device: 'one' };
const UNKNOWN = "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";

function told(status: JsonObject, before: JsonObject = {}, metadata: JsonObject = {}): readonly string[] {
  const object = { metadata, spec: SPEC, status };
  return deviceClaimStatusCauses(status, object, { spec: SPEC, status: before }).map(
    ({ field, message }) => `${field}: ${message}`,
  );
}

const CASES: readonly {
  readonly reason: string;
  readonly status: JsonObject;
  readonly before?: JsonObject;
  readonly metadata?: JsonObject;
  readonly causes: readonly string[];
}[] = [
  {
    reason: 'what was allocated answers requests of the claim, or what can be asked for instead',
    status: { allocation: { devices: { results: [RESULT, { ...RESULT, request: 'net/fast' }] } } },
    causes: [],
  },
  {
    reason: 'a request that the claim has not is none',
    status: {
      allocation: {
        devices: {
          results: [
            { ...RESULT, request: 'other' },
            { ...RESULT, request: 'a/b/c' },
          ],
        },
      },
    },
    causes: [
      `status.allocation.devices.results[0].request: Invalid value: "other": ${UNKNOWN}`,
      `status.allocation.devices.results[1].request: Invalid value: "a/b/c": ${UNKNOWN}`,
    ],
  },
  {
    reason: 'what was allocated once stays',
    status: { allocation: { devices: { results: [] } } },
    before: { allocation: { devices: { results: [RESULT] } } },
    causes: ['status.allocation: Invalid value: {"devices":{"results":[]}}: field is immutable'],
  },
  {
    reason: 'holders are named whole and once, and hold what was allocated',
    status: { reservedFor: [{ resource: 'pods', name: 'a', uid: 'u' }, { uid: 'u' }] },
    causes: [
      'status.reservedFor[1].resource: Required value',
      'status.reservedFor[1].name: Required value',
      'status.reservedFor[1]: Duplicate value: "u"',
      'status.reservedFor: Forbidden: may not be specified when `allocated` is not set',
    ],
  },
  {
    reason: 'nobody new holds a claim that goes',
    status: { allocation: {}, reservedFor: [{ resource: 'pods', name: 'a', uid: 'u' }] },
    before: { allocation: {} },
    metadata: { deletionTimestamp: '2024-01-01T00:00:00Z' },
    causes: [
      'status.reservedFor: Forbidden: new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set',
    ],
  },
  {
    reason: 'drivers tell of devices that were allocated',
    status: {
      allocation: { devices: { results: [RESULT] } },
      devices: [
        {
          driver: 'd.example',
          pool: 'p',
          device: 'two',
          data: 'x',
          networkData: { ips: ['192.0.2.1', '192.0.2.1/24'] },
        },
      ],
    },
    before: { allocation: { devices: { results: [RESULT] } } },
    causes: [
      'status.devices[0]: Invalid value: {"Driver":"d.example","Pool":"p","Device":"two","ShareID":""}: must be an allocated device in the claim',
      'status.devices[0].data: Invalid value: "<value omitted>": must be a valid JSON object',
      'status.devices[0].networkData.ips[0]: Invalid value: "192.0.2.1": must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)',
    ],
  },
  {
    reason: 'settings say where they come from and what they are',
    status: { allocation: { devices: { config: [{ source: 'Elsewhere' }] } } },
    causes: [
      'status.allocation.devices.config[0].source: Unsupported value: "Elsewhere": supported values: "FromClaim", "FromClass"',
      'status.allocation.devices.config[0].opaque: Required value',
    ],
  },
];

describe('the status of a claim for devices', () => {
  test.each(CASES)('$reason', ({ status, before, metadata, causes }) => {
    expect(told(status, before, metadata)).toEqual(causes);
  });
});
