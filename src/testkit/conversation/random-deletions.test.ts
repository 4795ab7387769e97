import { expect, test } from 'vitest';
import { randomDeletions } from './random-deletions.ts';

test('the same number gives the same deeds, another one others; after each, every object is looked at', () => {
  const made = randomDeletions({ seed: 3, steps: 20 });
  expect(randomDeletions({ seed: 3, steps: 20 })).toEqual(made);
  expect(randomDeletions({ seed: 4, steps: 20 }).steps).not.toEqual(made.steps);
  const titles = made.steps.map(({ title }) => title);
  expect(titles.filter((title) => title === 'pause')).toHaveLength(20);
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) {
    expect(titles.filter((title) => title === `rest ${name}`)).toHaveLength(20);
  }
});
