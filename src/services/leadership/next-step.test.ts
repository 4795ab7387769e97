import { expect, test } from 'vitest';
import { newLease, readLease } from './lease-record.ts';
import { nextLeaseStep } from './next-step.ts';

const PLACE = { namespace: 'argocd', name: 'lead' };
const held = (holder: string) => readLease(newLease(PLACE, { holder, milliseconds: 30_000, now: 0 }));
const ask = { identity: 'a', seenAt: 1_000, now: 20_000, isMissing: false, isGone: (): boolean => false };

test.each([
  ['there was never one', { ...ask, record: undefined, isMissing: true }, { kind: 'create' }],
  ['it is ours', { ...ask, record: held('a') }, { kind: 'renew' }],
  ['it is ours, however late we come', { ...ask, record: held('a'), now: 9_000_000 }, { kind: 'renew' }],
  ['another has it', { ...ask, record: held('b') }, { kind: 'wait' }],
  ['another has it for one more millisecond', { ...ask, record: held('b'), now: 30_999 }, { kind: 'wait' }],
  ['another did not renew it', { ...ask, record: held('b'), now: 31_000 }, { kind: 'take', why: 'expired' }],
  ['it was given back', { ...ask, record: held('') }, { kind: 'take', why: 'given back' }],
  [
    'its holder runs no more',
    { ...ask, record: held('b'), isGone: (): boolean => true },
    { kind: 'take', why: 'its holder is gone' },
  ],
  ['ours was taken away', { ...ask, record: held('a'), isMissing: true }, { kind: 'create' }],
  [
    'that of another was taken away, who may not know yet',
    { ...ask, record: held('b'), isMissing: true },
    { kind: 'wait' },
  ],
  [
    'that of another was taken away long ago',
    { ...ask, record: held('b'), isMissing: true, now: 31_000 },
    { kind: 'create' },
  ],
] as const)('%s', (_reason, question, step) => {
  expect(nextLeaseStep(question)).toEqual(step);
});
