import { expect, test } from 'vitest';
import { SharedWish } from './shared-wish.ts';

function endless() {
  return new Promise<string>(() => undefined);
}

test('the work ends when the last who waits for it leaves, each with its own reason', async () => {
  const wish = new SharedWish();
  const [one, other] = [new AbortController(), new AbortController()];
  const work = endless();
  const waits = [wish.join(work, one.signal, undefined), wish.join(work, other.signal, undefined)];
  one.abort('first');
  await expect(waits[0]).rejects.toBe('first');
  expect(wish.signal.aborted).toBe(false);
  other.abort('second');
  await expect(waits[1]).rejects.toBe('second');
  expect([wish.signal.aborted, wish.overtaken.aborted]).toEqual([true, true]);
});

test('somebody without a signal waits to the end', async () => {
  const wish = new SharedWish();
  const one = new AbortController();
  const { promise, resolve } = Promise.withResolvers<string>();
  const waits = [wish.join(promise, one.signal, undefined), wish.join(promise, undefined, undefined)];
  one.abort('gone');
  resolve('done');
  await expect(waits[0]).rejects.toBe('gone');
  expect(await waits[1]).toBe('done');
  expect(wish.signal.aborted).toBe(false);
});

test('work is overtaken when all who want it are, and what then is not begun has the reason of each', async () => {
  const wish = new SharedWish();
  const [one, other] = [new AbortController(), new AbortController()];
  const { promise, reject } = Promise.withResolvers<string>();
  wish.overtaken.addEventListener('abort', () => reject(wish.overtaken.reason));
  const waits = [wish.join(promise, undefined, one.signal), wish.join(promise, undefined, other.signal)];
  one.abort('newer');
  expect(wish.overtaken.aborted).toBe(false);
  other.abort('newest');
  await expect(waits[0]).rejects.toBe('newer');
  await expect(waits[1]).rejects.toBe('newest');
  expect(wish.signal.aborted).toBe(false);
});

test('signals that aborted before count', async () => {
  const wish = new SharedWish();
  await expect(wish.join(endless(), AbortSignal.abort('late'), undefined)).rejects.toBe('late');
  expect(wish.signal.aborted).toBe(true);
});
