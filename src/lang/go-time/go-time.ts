/** Go's `time.Time`: an instant to the nanosecond and the zone in which it is shown. */
import { secondsOf } from './civil.ts';
import { UTC, type Zone } from './zone.ts';

export interface GoTime {
  /** Since 1970, a signed 64-bit number. */
  readonly seconds: bigint;
  /** 0 to 999,999,999. */
  readonly nanoseconds: number;
  readonly zone: Zone;
}

/** Go's zero time, the first of January of year 1. */
export const ZERO_TIME: GoTime = {
  seconds: secondsOf({ year: 1, month: 1, day: 1, hour: 0, minute: 0, second: 0 }),
  nanoseconds: 0,
  zone: UTC,
};

/** Of seconds since 1970, as Go's `time.Unix`. */
export function unixTime(seconds: bigint, zone: Zone = UTC): GoTime {
  return { seconds: BigInt.asIntN(64, seconds), nanoseconds: 0, zone };
}

/** Of milliseconds since 1970. */
export function timeOfInstant(milliseconds: number, zone: Zone = UTC): GoTime {
  const seconds = Math.floor(milliseconds / 1000);
  return { seconds: BigInt(seconds), nanoseconds: Math.round((milliseconds - seconds * 1000) * 1e6), zone };
}

/** The time a duration later. */
export function addDuration(time: GoTime, nanoseconds: bigint): GoTime {
  const total = BigInt(time.nanoseconds) + nanoseconds;
  const rest = ((total % BILLION) + BILLION) % BILLION;
  const seconds = BigInt.asIntN(64, time.seconds + (total - rest) / BILLION);
  return { seconds, nanoseconds: Number(rest), zone: time.zone };
}

const BILLION = 1_000_000_000n;
const LIMIT = 1n << 63n;

/** Nanoseconds from `b` to `a`; beyond 64 bits it is the limit, as with Go's `Time.Sub`. */
export function durationBetween(a: GoTime, b: GoTime): bigint {
  const difference = (a.seconds - b.seconds) * BILLION + BigInt(a.nanoseconds - b.nanoseconds);
  if (difference > LIMIT - 1n) return LIMIT - 1n;
  return difference < -LIMIT ? -LIMIT : difference;
}
