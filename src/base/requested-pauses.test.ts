import { expect, test } from 'vitest';
import { FakeClock } from '../testkit/fake-clock.ts';
import { pauseText, RequestedPauses } from './requested-pauses.ts';

test.each<[string, string | undefined, number | undefined]>([
  ['seconds', '30', 30],
  ['a date', 'in a minute', 60],
  ['longer than anybody waits', '86400', 3600],
  ['nothing', undefined, undefined],
  ['no time', '0', undefined],
  ['a date that is over', 'a minute ago', undefined],
  ['no sense', 'soon', undefined],
])('%s', (_reason, wanted, expected) => {
  const clock = new FakeClock();
  const dates: Readonly<Record<string, number>> = { 'in a minute': 60_000, 'a minute ago': -60_000 };
  const offset = dates[wanted ?? ''];
  const header = offset === undefined ? wanted : new Date(clock.now() + offset).toUTCString();
  const pauses = new RequestedPauses(clock);
  const noted = pauses.note('a', header);
  // Dates have whole seconds.
  if (expected === undefined) expect(noted).toBeUndefined();
  else expect(Math.abs((noted ?? 0) - expected)).toBeLessThanOrEqual(1);
  expect(pauses.left('b')).toBeUndefined();
  clock.advanceSync(3_600_000);
  expect(pauses.left('a')).toBeUndefined();
});

test('how it is told', () => {
  expect(pauseText(undefined)).toBe('too many requests (429)');
  expect(pauseText(7)).toBe('too many requests (429); it is not asked again for 7 s, as it wishes');
});
