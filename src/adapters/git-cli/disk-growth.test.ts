import { expect, test } from 'vitest';
import { DiskGrowth } from './disk-growth.ts';

const TOO_LARGE = expect.objectContaining({ code: 'git.too-large', kind: 'user' });
const TOO_MUCH = expect.objectContaining({ code: 'git.too-large', kind: 'transient' });

/** Mirrors with so many bytes, the longest unused first, of which those may be emptied that do not grow. */
function open(mirrors: Record<string, number>, { limit = 10, budget = 20 } = {}) {
  const emptied: string[] = [];
  const growth: DiskGrowth = new DiskGrowth({
    limit,
    budget,
    stored: (folder) =>
      folder === undefined ? Object.values(mirrors).reduce((sum, bytes) => sum + bytes, 0) : (mirrors[folder] ?? 0),
    async emptyOldest() {
      const name = Object.keys(mirrors).find((one) => (mirrors[one] ?? 0) > 0 && growth.count(one) === 0);
      await Promise.resolve();
      if (name === undefined) return false;
      mirrors[name] = 0;
      emptied.push(name);
      return true;
    },
  });
  return { emptied, growth, begin: (folder: string) => growth.begin({ folder, url: `https://${folder}` }) };
}

test('a mirror may become as large as one may be, with what it had and all that comes at once, and no larger', async () => {
  const { begin } = open({ a: 4 });
  using one = begin('a');
  using other = begin('a');
  await one.add(3);
  await other.add(3);
  await expect(other.add(1)).rejects.toEqual(TOO_LARGE);
  expect([one.signal.aborted, other.signal.aborted]).toEqual([false, true]);
  await expect(other.add(0)).rejects.toEqual(TOO_LARGE);
});

test('for room the longest unused are emptied, as many as it takes, and none that grows', async () => {
  const { begin, emptied } = open({ a: 5, b: 5, c: 5, d: 5 });
  using _busy = begin('a');
  using growing = begin('e');
  await growing.add(6);
  expect(emptied).toEqual(['b', 'c']);
});

test('many that grow at once and nothing to empty: the largest is ended, the others go on when it is over', async () => {
  const { begin, growth } = open({});
  const [small, large, middle] = [begin('small'), begin('large'), begin('middle')];
  await small.add(3);
  await large.add(9);
  await middle.add(8);
  let isThere = false;
  const waiting = small.add(4).then(() => {
    isThere = true;
  });
  await expect.poll(() => large.signal.aborted).toBe(true);
  expect([large.signal.reason, isThere]).toEqual([TOO_MUCH, false]);
  large[Symbol.dispose]();
  await waiting;
  expect([growth.bytes, small.signal.aborted, middle.signal.aborted]).toEqual([15, false, false]);
  for (const one of [small, middle]) one[Symbol.dispose]();
  expect(growth.bytes).toBe(0);
});

test('the largest may be the one that asks', async () => {
  const { begin } = open({});
  using one = begin('one');
  using other = begin('other');
  using third = begin('third');
  await one.add(7);
  await other.add(7);
  await expect(third.add(9)).rejects.toEqual(TOO_MUCH);
});

test('where nothing may be emptied, one at a time may still become as large as one may be', async () => {
  const growth = new DiskGrowth({
    limit: 10,
    budget: 20,
    stored: (name) => (name === undefined ? 18 : 0),
    emptyOldest: async () => false,
  });
  using one = growth.begin({ folder: 'one', url: '' });
  await one.add(9);
  const other = growth.begin({ folder: 'other', url: '' });
  await expect(other.add(9.5)).rejects.toEqual(TOO_MUCH);
  const waiting = one.add(1);
  other[Symbol.dispose]();
  await waiting;
  await expect(one.add(1)).rejects.toEqual(TOO_LARGE);
});

test('what was measured counts from what the mirror had', async () => {
  const { begin, growth } = open({ a: 4 });
  using growing = begin('a');
  await growing.measured(9);
  expect([growth.bytes, growing.bytes]).toEqual([5, 5]);
  await growing.measured(3);
  expect(growth.bytes).toBe(0);
  await expect(growing.measured(11)).rejects.toEqual(TOO_LARGE);
});

test('what is under way never takes more than all may take, whoever comes in which order', async () => {
  const { begin, growth, emptied } = open({ a: 6, b: 6 }, { budget: 40 });
  const most: number[] = [];
  const transfers = Array.from({ length: 12 }, async (_, index) => {
    using mine = begin(`g${index}`);
    for (let step = 0; step < 9; step += 1) {
      await mine.add(1);
      most.push(growth.bytes);
      await Promise.resolve();
    }
  });
  const outcomes = await Promise.allSettled(transfers);
  // What has been added and waits for its room is not on the disk: one byte of each.
  expect(Math.max(...most)).toBeLessThanOrEqual(40 + transfers.length);
  expect(emptied).toEqual(['a', 'b']);
  expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(2);
});
