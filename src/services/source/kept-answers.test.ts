import { expect, test } from 'vitest';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { KeptAnswers } from './kept-answers.ts';

test('the oldest answers go where all together are larger than the budget', async () => {
  const answers = new KeptAnswers<string>(new FakeClock(), { bytesOf: (text) => text.length, budget: 10 });
  let asked = 0;
  const get = async (key: string, value: string) => {
    asked = 0;
    await answers.get(key, 1000, async () => {
      asked += 1;
      return value;
    });
    return asked;
  };
  expect([await get('a', '12345'), await get('b', '12345'), await get('a', '')]).toEqual([1, 1, 0]);
  expect([await get('c', '1'), await get('b', ''), await get('a', '12345')]).toEqual([1, 0, 1]);
  expect([await get('large', '12345678901'), await get('large', '1'), await get('large', '')]).toEqual([1, 1, 0]);
});
