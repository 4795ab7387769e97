import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { withKnownTypes } from './known-type-fields.ts';

function gate(spec: Json): KubeObject {
  return { apiVersion: 'example.com/v1', kind: 'Gate', metadata: { name: 'one' }, spec: spec as JsonObject };
}

const REQUESTS = { resources: { requests: { cpu: '1000m', memory: '1024Mi' } } };
const CANONICAL = { resources: { requests: { cpu: '1', memory: '1Gi' } } };

const CASES: readonly (readonly [reason: string, field: string, type: string, spec: Json, expected: Json])[] = [
  ['a quantity', 'spec.size', 'core/Quantity', { size: '1000m' }, { size: '1' }],
  [
    'quantities by name',
    'spec.limits',
    'core/v1/ResourceList',
    { limits: { cpu: '1500m' } },
    { limits: { cpu: '1500m' } },
  ],
  ['quantities by name', 'spec.limits', 'core/v1/ResourceList', { limits: { cpu: '2000m' } }, { limits: { cpu: '2' } }],
  ['a duration', 'spec.every', 'meta/v1/Duration', { every: '90s' }, { every: '1m30s' }],
  [
    'a container',
    'spec.main',
    'core/v1/Container',
    { main: { name: 'a', ...REQUESTS } },
    { main: { name: 'a', ...CANONICAL } },
  ],
  ['no duration', 'spec.every', 'meta/v1/Duration', { every: '90' }, { every: '90' }],
  [
    'containers in a list',
    'spec.containers',
    'core/v1/Container',
    { containers: [{ name: 'a', ...REQUESTS }, { name: 'b' }] },
    {
      containers: [{ name: 'a', ...CANONICAL }, { name: 'b' }],
    },
  ],
  [
    'a field below the members of a list',
    'spec.groups.size',
    'core/Quantity',
    { groups: [{ size: '1024Ki' }, { other: 1 }, 'text'] },
    { groups: [{ size: '1Mi' }, { other: 1 }, 'text'] },
  ],
  ['a field that is not there', 'spec.size', 'core/Quantity', { other: 1 }, { other: 1 }],
  ['a field that is null', 'spec.size', 'core/Quantity', { size: null }, { size: null }],
  ['what does not fit the type', 'spec.size', 'core/Quantity', { size: 'large' }, { size: 'large' }],
  ['a text where there should be more below', 'spec.size.inner', 'core/Quantity', { size: 'x' }, { size: 'x' }],
  ['a type that nobody knows', 'spec.size', 'core/v1/Nothing', { size: '1000m' }, { size: '1000m' }],
  ['a type of no package', 'spec.size', 'Quantity', { size: '1000m' }, { size: '1000m' }],
  ['the name of a prototype as a type', 'spec.size', 'constructor', { size: '1000m' }, { size: '1000m' }],
  ['the name of a prototype as a field', 'spec.constructor', 'core/Quantity', { size: '1' }, { size: '1' }],
];

test.each(CASES)('%s: %s as %s', (_reason, field, type, spec, expected) => {
  const object = gate(spec);
  const before = structuredClone(object);
  expect(withKnownTypes(object, [{ field, type }])['spec']).toEqual(expected);
  expect(object).toEqual(before);
});

test('several fields of one kind, one within another', () => {
  const fields = [
    { field: 'spec.template.spec', type: 'core/v1/PodSpec' },
    { field: 'spec.template.size', type: 'core/Quantity' },
  ];
  const result = withKnownTypes(
    gate({ template: { size: '2000m', spec: { containers: [{ name: 'a', ...REQUESTS }] } } }),
    fields,
  );
  expect(result['spec']).toMatchObject({
    template: { size: '2', spec: { containers: [{ name: 'a', ...CANONICAL }] } },
  });
});
