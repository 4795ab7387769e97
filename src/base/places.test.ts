import { expect, test } from 'vitest';
import { Places } from './places.ts';

test('so many at once, in the order in which they came, also after one that failed', async () => {
  const places = new Places(2);
  const began: number[] = [];
  const ends: ((fails: boolean) => void)[] = [];
  const all = [0, 1, 2, 3, 4].map((name) =>
    places
      .with(async () => {
        began.push(name);
        const fails = await new Promise<boolean>((resolve) => ends.push(resolve));
        if (fails) throw new Error('failed');
        return name;
      })
      .catch(() => 'failed'),
  );
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  await settle();
  expect(began).toEqual([0, 1]);
  ends[0]?.(true);
  await settle();
  expect(began).toEqual([0, 1, 2]);
  for (let at = 1; at < 5; at += 1) {
    ends[at]?.(false);
    await settle();
  }
  expect(began).toEqual([0, 1, 2, 3, 4]);
  expect(await Promise.all(all)).toEqual(['failed', 1, 2, 3, 4]);
  expect(await places.with(async () => 'free again')).toBe('free again');
});
