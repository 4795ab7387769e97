import { afterEach, expect, test } from 'vitest';
import { renderSource } from '../render/render-source.ts';
import { attemptTask } from '../services/source/index.ts';
import { namedMap, renderTask, taskObjects } from '../testkit/render-tasks.ts';
import { RenderThread, type SessionParts } from './render-thread.ts';

const LIMITS = { memory: 200, time: 20_000 };
const OBJECTS = taskObjects({ 'a.yaml': namedMap('a') });

let thread: RenderThread | undefined;
afterEach(() => thread?.end());

function open(onEnd: () => void = () => undefined): RenderThread {
  thread = new RenderThread(LIMITS, onEnd);
  return thread;
}

function session(id: number, more: Partial<SessionParts> = {}): SessionParts {
  return { id, task: renderTask(), signal: new AbortController().signal, left: LIMITS.time, ...more };
}

test('it holds what it was given of a few renders, knows what it has seen of any, and uses up their time', async () => {
  const it = open();
  await it.ready;
  const first = session(1);
  expect(await it.attempt(first, OBJECTS)).toEqual(attemptTask(renderTask(), OBJECTS, renderSource));
  expect([it.holds(1), it.knows(OBJECTS), it.knows(taskObjects({ 'b.yaml': namedMap('b') }))]).toEqual([true, 2, 1]);
  expect(first.left).toBeLessThan(LIMITS.time);
  for (const id of [2, 3, 4, 5]) await it.attempt(session(id), OBJECTS);
  expect([1, 2, 3, 4, 5].map((id) => it.holds(id))).toEqual([false, true, true, true, true]);
  it.forget(5);
  expect([it.holds(5), it.hasEnded]).toEqual([false, false]);
}, 30_000);

test('who no longer waits, and a render without time left, end the thread and are told why', async () => {
  const ends: string[] = [];
  const aborted = open(() => ends.push('aborted'));
  const stopped = AbortSignal.abort('stopped');
  await expect(aborted.attempt(session(1, { signal: stopped }), OBJECTS)).rejects.toBe('stopped');
  expect(aborted.hasEnded).toBe(true);
  await expect(aborted.attempt(session(2), OBJECTS)).rejects.toMatchObject({ code: 'source.render-crashed' });
  const late = open(() => ends.push('late'));
  await expect(late.attempt(session(1, { left: 0 }), OBJECTS)).rejects.toMatchObject({
    code: 'source.render-too-slow',
  });
  // Each thread ends when it ends.
  await expect.poll(() => ends.toSorted()).toEqual(['aborted', 'late']);
}, 30_000);
