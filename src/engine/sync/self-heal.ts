/**
 * Pause before healing the same drift again. Source: features row C23. Better on purpose: the pause grows only while heals do
 * not stick. A drift that comes after the application was synced again is healed at once, a few times in a row; what goes on
 * like that is somebody else's will, and the pauses begin.
 */
export interface SelfHealBackoff {
  /** Milliseconds before the first repeated heal. */
  readonly initial: number;
  readonly factor: number;
  readonly cap: number;
  /** `--self-heal-timeout-seconds`: a constant pause instead; undefined where not set. */
  readonly fixed: number | undefined;
}

export const DEFAULT_SELF_HEAL: SelfHealBackoff = { initial: 2_000, factor: 3, cap: 300_000, fixed: undefined };

/** A heal has held when the application stayed synced this many times longer than the last pause. */
const HELD_FACTOR = 2;
/** Heals in a row that each brought the application back to synced and are followed by the next one at once. */
const AT_ONCE = 5;

export interface HealHistory {
  /** `autoHealAttemptsCount` of the last operation; 0 where it was no heal. */
  readonly attempts: number;
  /** End of the last operation. */
  readonly finishedAt: number;
  /** The application was synced after that operation. */
  readonly wasSynced: boolean;
}

export interface HealDecision {
  /** Instant of the heal; at or before now: at once. */
  readonly at: number;
  /** Counter to carry in the heal's operation. */
  readonly attempt: number;
}

/** When to heal a drift that was seen at `now`. */
export function planHeal(
  history: HealHistory,
  now: number,
  backoff: SelfHealBackoff = DEFAULT_SELF_HEAL,
): HealDecision {
  const { attempts, finishedAt, wasSynced } = history;
  const pause = healPause(wasSynced ? Math.max(0, attempts - AT_ONCE + 1) : attempts, backoff);
  const held = now - finishedAt > Math.max(HELD_FACTOR * pause, backoff.initial);
  if (attempts === 0 || held) return { at: now, attempt: 1 };
  return { at: pause === 0 ? now : finishedAt + pause, attempt: attempts + 1 };
}

function healPause(attempts: number, backoff: SelfHealBackoff): number {
  if (backoff.fixed !== undefined) return backoff.fixed;
  return attempts === 0 ? 0 : Math.min(backoff.cap, backoff.initial * backoff.factor ** (attempts - 1));
}
