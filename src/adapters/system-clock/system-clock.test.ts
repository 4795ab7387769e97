import { expect, test } from 'vitest';
import { systemClock } from './system-clock.ts';

test('a timer runs once, a cancelled one never', async () => {
  const seen: string[] = [];
  systemClock.after(1, () => seen.push('run'));
  systemClock.after(1, () => seen.push('cancelled')).cancel();
  await systemClock.sleep(15);
  expect(seen).toEqual(['run']);
});

test('a delay beyond what Node can wait for does not fire at once', async () => {
  const timer = systemClock.after(2 ** 40, () => expect.unreachable());
  await systemClock.sleep(5);
  timer.cancel();
});

test('an aborted sleep rejects with the reason', async () => {
  const stop = new AbortController();
  const sleeping = systemClock.sleep(60_000, stop.signal);
  stop.abort(new Error('stopped'));
  await expect(sleeping).rejects.toThrow('stopped');
  await expect(systemClock.sleep(1, stop.signal)).rejects.toThrow('stopped');
});
