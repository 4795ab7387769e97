import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteLru } from './byte-lru.ts';

test('what was used last stays', () => {
  const kept = new ByteLru<string>(10);
  kept.set('a', 'A', 4);
  kept.set('b', 'B', 4);
  expect(kept.get('a')).toBe('A');
  kept.set('c', 'C', 4);
  expect([kept.get('a'), kept.get('b'), kept.get('c'), kept.used]).toEqual(['A', undefined, 'C', 8]);
});

test('what alone is too large is not kept, nor what it was before', () => {
  const kept = new ByteLru<string>(10);
  kept.set('a', 'A', 4);
  kept.set('b', 'B', 4);
  kept.set('a', 'much', 11);
  expect([kept.get('a'), kept.get('b'), kept.used]).toEqual([undefined, 'B', 4]);
});

const step = fc.record({
  key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  what: fc.constantFrom('set', 'get', 'delete'),
});
const walk = fc.array(fc.tuple(step, fc.integer({ min: 0, max: 12 })), { maxLength: 60 });

test('whatever comes in whichever order, it holds what it says, and never more than it may', () => {
  fc.assert(
    fc.property(walk, (steps) => {
      const kept = new ByteLru<number>(10);
      // In the order of their last use.
      const model = new Map<string, number>();
      for (const [{ key, what }, bytes] of steps) {
        const known = model.get(key);
        model.delete(key);
        if (what === 'set') kept.set(key, bytes, bytes);
        if (what === 'delete') kept.delete(key);
        if (what === 'get') expect(kept.get(key)).toBe(known);
        if (what === 'set' && bytes <= 10) model.set(key, bytes);
        if (what === 'get' && known !== undefined) model.set(key, known);
        const sum = () => [...model.values()].reduce((all, one) => all + one, 0);
        for (const oldest of model.keys()) if (sum() > 10) model.delete(oldest);
        expect(kept.used).toBe(sum());
        expect(kept.used).toBeLessThanOrEqual(10);
      }
      for (const [key, bytes] of model) expect(kept.get(key)).toBe(bytes);
    }),
  );
});
