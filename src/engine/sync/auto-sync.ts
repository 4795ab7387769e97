/**
 * Does the controller start a sync by itself? Source: features rows C22, C23; recordings of automation (150–169).
 */
import { type HealHistory, planHeal, type SelfHealBackoff } from './self-heal.ts';

/** `spec.syncPolicy.automated`, defaults applied. */
export interface Automation {
  readonly enabled: boolean;
  readonly prune: boolean;
  readonly selfHeal: boolean;
  readonly allowEmpty: boolean;
}

/** What a line of `status.resources` says for this decision. */
export interface SyncStatusLine {
  readonly group?: string;
  readonly kind: string;
  readonly name: string;
  readonly status?: string;
  readonly requiresPruning?: boolean;
  readonly hook?: boolean;
}

export interface LastAttempt extends HealHistory {
  /** The last operation synced these revisions, or others of the same files, from these sources. */
  readonly same: boolean;
  /** What it synced to. */
  readonly revisions: readonly string[];
  readonly successful: boolean;
  readonly message: string;
}

export interface AutoSyncInput {
  readonly automation: Automation | undefined;
  readonly operationPending: boolean;
  readonly deleting: boolean;
  readonly syncStatus: string;
  /** Desired revisions, one per source. */
  readonly revisions: readonly string[];
  readonly resources: readonly SyncStatusLine[];
  /** Undefined where no operation with a result has run. */
  readonly last: LastAttempt | undefined;
  /** A sync window (of the project) allows automation now. */
  readonly windowOpen: boolean;
  readonly now: number;
  readonly backoff: SelfHealBackoff;
}

export interface ResourceName {
  readonly group?: string;
  readonly kind: string;
  readonly name: string;
}

export type AutoSync =
  /** Nothing to do; `why` is for explaining. */
  | { readonly kind: 'none'; readonly why: string; readonly wakeAt: number | undefined }
  /** Refused: becomes a SyncError condition. */
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'sync' }
  /** Restricted to what is out of sync; no hooks and no history follow from that. */
  | { readonly kind: 'heal'; readonly attempt: number; readonly resources: readonly ResourceName[] };

/** The decision. Pure; the caller writes the operation. */
export function decideAutoSync(input: AutoSyncInput): AutoSync {
  const { automation, last } = input;
  if (automation?.enabled !== true) return none('automation is off');
  if (input.operationPending) return none('another operation is in progress');
  if (input.deleting) return none('the application is being deleted');
  if (input.syncStatus !== 'OutOfSync') return none(`the application is ${input.syncStatus}`);
  if (!automation.prune && input.resources.every((line) => line.status === 'Synced' || line.requiresPruning === true)) {
    return none('what differs needs pruning, and automated pruning is off');
  }
  if (!input.windowOpen) return none('a sync window blocks automation');
  if (last?.same && !last.successful) {
    return { kind: 'refused', message: `Failed last sync attempt to [${last.revisions.join(' ')}]: ${last.message}` };
  }
  if (last?.same && !automation.selfHeal) return none('these revisions were synced, and self-healing is off');
  if (automation.prune && !automation.allowEmpty && input.resources.every((line) => line.requiresPruning === true)) {
    const revisions = `[${input.revisions.join(' ')}]`;
    return { kind: 'refused', message: `Skipping sync attempt to ${revisions}: auto-sync will wipe out all resources` };
  }
  return last?.same ? heal(last, input) : { kind: 'sync' };
}

function heal(last: LastAttempt, input: AutoSyncInput): AutoSync {
  const { at, attempt } = planHeal(last, input.now, input.backoff);
  if (at > input.now) return { kind: 'none', why: 'the last heal did not hold; waiting before the next', wakeAt: at };
  const resources = input.resources.filter((line) => line.status !== 'Synced').map(nameOf);
  return { kind: 'heal', attempt, resources };
}

function nameOf({ group, kind, name }: SyncStatusLine): ResourceName {
  return group === undefined || group === '' ? { kind, name } : { group, kind, name };
}

function none(why: string): AutoSync {
  return { kind: 'none', why, wakeAt: undefined };
}
