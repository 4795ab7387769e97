import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../base/json-value.ts';
import { BUILTIN_SCHEMAS } from '../../merge-schema/builtin-schema.ts';
import { UNTYPED } from '../../merge-schema/merge-schema.ts';
import { applyStrategicPatch } from './apply-strategic-patch.ts';
import { createStrategicPatch } from './create-strategic-patch.ts';
import { createThreeWayStrategicPatch } from './three-way-patch.ts';

const DEPLOYMENT = BUILTIN_SCHEMAS.schemaOf('apps/v1', 'Deployment') ?? UNTYPED;
const SERVICE = BUILTIN_SCHEMAS.schemaOf('v1', 'Service') ?? UNTYPED;

function pods(containers: Json, more: JsonObject = {}): JsonObject {
  return { spec: { template: { spec: { containers, ...more } } } };
}

const applied: readonly { why: string; object: JsonObject; patch: JsonObject; result: JsonObject }[] = [
  {
    why: 'containers merge by name',
    object: pods([{ name: 'a', image: 'x' }, { name: 'b' }]),
    patch: pods([{ name: 'a', image: 'y' }]),
    result: pods([{ name: 'a', image: 'y' }, { name: 'b' }]),
  },
  {
    why: 'new elements go in front, as the server does',
    object: pods([{ name: 'a' }]),
    patch: pods([{ name: 'b' }]),
    result: pods([{ name: 'b' }, { name: 'a' }]),
  },
  {
    why: 'an element is deleted by directive',
    object: pods([{ name: 'a' }, { name: 'b' }]),
    patch: pods([{ name: 'a', $patch: 'delete' }]),
    result: pods([{ name: 'b' }]),
  },
  {
    why: 'order is set',
    object: pods([{ name: 'a' }, { name: 'b' }]),
    patch: pods(undefined as never, { '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }] }),
    result: pods([{ name: 'b' }, { name: 'a' }]),
  },
  {
    why: 'a volume changes its source: retainKeys clears the other',
    object: pods([], { volumes: [{ name: 'v', emptyDir: {} }] }),
    patch: pods([], { volumes: [{ name: 'v', secret: { secretName: 's' }, $retainKeys: ['name', 'secret'] }] }),
    result: pods([], { volumes: [{ name: 'v', secret: { secretName: 's' } }] }),
  },
  {
    why: 'tolerations are atomic',
    object: pods([], { tolerations: [{ key: 'a' }] }),
    patch: pods([], { tolerations: [{ key: 'b' }] }),
    result: pods([], { tolerations: [{ key: 'b' }] }),
  },
];

test.each(applied)('$why', ({ object, patch, result }) => {
  expect(applyStrategicPatch(object, patch, DEPLOYMENT)).toEqual(result);
});

test('ports of a Service have the port as their key, whatever the protocol', () => {
  const ports = [
    { port: 53, protocol: 'UDP' },
    { port: 53, protocol: 'TCP' },
  ];
  const patch = { spec: { ports: [{ port: 53, name: 'dns' }] } };
  expect(applyStrategicPatch({ spec: { ports } }, patch, SERVICE)).toEqual({
    spec: {
      ports: [
        { port: 53, protocol: 'UDP', name: 'dns' },
        { port: 53, protocol: 'TCP' },
      ],
    },
  });
});

test.each([
  [pods([{ image: 'x' }]), 'map: map[image:x] does not contain declared merge key: name'],
  [{ spec: { $patch: 'odd' } }, 'unknown patch type: odd in map: map[$patch:odd]'],
  [
    pods([{ name: 'main', image: 'y' }], { '$setElementOrder/containers': [{ name: 'other' }] }),
    "The order in patch list:\n[map[image:y name:main]]\n doesn't match $setElementOrder list:\n[map[name:other]]\n",
  ],
])('refuses %j', (patch, message) => {
  const attempt = (): JsonObject => applyStrategicPatch(pods([{ name: 'main' }]), patch, DEPLOYMENT);
  expect(attempt).toThrow(expect.objectContaining({ code: 'kube.server-error', message }));
});

test('the difference, applied, gives the other object', () => {
  const original = pods([{ name: 'a', env: [{ name: 'X', value: '1' }] }, { name: 'b' }], { nodeName: 'n' });
  const modified = pods([{ name: 'c' }, { name: 'a', env: [{ name: 'Y' }, { name: 'X', value: '2' }] }]);
  const patch = createStrategicPatch(original, modified, DEPLOYMENT);
  expect(applyStrategicPatch(original, patch, DEPLOYMENT)).toEqual(modified);
  expect(createStrategicPatch(original, original, DEPLOYMENT)).toEqual({});
});

test('three ways: what others set stays, what was applied before goes', () => {
  const patch = createThreeWayStrategicPatch(
    {
      original: pods([{ name: 'a', image: 'x', command: ['old'] }]),
      modified: pods([{ name: 'a', image: 'y' }]),
      current: pods([{ name: 'a', image: 'x', command: ['old'], imagePullPolicy: 'Always' }, { name: 'sidecar' }]),
    },
    DEPLOYMENT,
  );
  expect(patch).toEqual(
    pods([{ name: 'a', image: 'y', command: null }], { '$setElementOrder/containers': [{ name: 'a' }] }),
  );
});
