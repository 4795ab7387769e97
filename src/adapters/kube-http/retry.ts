/** When a request is sent again: 429 always (the server did nothing), a broken connection or an overloaded server only for reads. */
import type { Clock } from '../../base/clock.ts';
import { hasCode } from '../../base/errors.ts';
import type { WireAnswer } from './wire.ts';

export interface RetryPolicy {
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Times sent in all. */
  readonly attempts: number;
  readonly baseMilliseconds: number;
  readonly capMilliseconds: number;
}

export interface RetryCall {
  /** Repeating has no effect on the server. */
  readonly read: boolean;
  readonly policy: RetryPolicy;
  readonly signal: AbortSignal | undefined;
}

/** The first answer that is not to be asked for again, else the last. Throws the last fault. */
export async function sendWithRetries(send: () => Promise<WireAnswer>, call: RetryCall): Promise<WireAnswer> {
  const { policy, read, signal } = call;
  for (let attempt = 1; ; attempt++) {
    const last = attempt >= policy.attempts;
    try {
      const answer = await send();
      if (last || !mayRetryAnswer(answer, read)) return answer;
      await drain(answer);
      await policy.clock.sleep(waitFor(answer, attempt, policy), signal);
    } catch (error) {
      if (last || !read || !hasCode(error, 'kube.unreachable', 'kube.timeout') || error.kind !== 'transient')
        throw error;
      await policy.clock.sleep(backOff(attempt, policy), signal);
    }
  }
}

/** Full jitter between half and all of base × 2^(attempt−1), capped. */
export function backOff(attempt: number, policy: Omit<RetryPolicy, 'clock' | 'attempts'>): number {
  const ceiling = Math.min(policy.capMilliseconds, policy.baseMilliseconds * 2 ** (attempt - 1));
  return ceiling * (0.5 + policy.random() / 2);
}

function mayRetryAnswer(answer: WireAnswer, read: boolean): boolean {
  if (answer.status === 429) return true;
  return read && answer.status >= 500 && answer.headers['retry-after'] !== undefined;
}

/** `Retry-After` in seconds (Kubernetes sends no dates) and a little more, so that clients do not come back all at once. */
function waitFor(answer: WireAnswer, attempt: number, policy: RetryPolicy): number {
  const seconds = Number(answer.headers['retry-after']);
  if (!Number.isFinite(seconds) || seconds <= 0) return backOff(attempt, policy);
  return Math.min(policy.capMilliseconds, seconds * 1000) + policy.random() * policy.baseMilliseconds;
}

async function drain(answer: WireAnswer): Promise<void> {
  for await (const _ of answer.body);
}
