import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../base/json-value.ts';
import { decodeTyped } from '../builtin/decode.ts';
import { structOfKind } from '../builtin/type-table.ts';
import { setDefaults } from '../defaults/set-defaults.ts';
import { convertVersion } from './convert-version.ts';

const TARGET = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' };

function complete(object: JsonObject): JsonObject {
  const struct = structOfKind(String(object['apiVersion']), String(object['kind']));
  return struct === undefined ? object : setDefaults(decodeTyped(object, struct).object, struct);
}

const quantity = fc.constantFrom('5', '100m', '2k');
const use = fc.integer({ min: 1, max: 100 });
const metric = fc.oneof(
  fc
    .record({ name: fc.constantFrom('cpu', 'memory'), averageUtilization: use })
    .map(({ name, averageUtilization }) => ({
      type: 'Resource',
      resource: { name, target: { type: 'Utilization', averageUtilization } },
    })),
  quantity.map((averageValue) => ({
    type: 'Pods',
    pods: { metric: { name: 'hits' }, target: { type: 'AverageValue', averageValue } },
  })),
  quantity.map((value) => ({
    type: 'External',
    external: { metric: { name: 'q', selector: { matchLabels: { a: 'b' } } }, target: { type: 'Value', value } },
  })),
  quantity.map((value) => ({
    type: 'Object',
    object: {
      metric: { name: 'o' },
      describedObject: { kind: 'Service', name: 's' },
      target: { type: 'Value', value },
    },
  })),
  use.map((averageUtilization) => ({
    type: 'ContainerResource',
    containerResource: { name: 'cpu', container: 'c', target: { type: 'Utilization', averageUtilization } },
  })),
) as fc.Arbitrary<Json>;

const behavior = fc.option(
  fc.record({ scaleDown: fc.record({ stabilizationWindowSeconds: fc.integer({ min: 0, max: 3600 }) }) }),
  { nil: undefined },
);

test('an autoscaler is the same after its way through version 1', () => {
  const isCpu = (one: Json) => JSON.stringify(one).includes('"resource":{"name":"cpu"');
  fc.assert(
    fc.property(fc.array(metric, { maxLength: 4 }), behavior, (metrics, rules) => {
      // Version 1 has one use of CPU, which stands last in version 2.
      const single = [...metrics.filter((one) => !isCpu(one)), ...metrics.filter(isCpu).slice(0, 1)];
      const two = complete({
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: { name: 'h' },
        spec: { scaleTargetRef: TARGET, maxReplicas: 3, metrics: single, ...(rules && { behavior: rules }) },
      });
      const back = convertVersion(convertVersion(two, 'autoscaling/v1'), 'autoscaling/v2');
      expect(JSON.stringify(back)).toBe(JSON.stringify({ ...two }));
    }),
    { numRuns: 200 },
  );
});

test.each([
  [
    'v1',
    'events.k8s.io/v1',
    { involvedObject: { kind: 'Pod', name: 'p' }, message: 'm', count: 2, reportingComponent: 'c' },
  ],
  ['events.k8s.io/v1', 'v1', { regarding: { kind: 'Pod', name: 'p' }, note: 'm', deprecatedCount: 2, reason: 'R' }],
])('an event of %s is the same after its way through %s', (from, through, content) => {
  const event = complete({ apiVersion: from, kind: 'Event', metadata: { name: 'e' }, ...content });
  const back = convertVersion(convertVersion(event, through), from);
  expect(back).toEqual(event);
  expect(convertVersion(event, through)).not.toHaveProperty(Object.keys(content)[0] ?? '');
});

test('kinds of one version only say another one', () => {
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { a: 'b' } };
  expect(convertVersion(object, 'v2')).toEqual({ ...object, apiVersion: 'v2' });
});
