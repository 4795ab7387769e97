/** Wall clocks of time zones. A wall time is written as the instant that UTC clocks show it. */
import type { Instant } from '../clock.ts';

export interface TimeZone {
  /** What the clocks there show, as if it were UTC. */
  wallTime(instant: Instant): number;
  /** The instants at which the clocks show this: none in a gap, two where they are put back. Earliest first. */
  instantsOf(wall: number): readonly Instant[];
}

export const UTC: TimeZone = { wallTime: (instant) => instant, instantsOf: (wall) => [wall] };

const DAY = 86_400_000;

/** The zone of an IANA name; UTC where there is none of that name, as Argo CD does. */
export function timeZone(name: string): TimeZone {
  if (name === '' || name === 'UTC') return UTC;
  const format = formatOf(name);
  if (format === undefined) return UTC;
  const wallTime = (instant: Instant): number => wallTimeIn(format, instant);
  const instantsOf = (wall: number): readonly Instant[] => {
    const offsets = new Set([wall - DAY, wall + DAY].map((near) => wallTime(near) - near));
    return [...offsets]
      .map((offset) => wall - offset)
      .filter((instant) => wallTime(instant) === wall)
      .sort((left, right) => left - right);
  };
  return { wallTime, instantsOf };
}

function formatOf(name: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
}

function wallTimeIn(format: Intl.DateTimeFormat, instant: Instant): number {
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const milliseconds = ((instant % 1000) + 1000) % 1000;
  return (
    Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) + milliseconds
  );
}
