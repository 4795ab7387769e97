import { expect, test } from 'vitest';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { WakeRate } from './wake-rate.ts';

test('changes of what descends from managed objects: at once, then a second after the last look', async () => {
  const clock = new FakeClock();
  const rate = new WakeRate(clock);
  expect(rate.postponed('a', 'child')).toBeUndefined();
  await clock.advance(400);
  expect(rate.postponed('a', 'child')).toBe(clock.now() + 600);
  expect(rate.postponed('b', 'child')).toBeUndefined();
  await clock.advance(600);
  rate.looked('a');
  await clock.advance(100);
  expect(rate.postponed('a', 'child')).toBe(clock.now() + 900);
});

test('changes of managed objects: twenty at once, then one a second; who rests saves up again', async () => {
  const clock = new FakeClock();
  const rate = new WakeRate(clock);
  const asked = (times: number) =>
    Array.from({ length: times }, () => rate.postponed('a', 'managed')).filter((at) => at === undefined).length;
  expect(asked(25)).toBe(20);
  await clock.advance(1_000);
  expect(asked(2)).toBe(1);
  await clock.advance(60_000);
  expect(asked(25)).toBe(20);
});

test('who is forgotten begins anew', () => {
  const rate = new WakeRate(new FakeClock());
  expect(rate.postponed('a', 'child')).toBeUndefined();
  rate.forget('a');
  expect(rate.postponed('a', 'child')).toBeUndefined();
});
