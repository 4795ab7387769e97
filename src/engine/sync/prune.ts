/** Pruning: may an object that left the repository be deleted, and how. Source: features rows C13, C15. */
import { effectiveOption, type SyncOptions } from './sync-options.ts';
import type { SyncTask } from './task.ts';

export type Propagation = 'Foreground' | 'Background' | 'Orphan';
/** The part of an operation's request that speaks of pruning. */
export interface PruneRequest {
  readonly prune: boolean;
  readonly options: SyncOptions;
}
export type PruneDecision = { readonly kind: 'delete' } | { readonly kind: 'skip'; readonly message: string };

/** Whether a prune task deletes its object. The object's own option beats the operation's. */
export function decidePrune(task: SyncTask, request: PruneRequest): PruneDecision {
  if (!request.prune) return { kind: 'skip', message: 'ignored (requires pruning)' };
  if (effectiveOption(task.live?.object, request.options, 'Prune') === 'false') {
    return { kind: 'skip', message: 'ignored (no prune)' };
  }
  return { kind: 'delete' };
}

/** The operation would delete the object, which says `Prune=confirm` (or the operation says it for all). */
export function needsConfirmation(task: SyncTask, request: PruneRequest): boolean {
  return request.prune && effectiveOption(task.live?.object, request.options, 'Prune') === 'confirm';
}

/** `PrunePropagationPolicy`; foreground where nothing (or nonsense) is said. */
export function prunePropagation(options: SyncOptions): Propagation {
  switch (options.get('PrunePropagationPolicy')) {
    case 'background':
      return 'Background';
    case 'orphan':
      return 'Orphan';
    default:
      return 'Foreground';
  }
}

/** True where the approval (RFC 3339) was given at or after `since`; whole seconds count. */
export function isApproved(approval: string, since: number): boolean {
  const at = Date.parse(approval);
  return Number.isFinite(at) && Math.floor(at / 1000) >= Math.floor(since / 1000);
}
