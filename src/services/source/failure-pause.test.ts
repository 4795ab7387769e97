import { expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { FailurePause, type PauseLimits, USUAL_PAUSE } from './failure-pause.ts';

const HOUR = 3_600_000;
const FAULT = new AppError({ code: 'git.missing-object', kind: 'transient', message: 'gone' });

function failedTimes(times: number, limits?: Partial<PauseLimits>) {
  const clock = new FakeClock();
  const pause = new FailurePause(clock, { ...USUAL_PAUSE, ...limits });
  for (let at = 0; at < times; at += 1) pause.failed('key', FAULT);
  return { clock, pause };
}

test.each<[string, number, Partial<PauseLimits>, boolean]>([
  ['two failures are none', 2, {}, false],
  ['three are a pause', 3, {}, true],
  ['as many as the operator says', 4, { attempts: 5 }, false],
  ['one, where the operator says so', 1, { attempts: 1 }, true],
  ['never, where the operator says so', 100, { attempts: 0 }, false],
])('%s', (_reason, times, limits, isPaused) => {
  const { pause } = failedTimes(times, limits);
  expect(pause.paused('key')).toBe(isPaused ? FAULT : undefined);
  expect(pause.paused('another')).toBeUndefined();
});

test('a pause ends after an hour, and what fails then has three tries again', async () => {
  const { clock, pause } = failedTimes(3);
  await clock.advance(HOUR - 1);
  expect(pause.paused('key')).toBe(FAULT);
  await clock.advance(1);
  expect(pause.paused('key')).toBeUndefined();
  pause.failed('key', FAULT);
  expect(pause.paused('key')).toBeUndefined();
});

test('a pause ends after so many answers from memory', () => {
  const { pause } = failedTimes(3, { answers: 2 });
  expect([1, 2, 3].map(() => pause.paused('key'))).toEqual([FAULT, FAULT, undefined]);
});

test('without a time it lasts', async () => {
  const { clock, pause } = failedTimes(3, { time: 0 });
  await clock.advance(100 * HOUR);
  expect(pause.paused('key')).toBe(FAULT);
});

test('what was costly is not tried again; a success forgets all', () => {
  const { pause } = failedTimes(0, { attempts: 10 });
  pause.failed('key', FAULT, { atOnce: true });
  expect(pause.paused('key')).toBe(FAULT);
  pause.succeeded('key');
  expect(pause.paused('key')).toBeUndefined();
});
