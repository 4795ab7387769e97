/** Looks over a whole cluster now and then: an audit that finds something has found a fault of ours, and mends what it did. */
import type { Clock } from '../../base/clock.ts';
import type { LogPort } from '../../ports/log.ts';
import type { MetricsPort } from '../../ports/metrics.ts';

export interface AuditDeps {
  readonly clock: Clock;
  readonly log: LogPort;
  readonly metrics: MetricsPort | undefined;
  readonly server: string;
  readonly signal: AbortSignal;
  /** The followed kinds of this moment. */
  readonly kinds: () => readonly AuditTarget[];
}

export interface AuditTarget {
  readonly group: string;
  readonly kind: string;
  /** Counts what the watch has missed. */
  readonly count: () => Promise<number>;
  /** Lists the kind again. */
  readonly mend: () => void;
}

const HOURS = 12;
const EVERY_MILLISECONDS = HOURS * 3_600_000;

/** Runs until the signal aborts, one kind after the other. */
export async function auditRegularly(deps: AuditDeps): Promise<void> {
  while (!deps.signal.aborted) {
    await deps.clock.sleep(EVERY_MILLISECONDS, deps.signal).catch(() => undefined);
    for (const target of deps.signal.aborted ? [] : deps.kinds()) await auditOne(target, deps);
  }
}

async function auditOne(target: AuditTarget, { log, metrics, server, signal }: AuditDeps): Promise<void> {
  const { group, kind } = target;
  try {
    const missed = signal.aborted ? 0 : await target.count();
    if (missed === 0) return;
    log.error('changes of a kind were missed', { group, kind, missed });
    metrics?.count('tiphys_missed_changes_total', { server, group, kind }, missed);
    target.mend();
  } catch (error) {
    if (!signal.aborted) log.warn('a kind could not be audited', { group, kind, error });
  }
}
