import { expect, test } from 'vitest';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { createQueue, type WorkQueue } from './queue.ts';
import { createTimerWheel } from './timer-wheel.ts';

function gate(): { readonly promise: Promise<void>; open(): void } {
  let open = () => {};
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open: () => open() };
}

test('a key runs in one place at a time, and again for what came while it ran', async () => {
  const clock = new FakeClock();
  const first = gate();
  const runs: string[] = [];
  const queue = createQueue({
    work: async (key) => {
      runs.push(key);
      if (runs.length === 1) await first.promise;
    },
    parallelism: 4,
    clock,
    onFault: () => {},
  });
  queue.add('a');
  queue.add('a');
  await clock.advance(0);
  queue.add('a');
  queue.add('a');
  queue.add('b');
  await clock.advance(0);
  expect(runs).toEqual(['a', 'b']);
  first.open();
  await clock.advance(0);
  expect(runs).toEqual(['a', 'b', 'a']);
  expect(queue.size).toBe(0);
});

test('no more keys run than allowed', async () => {
  const clock = new FakeClock();
  const gates = [gate(), gate(), gate()];
  let running = 0;
  const queue = createQueue({
    work: async (key) => {
      running += 1;
      await gates[Number(key)]?.promise;
    },
    parallelism: 2,
    clock,
    onFault: () => {},
  });
  for (const key of ['0', '1', '2']) queue.add(key);
  await clock.advance(0);
  expect(running).toBe(2);
  gates[0]?.open();
  await clock.advance(0);
  expect(running).toBe(3);
});

test('a throw is repeated with growing pauses, which a good run resets', async () => {
  const clock = new FakeClock();
  const pauses: number[] = [];
  const runs: number[] = [];
  let broken = true;
  const queue = createQueue({
    work: async () => {
      runs.push(clock.monotonic());
      if (broken) throw new Error('no');
    },
    parallelism: 1,
    clock,
    onFault: (_key, _error, pause) => pauses.push(pause),
  });
  queue.add('a');
  await clock.advance(3_000);
  broken = false;
  await clock.advance(10_000);
  broken = true;
  queue.add('a');
  await clock.advance(0);
  expect(runs).toEqual([0, 1_000, 3_000, 7_000, 13_000]);
  expect(pauses).toEqual([1_000, 2_000, 4_000, 1_000]);
});

test('the earliest wish of a key counts; one timer serves all', async () => {
  const clock = new FakeClock();
  const woken: string[] = [];
  const wheel = createTimerWheel(clock, (key) => woken.push(`${key}@${clock.monotonic()}`));
  wheel.wake('a', clock.now() + 5_000);
  wheel.wake('a', clock.now() + 2_000);
  wheel.wake('a', clock.now() + 9_000);
  wheel.wake('b', clock.now() + 200_000);
  wheel.wake('c', clock.now() + 1_000);
  wheel.cancel('c');
  expect(clock.pendingTimers).toBe(1);
  await clock.advance(300_000);
  expect(woken).toEqual(['a@2000', 'b@200000']);
  expect(clock.pendingTimers).toBe(0);
});

test('keys that wait for what does not answer lend their places', async () => {
  const clock = new FakeClock();
  const hanging = gate();
  const runs: string[] = [];
  const queue = createQueue({
    work: async (key, { outside }) => {
      runs.push(key);
      await outside(async () => {
        if (key.startsWith('hang')) await hanging.promise;
      });
    },
    parallelism: 2,
    clock,
    onFault: () => {},
  });
  const hung = Array.from({ length: 30 }, (_, index) => `hang-${index}`);
  for (const key of [...hung, 'good']) queue.add(key);
  await clock.advance(0);
  expect(runs).toEqual(['hang-0', 'hang-1']);
  await clock.advance(1_000);
  expect(runs).toHaveLength(4);
  await clock.advance(20_000);
  // Ten times the places at most: who waits must not take all memory.
  expect(runs).toEqual(hung.slice(0, 20));
  hanging.open();
  await clock.advance(0);
  expect(runs.at(-1)).toBe('good');
});

test('groups take turns, and what one of them waits for outside takes the places of no other', async () => {
  const clock = new FakeClock();
  const hanging = gate();
  const runs: string[] = [];
  const queue = createQueue({
    work: async (key, { outside }) => {
      runs.push(key);
      await outside(async () => {
        if (key.startsWith('hang')) await hanging.promise;
      });
    },
    parallelism: 2,
    clock,
    groupOf: (key) => ({ project: key.includes('other') ? 'other' : 'one', repository: key.split('-')[0] ?? '' }),
    onFault: () => {},
  });
  for (const key of ['hang-0', 'hang-1', 'hang-2', 'hang-3', 'hang-4', 'good-0', 'good-1', 'other-0']) queue.add(key);
  await clock.advance(0);
  expect(runs).toEqual(['hang-0', 'hang-1']);
  await clock.advance(1_000);
  expect(runs.slice(2, 4)).toEqual(['other-0', 'good-0']);
  await clock.advance(60_000);
  expect(runs.filter((key) => !key.startsWith('hang'))).toEqual(['other-0', 'good-0', 'good-1']);
  expect(runs).toHaveLength(6);
  hanging.open();
  await clock.advance(0);
  expect(runs).toHaveLength(8);
});

test.each([
  ['forgotten', (queue: WorkQueue) => queue.forget('a'), ['a']],
  ['restarted', (queue: WorkQueue) => queue.restart('a'), ['a', 'a']],
  ['stopped', (queue: WorkQueue) => void queue.stop(), ['a']],
])('a run is told when it is %s, and to end because of that is no fault', async (_what, act, expected) => {
  const clock = new FakeClock();
  const runs: string[] = [];
  const faults: unknown[] = [];
  const queue = createQueue({
    work: async (key, { signal }) => {
      runs.push(key);
      if (runs.length > 1) return;
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    },
    parallelism: 1,
    clock,
    onFault: (_key, error) => faults.push(error),
  });
  queue.add('a');
  await clock.advance(0);
  act(queue);
  await clock.advance(10_000);
  expect({ runs, faults, left: queue.size }).toEqual({ runs: expected, faults: [], left: 0 });
});
