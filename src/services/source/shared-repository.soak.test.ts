import { expect, test } from 'vitest';
import { changeOne } from '../../testkit/shared-repository.ts';

test('1,000 Applications of one repository of 10,000 files: a commit that touches one is one question, one fetch, one render', async () => {
  expect(await changeOne(1_000)).toEqual({
    first: { questions: 1, fetches: 1, renders: 1_000 },
    after: { questions: 1, fetches: 1, renders: 1 },
    idle: { questions: 0, fetches: 0, renders: 0 },
    isTheOne: true,
  });
}, 120_000);
