import { expect, test } from 'vitest';
import { lastTime, nextTime, parseCron } from './cron-schedule.ts';

const at = (text: string) => Date.parse(text);

test.each([
  ['every minute', '* * * * *', '2026-01-01T00:00:30Z', '2026-01-01T00:01:00Z', 'UTC'],
  ['exactly on time is not after', '0 * * * *', '2026-01-01T01:00:00Z', '2026-01-01T02:00:00Z', 'UTC'],
  ['steps', '*/20 * * * *', '2026-01-01T00:21:00Z', '2026-01-01T00:40:00Z', 'UTC'],
  ['a step from a number', '10/25 * * * *', '2026-01-01T00:11:00Z', '2026-01-01T00:35:00Z', 'UTC'],
  ['ranges and lists', '0 9-10,17 * * *', '2026-01-01T10:30:00Z', '2026-01-01T17:00:00Z', 'UTC'],
  ['names', '0 0 * feb MON', '2026-01-01T00:00:00Z', '2026-02-02T00:00:00Z', 'UTC'],
  ['day or weekday', '0 0 13 * FRI', '2026-01-01T12:00:00Z', '2026-01-02T00:00:00Z', 'UTC'],
  ['a leap day', '0 0 29 2 *', '2026-01-01T00:00:00Z', '2028-02-29T00:00:00Z', 'UTC'],
  ['a shorthand', '@monthly', '2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z', 'UTC'],
  ['an interval', '@every 1h30m', '2026-01-01T00:00:00Z', '2026-01-01T01:30:00Z', 'UTC'],
  ['a time zone', '0 9 * * *', '2026-01-01T00:00:00Z', '2026-01-01T08:00:00Z', 'Europe/Berlin'],
  ['a zone with half hours', '0 9 * * *', '2026-01-01T00:00:00Z', '2026-01-01T03:30:00Z', 'Asia/Kolkata'],
  ['the day a clock goes forward', '30 0 30 3 *', '2026-03-28T00:00:00Z', '2026-03-29T22:30:00Z', 'Europe/Berlin'],
])('%s', (_name, schedule, after, expected, zone) => {
  expect(nextTime(parseCron(schedule), at(after), zone)).toBe(at(expected));
});

test('a day that no month has never comes', () => {
  expect(nextTime(parseCron('0 0 31 2 *'), at('2026-01-01T00:00:00Z'))).toBeUndefined();
});

test.each([
  ['after a short sleep', '* * * * *', '2026-01-01T00:00:10Z', '2026-01-01T00:05:10Z', '2026-01-01T00:05:00Z'],
  ['after a year', '0 * * * *', '2025-01-01T00:00:00Z', '2026-01-01T00:30:00Z', '2026-01-01T00:00:00Z'],
  ['rarer than daily', '0 0 1 * *', '2025-01-01T00:00:00Z', '2026-01-20T00:30:00Z', '2026-01-01T00:00:00Z'],
])('the last missed time, %s', (_name, schedule, after, until, expected) => {
  expect(lastTime(parseCron(schedule), { after: at(after), until: at(until), zone: 'UTC' })).toBe(at(expected));
});

test.each(['', '* * * *', '* * * * * *', '60 * * * *', '5-1 * * * *', '*/0 * * * *', 'x * * * *', '@never'])(
  '%j is refused',
  (text) => {
    expect(() => parseCron(text)).toThrow(/is no cron schedule/);
  },
);
