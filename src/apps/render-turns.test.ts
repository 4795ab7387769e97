import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { withSignal } from '../base/with-signal.ts';
import { RenderTurns } from './render-turns.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** Pieces by name `project/repository/…`, each running until it is ended. */
function stage(limits = { places: 2, slow: 2, patience: 1000 }) {
  const turns = new RenderTurns(limits);
  const order: string[] = [];
  const running = new Map<string, () => void>();
  const never = new AbortController().signal;
  const want = (name: string, signal = never) => {
    const [project = '', repository = ''] = name.split('/');
    return turns.with({ project, repository }, signal, async ({ ending, begin }) => {
      begin();
      order.push(name);
      try {
        await withSignal(new Promise<void>((resolve) => running.set(name, resolve)), ending);
      } finally {
        running.delete(name);
      }
    });
  };
  const settle = () => vi.advanceTimersByTimeAsync(0);
  return {
    turns,
    order,
    want,
    async wantAll(...names: string[]) {
      for (const name of names) void want(name);
      await settle();
    },
    async end(name: string) {
      running.get(name)?.();
      await settle();
    },
    running: () => [...running.keys()],
  };
}

test('projects take turns, then repositories, then whoever came first', async () => {
  const { order, wantAll, end } = stage({ places: 1, slow: 1, patience: 1000 });
  await wantAll('p/a/1', 'p/a/2', 'p/a/3', 'p/b/1', 'q/c/1', 'q/c/2');
  for (let at = 0; at < 6; at += 1) await end(order[at] ?? '');
  expect(order).toEqual(['p/a/1', 'q/c/1', 'p/b/1', 'q/c/2', 'p/a/2', 'p/a/3']);
});

test('what takes long goes on beside the others, who wait no longer than patience lasts', async () => {
  const { order, wantAll, running } = stage();
  await wantAll('p/hostile/1', 'p/hostile/2', 'p/hostile/3', 'q/good/1');
  expect(running()).toEqual(['p/hostile/1', 'p/hostile/2']);
  await vi.advanceTimersByTimeAsync(1000);
  expect(order).toEqual(['p/hostile/1', 'p/hostile/2', 'q/good/1', 'p/hostile/3']);
});

test('a repository that is known to take long leaves a place to whoever comes next', async () => {
  const { wantAll, end, running } = stage();
  await wantAll('p/slow/1', 'p/slow/2');
  await vi.advanceTimersByTimeAsync(1000);
  await end('p/slow/1');
  await wantAll('p/slow/3', 'p/slow/4');
  expect(running()).toEqual(['p/slow/2', 'p/slow/3']);
  await wantAll('q/good/1');
  expect(running()).toEqual(['p/slow/2', 'p/slow/3', 'q/good/1']);
  await end('q/good/1');
  await end('p/slow/2');
  expect(running()).toEqual(['p/slow/3', 'p/slow/4']);
});

test('whoever leaves the queue is not begun, and the others move up', async () => {
  const { turns, wantAll, want, end, running } = stage({ places: 1, slow: 1, patience: 1000 });
  await wantAll('p/a/1');
  const leaving = new AbortController();
  const left = want('p/a/2', leaving.signal);
  await wantAll('p/a/3');
  expect(turns.waiting).toBe(2);
  leaving.abort('no more');
  await expect(left).rejects.toBe('no more');
  expect(turns.waiting).toBe(1);
  await end('p/a/1');
  expect(running()).toEqual(['p/a/3']);
  await expect(want('p/a/4', leaving.signal)).rejects.toBe('no more');
});

test('work that fails gives its place back', async () => {
  const { turns, wantAll, running } = stage({ places: 1, slow: 1, patience: 1000 });
  const wish = { project: 'p', repository: 'a' };
  await expect(turns.with(wish, new AbortController().signal, () => Promise.reject(new Error('no')))).rejects.toThrow();
  await wantAll('p/a/1');
  expect(running()).toEqual(['p/a/1']);
});

test('where there is no room beside the others, what runs longest is ended for them, and begins anew when there is', async () => {
  const { order, wantAll, end, running } = stage({ places: 1, slow: 1, patience: 1000 });
  await wantAll('p/a/1', 'p/b/1', 'p/c/1');
  await vi.advanceTimersByTimeAsync(1000);
  expect(running()).toEqual(['p/a/1', 'p/b/1']);
  // The room beside the others is full now: the first gives it to the second, and its place goes to the third.
  await vi.advanceTimersByTimeAsync(1000);
  expect(running()).toEqual(['p/b/1', 'p/c/1']);
  await end('p/c/1');
  // What was ended waits for room beside the others, where it is not ended a second time.
  expect(running()).toEqual(['p/b/1']);
  await end('p/b/1');
  expect(running()).toEqual(['p/a/1']);
  await vi.advanceTimersByTimeAsync(5000);
  await wantAll('q/d/1', 'q/e/1');
  await vi.advanceTimersByTimeAsync(1000);
  expect(running()).toEqual(['p/a/1', 'q/e/1']);
  await end('q/e/1');
  await end('p/a/1');
  expect(running()).toEqual(['q/d/1']);
  expect(order).toEqual(['p/a/1', 'p/b/1', 'p/c/1', 'p/a/1', 'q/d/1', 'q/e/1', 'q/d/1']);
});

test('nothing is ended for another piece of a repository that takes long', async () => {
  const { wantAll, running } = stage({ places: 1, slow: 1, patience: 1000 });
  await wantAll('p/a/1', 'p/a/2', 'p/a/3');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(running()).toEqual(['p/a/1', 'p/a/2']);
  await wantAll('q/b/1');
  expect(running()).toEqual(['p/a/2', 'q/b/1']);
});

test('what has its place and is not at work yet is not ended', async () => {
  const turns = new RenderTurns({ places: 1, slow: 1, patience: 1000 });
  const never = new AbortController().signal;
  const order: string[] = [];
  for (const repository of ['a', 'b', 'c']) {
    void turns.with({ project: 'p', repository }, never, async () => {
      order.push(repository);
      await new Promise(() => undefined);
    });
  }
  await vi.advanceTimersByTimeAsync(60_000);
  // The first has moved aside.
  expect([order, turns.waiting]).toEqual([['a', 'b'], 1]);
});

test('what takes long keeps its place while nobody else wants it', async () => {
  const { wantAll, running } = stage({ places: 1, slow: 1, patience: 1000 });
  await wantAll('p/a/1', 'p/b/1');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(running()).toEqual(['p/a/1', 'p/b/1']);
});
