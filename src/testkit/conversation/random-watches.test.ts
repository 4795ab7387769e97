import { expect, test } from 'vitest';
import { kubeliteTarget } from './kubelite-target.ts';
import { randomWatches } from './random-watches.ts';
import { talk } from './talk.ts';

test('a number stands for one conversation, in which much is told', async () => {
  const conversation = randomWatches({ seed: 7, rounds: 3 });
  expect(randomWatches({ seed: 7, rounds: 3 })).toEqual(conversation);
  expect(randomWatches({ seed: 8, rounds: 3 })).not.toEqual(conversation);
  const answers = await talk(kubeliteTarget(), conversation);
  const watches = answers.filter(({ step }) => step.includes('watch=true'));
  expect(watches.map(({ code }) => code)).toEqual(watches.map(() => 200));
  const told = watches.map(({ body }) => JSON.stringify(body)).join('\n');
  expect(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK'].filter((type) => told.includes(`"type":"${type}"`))).toEqual([
    'ADDED',
    'MODIFIED',
    'DELETED',
    'BOOKMARK',
  ]);
});
