import { expect, test } from 'vitest';
import { FakeClock } from './fake-clock.ts';

test('timers run in the order of their instants, then of their setting, and see their own instant', async () => {
  const clock = new FakeClock(1000);
  const seen: string[] = [];
  const note = (name: string) => () => void seen.push(`${name}@${clock.now()}`);
  clock.after(20, note('late'));
  clock.after(10, note('first'));
  clock.after(10, note('second'));
  await clock.advance(15);
  expect(seen).toEqual(['first@1010', 'second@1010']);
  expect(clock.now()).toBe(1015);
  await clock.advance(5);
  expect(seen).toEqual(['first@1010', 'second@1010', 'late@1020']);
});

test('a timer set by a due timer or by a promise it resolves runs in the same advance', async () => {
  const clock = new FakeClock(0);
  const seen: number[] = [];
  const work = async () => {
    await clock.sleep(10);
    seen.push(clock.now());
    await clock.sleep(10);
    seen.push(clock.now());
  };
  const done = work();
  await clock.advance(30);
  await done;
  expect(seen).toEqual([10, 20]);
});

test('cancelled timers and aborted sleeps leave nothing behind', async () => {
  const clock = new FakeClock();
  const stop = new AbortController();
  const sleeping = clock.sleep(100, stop.signal);
  clock.after(50, () => expect.unreachable()).cancel();
  stop.abort(new Error('stopped'));
  await expect(sleeping).rejects.toThrow('stopped');
  expect(clock.pendingTimers).toBe(0);
});
