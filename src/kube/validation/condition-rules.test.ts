import { expect, test } from 'vitest';
import type { Json } from '../../base/json-value.ts';
import { conditionsCauses } from './condition-rules.ts';

const READY = { type: 'Ready', status: 'True', reason: 'AllGood', lastTransitionTime: '2024-01-01T00:00:00Z' };

const CASES: readonly { readonly reason: string; readonly list: Json; readonly causes: readonly string[] }[] = [
  { reason: 'whole conditions are fine', list: [READY], causes: [] },
  { reason: 'each type stands once', list: [READY, READY], causes: ['[1].type: Duplicate value: "Ready"'] },
  {
    reason: 'a condition is true, false or unknown',
    list: [{ ...READY, status: 'Maybe' }],
    causes: ['[0].status: Unsupported value: "Maybe": supported values: "False", "True", "Unknown"'],
  },
  {
    reason: 'when and why are told',
    list: [{ type: 'Ready', status: 'True' }],
    causes: ['[0].lastTransitionTime: Required value', '[0].reason: Required value'],
  },
  {
    reason: 'generations are counted from zero',
    list: [{ ...READY, observedGeneration: -1 }],
    causes: ['[0].observedGeneration: Invalid value: -1: must be greater than or equal to zero'],
  },
  { reason: 'what is no list has no conditions', list: null, causes: [] },
];

test.each(CASES)('$reason', ({ list, causes }) => {
  expect(conditionsCauses(list, '').map(({ field, message }) => `${field}: ${message}`)).toEqual(causes);
});
