import { expect, test } from 'vitest';
import type { Application } from '../../api/application/fields.ts';
import { hydrationWaitsFor, NOTHING_HYDRATED } from './hydration.ts';

const hydrator = { drySource: { repoURL: 'https://git/dry', targetRevision: 'main', path: 'app' } };
const moved = { drySource: { repoURL: 'https://git/dry', targetRevision: 'main', path: 'other' } };
const done = { phase: 'Hydrated', message: '', drySHA: 'aa', sourceHydrator: hydrator };

test.each<[string, object, object | undefined, string]>([
  ['no hydrator and no hydration', {}, undefined, NOTHING_HYDRATED],
  ['a hydrator that has done nothing yet', { sourceHydrator: hydrator }, {}, 'it has not been hydrated yet'],
  [
    'one that is at work',
    { sourceHydrator: hydrator },
    { currentOperation: { ...done, phase: 'Hydrating', message: '' } },
    'its hydration is Hydrating',
  ],
  [
    'one that failed says why',
    { sourceHydrator: hydrator },
    { currentOperation: { ...done, phase: 'Failed', message: 'no such path' } },
    'no such path',
  ],
  [
    'through, but never with success',
    { sourceHydrator: hydrator },
    { currentOperation: done },
    'its last hydration is older than what it asks for',
  ],
  [
    'the last success was of another commit',
    { sourceHydrator: hydrator },
    { currentOperation: done, lastSuccessfulOperation: { drySHA: 'bb', sourceHydrator: hydrator } },
    'its last hydration is older than what it asks for',
  ],
  [
    'the last success was of another source',
    { sourceHydrator: hydrator },
    { currentOperation: done, lastSuccessfulOperation: { drySHA: 'aa', sourceHydrator: moved } },
    'its last hydration is older than what it asks for',
  ],
  [
    'through',
    { sourceHydrator: hydrator },
    { currentOperation: done, lastSuccessfulOperation: { drySHA: 'aa', sourceHydrator: hydrator } },
    '',
  ],
])('%s', (_reason, spec, sourceHydrator, sentence) => {
  expect(hydrationWaitsFor({ spec, status: { sourceHydrator } } as unknown as Application)).toBe(sentence);
});
