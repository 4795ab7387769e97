import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextRun } from './next-run.ts';
import { parseCron } from './parse-cron.ts';
import { timeZone } from './time-zone.ts';

test.each([
  ['every minute', '* * * * *', '2026-01-01T00:00:30Z', '', '2026-01-01T00:01:00Z'],
  ['strictly after', '0 0 * * *', '2026-01-01T00:00:00Z', '', '2026-01-02T00:00:00Z'],
  ['steps', '*/20 * * * *', '2026-01-01T00:01:00Z', '', '2026-01-01T00:20:00Z'],
  ['a step without an end runs to the end', '50/5 * * * *', '2026-01-01T00:51:00Z', '', '2026-01-01T00:55:00Z'],
  ['names and ranges', '0 9 * * Mon-Fri', '2026-01-02T10:00:00Z', '', '2026-01-05T09:00:00Z'],
  ['either day where both are given', '0 0 13 * 5', '2026-01-10T00:00:00Z', '', '2026-01-13T00:00:00Z'],
  ['a leap day', '0 0 29 2 *', '2026-01-01T00:00:00Z', '', '2028-02-29T00:00:00Z'],
  ['a descriptor', '@monthly', '2026-01-01T00:00:00Z', '', '2026-02-01T00:00:00Z'],
  ['a zone', '0 22 * * *', '2026-07-01T00:00:00Z', 'Europe/Berlin', '2026-07-01T20:00:00Z'],
  ['a time that the clocks skip', '30 2 * * *', '2026-03-28T12:00:00Z', 'Europe/Berlin', '2026-03-30T00:30:00Z'],
  ['an unknown zone is UTC', '0 22 * * *', '2026-07-01T00:00:00Z', 'Nowhere/Town', '2026-07-01T22:00:00Z'],
])('%s', (_reason, cron, after, zone, expected) => {
  const schedule = parseCron(cron);
  if (schedule === undefined) throw new Error('no schedule');
  const run = nextRun(schedule, Date.parse(after), timeZone(zone));
  expect(run === undefined ? undefined : new Date(run).toISOString()).toBe(expected.replace('Z', '.000Z'));
});

test('a date that never comes', () => {
  const schedule = parseCron('0 0 30 2 *');
  expect(schedule && nextRun(schedule, 0, timeZone(''))).toBeUndefined();
});

test.each([
  '',
  '* * * *',
  '60 * * * *',
  '* * 0 * *',
  '*/0 * * * *',
  '5-1 * * * *',
  '* * * * 7',
  'a * * * *',
  '1/2/3 * * * *',
])('%j is no schedule', (text) => {
  expect(parseCron(text)).toBeUndefined();
});

test('in UTC the next run is the first minute that matches', () => {
  const field = (low: number, high: number) =>
    fc.oneof(fc.constant('*'), fc.integer({ min: low, max: high }).map(String));
  fc.assert(
    fc.property(
      field(0, 59),
      field(0, 23),
      field(0, 6),
      fc.integer({ min: 0, max: 2e12 }),
      (minute, hour, day, after) => {
        const schedule = parseCron(`${minute} ${hour} * * ${day}`);
        if (schedule === undefined) return false;
        const run = new Date(nextRun(schedule, after, timeZone('')) ?? 0);
        const matches = (part: string, value: number) => part === '*' || Number(part) === value;
        const within = run.getTime() > after && run.getTime() - after <= 8 * 86_400_000;
        return (
          within &&
          run.getTime() % 60_000 === 0 &&
          matches(minute, run.getUTCMinutes()) &&
          matches(hour, run.getUTCHours()) &&
          matches(day, run.getUTCDay())
        );
      },
    ),
    { numRuns: 50 },
  );
});
