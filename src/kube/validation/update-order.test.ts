import { expect, test } from 'vitest';
import type { JsonObject } from '../../base/json-value.ts';
import { invalid } from './causes.ts';
import { orderedCauses } from './update-order.ts';

const METADATA: JsonObject = { name: 'a', labels: { a: 'Bad Value!' }, finalizers: ['x'] };

/** What is told of an object with a wrong label, a finalizer of no domain, a wrong field and a forbidden change. */
function toldOf(apiVersion: string, kind: string): readonly string[] {
  const object = { apiVersion, kind, metadata: METADATA };
  const parts = {
    own: [invalid('own', 1, '')],
    content: [invalid('content', 1, '')],
    changes: [invalid('change', 1, '')],
  };
  return orderedCauses(object, { ...object }, parts).map(({ field }) => field.replace('metadata.', ''));
}

const MARKS = ['labels', 'finalizers[0]'];

test.each<readonly [why: string, kind: readonly [string, string], told: readonly string[]]>([
  ['most kinds: metadata once, then all else', ['apps/v1', 'Deployment'], [...MARKS, 'content', 'change']],
  ['as a change and as a new one', ['v1', 'Pod'], [...MARKS, ...MARKS, 'content', 'change']],
  ['as a new one and as a change', ['v1', 'Node'], [...MARKS, 'content', ...MARKS, 'change']],
  ['what may not change comes first', ['v1', 'Secret'], [...MARKS, 'change', ...MARKS, 'content']],
  ['as a new one twice', ['v1', 'PersistentVolume'], [...MARKS, 'content', ...MARKS, 'content', 'change']],
  ['content alone', ['policy/v1', 'PodDisruptionBudget'], ['content', 'change']],
  ['a selector that is judged once', ['batch/v1', 'Job'], [...MARKS, 'own', 'content', ...MARKS, 'content', 'change']],
])('%s', (_, [apiVersion, kind], told) => {
  expect(toldOf(apiVersion, kind)).toEqual(told);
});
