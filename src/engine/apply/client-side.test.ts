import { expect, test } from 'vitest';
import { BUILTIN_SCHEMAS } from '../../kube/merge-schema/builtin-schema.ts';
import { planApply } from './client-side.ts';
import { LAST_APPLIED_ANNOTATION } from './last-applied.ts';

test('an object is created without the members that are null, which are noted as applied all the same', () => {
  const target = {
    apiVersion: 'example.com/v1',
    kind: 'Gate',
    metadata: { name: 'g', namespace: 'n' },
    spec: { a: null, b: { c: null }, l: [null, { x: null, z: 1 }, [null, 2]], e: {}, m: [] },
  };
  const noted =
    '{"apiVersion":"example.com/v1","kind":"Gate","metadata":{"annotations":{},"name":"g","namespace":"n"},' +
    '"spec":{"a":null,"b":{"c":null},"e":{},"l":[null,{"x":null,"z":1},[null,2]],"m":[]}}\n';
  expect(planApply(target, undefined, BUILTIN_SCHEMAS)).toEqual({
    kind: 'create',
    object: {
      apiVersion: 'example.com/v1',
      kind: 'Gate',
      metadata: { name: 'g', namespace: 'n', annotations: { [LAST_APPLIED_ANNOTATION]: noted } },
      spec: { b: {}, l: [null, { z: 1 }, [null, 2]], e: {}, m: [] },
    },
  });
});
