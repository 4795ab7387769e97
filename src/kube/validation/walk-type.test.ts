import { expect, test } from 'vitest';
import type { Json } from '../../base/json-value.ts';
import { typeCauses } from './walk-type.ts';

const CASES: readonly { reason: string; type: string; value: Json; causes: readonly string[] }[] = [
  {
    reason: 'a selector of nodes has terms',
    type: 'core/v1.NodeSelector',
    value: { nodeSelectorTerms: [] },
    causes: ['at.nodeSelectorTerms'],
  },
  {
    reason: 'rules of what is inside are asked with their places',
    type: 'core/v1.NodeSelector',
    value: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'Odd' }] }] },
    causes: ['at.nodeSelectorTerms[0].matchExpressions[0].operator'],
  },
  { reason: 'what is no struct is not looked at', type: 'core/v1.NodeSelector', value: 'x', causes: [] },
  { reason: 'an unknown type has no rules', type: 'core/v1.Nothing', value: {}, causes: [] },
];

test.each(CASES)('$reason', ({ type, value, causes }) => {
  expect(typeCauses(value, type, { path: 'at', object: {} }).map(({ field }) => field)).toEqual(causes);
});
