/**
 * May an object be judged yet? Waves move on events, never early: only a snapshot that shows our own write, and the word of a
 * controller that has seen it, counts. Source: design, "Waves move on events".
 */
import { jsonEqual } from '../../base/json-equal.ts';
import { type Json, memberAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';

/** What we know of our own write of an object in this process. */
export interface AppliedWrite {
  /** Answer of the API server. */
  readonly answer: KubeObject;
  readonly change: 'created' | 'changed' | 'unchanged';
  readonly at: number;
}

/** For kinds that report a status without observedGeneration: how long their controller may take to say something new. */
export const STATUS_PATIENCE = 2_000;

export type Settledness = { readonly settled: true } | { readonly settled: false; readonly until: number | undefined };

const SETTLED: Settledness = { settled: true };

/** Judges a live object after our write; `until` tells when time alone settles it. The live view is at or after the write. */
export function settledness(live: KubeObject, write: AppliedWrite | undefined, now: number): Settledness {
  if (write === undefined || write.change === 'unchanged') return SETTLED;
  const observed = memberAt(live.status, 'observedGeneration');
  const generation = live.metadata.generation;
  if (typeof observed === 'number' && typeof generation === 'number') {
    return observed >= generation ? SETTLED : { settled: false, until: undefined };
  }
  if (write.change === 'created' || !hasStatus(live.status)) return SETTLED;
  if (!jsonEqual(live.status, write.answer.status)) return SETTLED;
  const until = write.at + STATUS_PATIENCE;
  return now >= until ? SETTLED : { settled: false, until };
}

function hasStatus(status: Json | undefined): boolean {
  return typeof status === 'object' && status !== null && Object.keys(status).length > 0;
}
