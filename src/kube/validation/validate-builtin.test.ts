import { expect, test } from 'vitest';
import type { JsonObject } from '../../base/json-value.ts';
import { decodeTyped } from '../builtin/decode.ts';
import { structOfKind } from '../builtin/type-table.ts';
import { setDefaults } from '../defaults/set-defaults.ts';
import { invalidFault } from './invalid-fault.ts';
import { validateBuiltin, validateBuiltinUpdate } from './validate-builtin.ts';

function read(object: JsonObject): JsonObject {
  const struct = structOfKind(String(object['apiVersion']), String(object['kind']));
  if (struct === undefined) throw new Error('not built in');
  return setDefaults(decodeTyped(object, struct).object, struct);
}

function deployment(spec: JsonObject, labels: JsonObject = { app: 'a' }): JsonObject {
  return read({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      selector: { matchLabels: { app: 'a' } },
      template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'x' }] } },
      ...spec,
    },
  });
}

test('a valid object has nothing wrong', () => {
  expect(validateBuiltin(deployment({}))).toEqual([]);
  expect(validateBuiltinUpdate(deployment({ replicas: 3 }), deployment({}))).toEqual([]);
});

const wrong: readonly { why: string; object: JsonObject; causes: readonly string[] }[] = [
  {
    why: 'negative replicas',
    object: deployment({ replicas: -1 }),
    causes: ['spec.replicas: Invalid value: -1: must be greater than or equal to 0'],
  },
  {
    why: 'a selector of other pods',
    object: deployment({}, { app: 'b' }),
    causes: ['spec.template.metadata.labels: Invalid value: {"app":"b"}: `selector` does not match template `labels`'],
  },
  {
    why: 'no containers',
    object: deployment({ template: { metadata: { labels: { app: 'a' } }, spec: {} } }),
    causes: ['spec.template.spec.containers: Required value'],
  },
  {
    why: 'an unknown word',
    object: read({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'a' },
      spec: { type: 'Odd', ports: [{ port: 80 }] },
    }),
    causes: [
      'spec.type: Unsupported value: "Odd": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"',
    ],
  },
  {
    why: 'a port that there is not, defaulted to twice',
    object: read({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' }, spec: { ports: [{ port: 800_000 }] } }),
    causes: ['port', 'targetPort'].map(
      (name) => `spec.ports[0].${name}: Invalid value: 800000: must be between 1 and 65535, inclusive`,
    ),
  },
  {
    why: 'no name',
    object: read({ apiVersion: 'v1', kind: 'ConfigMap' }),
    causes: ['metadata.name: Required value: name or generateName is required'],
  },
];

test.each(wrong)('$why', ({ object, causes }) => {
  expect(validateBuiltin(object).map(({ field, message }) => `${field}: ${message}`)).toEqual(causes);
});

test('the selector of a Deployment is for ever', () => {
  const other = deployment({ selector: { matchLabels: { app: 'b' } } }, { app: 'b' });
  expect(validateBuiltinUpdate(other, deployment({}))).toEqual([
    {
      field: 'spec.selector',
      message: 'Invalid value: {"matchLabels":{"app":"b"}}: field is immutable',
      reason: 'FieldValueInvalid',
    },
  ]);
});

test('a sealed ConfigMap keeps its data and its seal', () => {
  const sealed = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, immutable: true, data: { a: '1' } };
  const causes = validateBuiltinUpdate(read({ ...sealed, immutable: false, data: { a: '2' } }), read(sealed));
  expect(causes.map(({ field }) => field)).toEqual(['immutable', 'data']);
});

test('the refusal as a whole', () => {
  const cause = { field: 'spec.replicas', message: 'Invalid value: -1: no', reason: 'FieldValueInvalid' };
  const fault = invalidFault({ group: 'apps', kind: 'Deployment', name: 'web', causes: [cause] });
  expect(fault.message).toBe('Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1: no');
});
