import { expect, test } from 'vitest';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { updateDigest } from './update-digest.ts';

const RULES = { jqTimeout: 1000, rules: [{ group: '*', kind: '*', jsonPointers: ['/status'] }] };

function digest(status: string, spec: string, resourceVersion: string): string {
  const object: KubeObject = { apiVersion: 'v1', kind: 'X', metadata: { name: 'a', resourceVersion }, spec, status };
  return updateDigest(object, RULES);
}

test('ignored fields and versions do not count, all others do', () => {
  expect(digest('a', 's', '1')).toBe(digest('b', 's', '2'));
  expect(digest('a', 's', '1')).not.toBe(digest('a', 't', '1'));
});
