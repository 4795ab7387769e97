/** What this process knows of a running operation beyond its journal: all of it can be lost. */
import type { AppliedWrite } from '../../engine/sync/index.ts';
import type { ComparisonMemory } from './comparison-memory.ts';
import type { WaitReason } from './explanation.ts';
import type { Outage } from './outage.ts';

export interface OperationRun {
  /** `startedAt` and retry of the attempt; another attempt begins anew. */
  readonly attempt: string;
  dryRunDone: boolean;
  /** What the hooks are and made was reported after the last of them ended: their policies may take them away. */
  hooksTold: boolean;
  hooksDeleted: boolean;
  /** Comparisons of the attempt's turns. */
  readonly comparisons: ComparisonMemory;
  /** Own writes by object key. */
  readonly applied: Map<string, AppliedWrite>;
  /** Earliest begin of the next wave, where a delay is set. */
  nextWaveAt: number | undefined;
  /** What is waited for, since when. */
  waiting: WaitReason | undefined;
  /** The cluster does not answer; undefined while it does. */
  outage: Outage | undefined;
}

export function newOperationRun(attempt: string): OperationRun {
  return {
    attempt,
    dryRunDone: false,
    hooksTold: false,
    hooksDeleted: false,
    comparisons: new Map(),
    applied: new Map(),
    nextWaveAt: undefined,
    waiting: undefined,
    outage: undefined,
  };
}
