import { expect, test } from 'vitest';
import { fieldRows, withFields } from './resource-fields.ts';

const POD = {
  kind: 'Pod',
  metadata: { name: 'a', labels: {} },
  spec: {
    nodeName: null,
    tolerations: ['x', ['y', 1n]],
    containers: [{ image: 'one', ports: [{ port: 80n }] }, { image: 'two' }],
  },
};

test('every leaf is a row', () => {
  expect(fieldRows(POD)).toEqual([
    ['kind', 'Pod'],
    ['metadata.name', 'a'],
    ['spec.nodeName', '<nil>'],
    ['spec.tolerations[0]', 'x'],
    ['spec.tolerations[1]', '[y 1]'],
    ['spec.containers[0].image', 'one'],
    ['spec.containers[0].ports[0].port', '80'],
    ['spec.containers[1].image', 'two'],
  ]);
});

test.each([
  ['a field', ['kind'], { kind: 'Pod' }],
  ['several, one below another', ['kind', 'metadata.name'], { kind: 'Pod', metadata: { name: 'a' } }],
  ['of the items of a list', ['spec.containers.image'], { spec: { containers: [{ image: 'one' }, { image: 'two' }] } }],
  ['of those items that have it', ['spec.containers.ports'], { spec: { containers: [{ ports: [{ port: 80n }] }] } }],
  ['of lists in lists', ['spec.containers.ports.port'], { spec: { containers: [{ ports: [{ port: 80n }] }, null] } }],
  ['what is nowhere', ['status.podIP'], {}],
  ['what is nowhere takes away what was found before, as in the original', ['kind', 'status'], {}],
  ['names that objects have by themselves', ['constructor'], {}],
])('only asked for: %s', (_reason, fields, expected) => {
  expect(withFields(POD, fields)).toEqual(expected);
});
