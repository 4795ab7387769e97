import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../base/json-value.ts';
import { withClaimVolumes } from './claim-volumes.ts';

function set(names: readonly string[], volumes?: Json): JsonObject {
  const spec = { containers: [], ...(volumes !== undefined && { volumes }) };
  const volumeClaimTemplates = names.map((name) => ({ metadata: { name }, spec: {} }));
  return { apiVersion: 'apps/v1', kind: 'StatefulSet', spec: { template: { spec }, volumeClaimTemplates } };
}

function claim(name: string): JsonObject {
  return { name, persistentVolumeClaim: { claimName: name } };
}

test.each([
  ['claims stand in front', ['a', 'b'], [{ name: 'own' }], [claim('a'), claim('b'), { name: 'own' }]],
  [
    'a claim takes the place of a volume',
    ['a'],
    [{ name: 'a', emptyDir: {} }, { name: 'b' }],
    [claim('a'), { name: 'b' }],
  ],
  ['claims of one name are one volume', ['a', 'a'], undefined, [claim('a')]],
  ['no claims', [], [{ name: 'own' }], [{ name: 'own' }]],
])('%s', (_, names, volumes, all) => {
  const object = set(names, volumes);
  const spec = object['spec'] as JsonObject;
  const expected = { ...object, spec: { ...spec, template: { spec: { containers: [], volumes: all } } } };
  expect(withClaimVolumes(object)).toEqual(expected);
});

test('other kinds have no claims', () => {
  const object = { ...set(['a']), kind: 'Deployment' };
  expect(withClaimVolumes(object)).toBe(object);
});
