import { describe, expect, test } from 'vitest';
import { vocabularyOf } from './drawn-values.ts';
import { edited } from './edit.ts';
import { labelOf, validObjects } from './mistaken-objects.ts';
import { randomRequests } from './random-requests.ts';

const objects = validObjects();
const vocabulary = vocabularyOf(objects);

describe('random requests', () => {
  test('the same number gives the same requests, and another number others', () => {
    const [object = {}] = objects;
    const drawn = (seed: number) => randomRequests({ object, seed, count: 3, vocabulary });
    expect(drawn(7)).toEqual(drawn(7));
    expect(drawn(7)).not.toEqual(drawn(8));
  });

  test.each(objects.map((object) => [labelOf(object), object] as const))(
    '%s can be edited as they say',
    (_, object) => {
      for (const { edits } of randomRequests({ object, seed: 1, count: 2, vocabulary })) {
        expect(edited(object, edits)).toMatch(/^\{/);
      }
    },
  );

  test('values of valid objects are known by the names of their members', () => {
    expect(vocabularyOf([{ spec: { type: 'A', ports: [{ type: 'B' }, { type: 'A' }] } }]).get('type')).toEqual([
      'A',
      'B',
    ]);
  });
});
