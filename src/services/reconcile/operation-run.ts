/** What this process knows of a running operation beyond its journal: all of it can be lost. */
import type { OperationState } from '../../api/application/fields.ts';
import type { AppliedWrite } from '../../engine/sync/index.ts';
import type { ComparisonMemory } from './comparison-memory.ts';
import type { WaitReason } from './explanation.ts';
import type { Outage } from './outage.ts';

export type OperationLines = NonNullable<NonNullable<OperationState['syncResult']>['resources']>;

export interface OperationRun {
  /** `startedAt` and retry of the attempt; another attempt begins anew. */
  readonly attempt: string;
  dryRunDone: boolean;
  /** What the hooks are and made was reported after the last of them ended: their policies may take them away. */
  hooksTold: boolean;
  hooksDeleted: boolean;
  /** Comparisons of the attempt's turns. */
  readonly comparisons: ComparisonMemory;
  /** The journal's lines; the stored journal may lack some for their size. */
  lines: OperationLines;
  /** Own writes by object key. */
  readonly applied: Map<string, AppliedWrite>;
  /** Earliest begin of the next wave, where a delay is set. */
  nextWaveAt: number | undefined;
  /** What is waited for, since when. */
  waiting: WaitReason | undefined;
  /** The cluster does not answer; undefined while it does. */
  outage: Outage | undefined;
}

/** Names an attempt: the same words are the same attempt. */
export function attemptName({ startedAt, retryCount }: OperationState): string {
  return `${startedAt ?? ''} ${retryCount ?? 0}`;
}

/** The journal with the lines that this process knows beyond the stored ones. */
export function withKnownLines(state: OperationState, run: OperationRun | undefined): OperationState {
  const { syncResult } = state;
  if (run === undefined || syncResult === undefined || run.attempt !== attemptName(state)) return state;
  if ((syncResult.resources ?? []).length >= run.lines.length) return state;
  return { ...state, syncResult: { ...syncResult, resources: run.lines } };
}

export function newOperationRun(attempt: string): OperationRun {
  return {
    attempt,
    dryRunDone: false,
    hooksTold: false,
    hooksDeleted: false,
    comparisons: new Map(),
    lines: [],
    applied: new Map(),
    nextWaveAt: undefined,
    waiting: undefined,
    outage: undefined,
  };
}
