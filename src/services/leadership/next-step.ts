/** What a candidate does next, from the Lease it sees and since when it sees it. Pure. */
import type { LeaseRecord } from './lease-record.ts';

export type LeaseStep =
  /** There is none, and nobody relies on one. */
  | { readonly kind: 'create' }
  /** It is ours. */
  | { readonly kind: 'renew' }
  | { readonly kind: 'take'; readonly why: 'given back' | 'expired' | 'its holder is gone' }
  /** Another one has it. */
  | { readonly kind: 'wait' };

export interface LeaseQuestion {
  /** What stands there, or stood there when the asker looked before. Undefined: there was never one. */
  readonly record: LeaseRecord | undefined;
  /** Somebody took it away: whoever held it may not know yet. */
  readonly isMissing: boolean;
  /** Who asks. */
  readonly identity: string;
  /** When the asker first saw this version, on its own clock; the server's and the holder's clocks are never read. */
  readonly seenAt: number;
  readonly now: number;
  /** The holder certainly runs no more. */
  readonly isGone: (holder: string) => boolean;
}

export function nextLeaseStep(question: LeaseQuestion): LeaseStep {
  const { record, isMissing } = question;
  if (record === undefined) return { kind: 'create' };
  const why = whyFree(record, question);
  if (why === undefined) return record.holder !== question.identity ? { kind: 'wait' } : ownStep(isMissing);
  return isMissing ? { kind: 'create' } : { kind: 'take', why };
}

function ownStep(isMissing: boolean): LeaseStep {
  return { kind: isMissing ? 'create' : 'renew' };
}

function whyFree({ holder, milliseconds }: LeaseRecord, { identity, seenAt, now, isGone }: LeaseQuestion) {
  if (holder === identity) return undefined;
  if (holder === '') return 'given back';
  if (now - seenAt >= milliseconds) return 'expired';
  return isGone(holder) ? 'its holder is gone' : undefined;
}
