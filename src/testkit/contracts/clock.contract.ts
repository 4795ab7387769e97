/** What every clock does. `pass` lets so much time go by. */
import { describe, expect, test } from 'vitest';
import type { Clock } from '../../base/clock.ts';

export interface ClockCase {
  readonly clock: Clock;
  pass(milliseconds: number): Promise<void>;
}

/** Registers the tests. `open` gives a clock for each. */
export function clockContract(name: string, open: () => ClockCase): void {
  describe(`Clock: ${name}`, () => {
    test('both readings go on', async () => {
      const { clock, pass } = open();
      const before = [clock.now(), clock.monotonic()] as const;
      await pass(20);
      expect(clock.now() - before[0]).toBeGreaterThanOrEqual(19);
      expect(clock.monotonic() - before[1]).toBeGreaterThanOrEqual(19);
    });

    test('timers run once, in the order of their instants, and never before them', async () => {
      const { clock, pass } = open();
      const seen: string[] = [];
      clock.after(15, () => seen.push('late'));
      clock.after(1, () => seen.push('early'));
      clock.after(-5, () => seen.push('overdue'));
      clock.after(60_000, () => seen.push('far'));
      expect(seen).toEqual([]);
      await pass(40);
      expect([...seen].sort()).toEqual(['early', 'late', 'overdue']);
      expect(seen.at(-1)).toBe('late');
    });

    test('a cancelled timer never runs; cancelling twice, or after it ran, does nothing', async () => {
      const { clock, pass } = open();
      const seen: string[] = [];
      const cancelled = clock.after(1, () => seen.push('cancelled'));
      const run = clock.after(1, () => seen.push('run'));
      cancelled.cancel();
      cancelled.cancel();
      await pass(20);
      run.cancel();
      expect(seen).toEqual(['run']);
    });

    test('a sleep ends with its time, or with the reason of its signal', async () => {
      const { clock, pass } = open();
      const stop = new AbortController();
      const slept = clock.sleep(5).then(() => 'slept');
      const stopped = clock.sleep(60_000, stop.signal).catch((reason: unknown) => reason);
      await pass(20);
      stop.abort('stopped');
      expect(await Promise.all([slept, stopped])).toEqual(['slept', 'stopped']);
      await expect(clock.sleep(1, stop.signal)).rejects.toBe('stopped');
    });

    test('a delay longer than a month does not fire at once', async () => {
      const { clock, pass } = open();
      const timer = clock.after(2 ** 40, () => expect.unreachable());
      await pass(5);
      timer.cancel();
    });
  });
}
