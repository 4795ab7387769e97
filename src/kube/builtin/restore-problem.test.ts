import { expect, test } from 'vitest';
import type { JsonObject } from '../../base/json-value.ts';
import { restoreProblem } from './restore-problem.ts';
import { structOfKind } from './type-table.ts';

/** As a server of version 1.35 answered to strategic patches with these members. */
test.each<readonly [string, JsonObject, string | undefined]>([
  ['a text for a count', { spec: { replicas: 'a' } }, 'unrecognized type: int32'],
  ['a fraction for a count', { spec: { replicas: 1.5 } }, 'cannot convert float64 to int32'],
  ['a number for a text', { metadata: { labels: { a: 3 } } }, 'cannot convert int64 to string'],
  ['a truth for a text', { metadata: { labels: { a: true } } }, 'unrecognized type: string'],
  ['a list for a map', { metadata: { labels: ['x'] } }, 'cannot restore map from slice'],
  ['a list for members', { metadata: [] }, 'cannot restore struct from: slice'],
  ['a text for a list', { metadata: { finalizers: 'x' } }, 'cannot restore slice from string'],
  [
    'a number for a time',
    { metadata: { creationTimestamp: 5 } },
    'json: cannot unmarshal number into Go value of type string',
  ],
  [
    'a truth for a number or text',
    { spec: { strategy: { rollingUpdate: { maxSurge: true } } } },
    'json: cannot unmarshal bool into Go value of type int32',
  ],
  ['what fits', { spec: { replicas: 3, paused: true } }, undefined],
])('%s', (_, object, problem) => {
  const struct = structOfKind('apps/v1', 'Deployment');
  expect(struct && restoreProblem(object, struct)).toBe(problem);
});
