import { expect, test } from 'vitest';
import { cacheContract } from '../../testkit/contracts/cache.contract.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { createMemoryCache } from './memory-cache.ts';

cacheContract('memory', async () => {
  const clock = new FakeClock();
  return {
    port: createMemoryCache({ budget: 2 * 1024 * 1024, clock }),
    pass: (milliseconds) => clock.advance(milliseconds),
    [Symbol.asyncDispose]: async () => undefined,
  };
});

test('what was not used for longest goes first, and what alone is too large is not kept', async () => {
  const port = createMemoryCache({ budget: 3000, clock: new FakeClock() });
  for (const key of ['a', 'b', 'c']) await port.set(key, new Uint8Array(700));
  await port.get('a');
  await port.set('d', new Uint8Array(700));
  const kept = await Promise.all(['a', 'b', 'c', 'd'].map(async (key) => (await port.get(key)) !== undefined));
  expect(kept).toEqual([true, false, true, true]);
  await port.set('large', new Uint8Array(5000));
  expect(await port.get('large')).toBeUndefined();
  expect(await port.get('a')).toBeDefined();
});
