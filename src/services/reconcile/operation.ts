/** Reading an operation: its request, its place in time, whether one is to be worked on. */
import { effectiveSources, isSourceList } from '../../api/application/effective-sources.ts';
import type { ApplicationSource, Operation, OperationState, SyncOperation } from '../../api/application/fields.ts';
import type { Instant } from '../../base/clock.ts';
import { readSyncOptions, retryWait, type SyncRequest } from '../../engine/sync/index.ts';
import type { ApplicationView } from './application-view.ts';

export type OperationStage =
  | { readonly kind: 'none' }
  /** A request that nobody has begun. */
  | { readonly kind: 'requested'; readonly operation: Operation }
  | { readonly kind: 'running'; readonly state: OperationState }
  | { readonly kind: 'terminating'; readonly state: OperationState }
  /** Failed, to be tried again at an instant. */
  | { readonly kind: 'retrying'; readonly state: OperationState; readonly at: Instant };

/** What stands in the Application. A request beside a finished journal is a new operation. */
export function stageOf(view: ApplicationView): OperationStage {
  const { operation, status } = view.app;
  const state = status?.operationState;
  if (state !== undefined && state.phase === 'Terminating') return { kind: 'terminating', state };
  if (state !== undefined && state.phase === 'Running') {
    const finished = state.finishedAt === undefined ? undefined : Date.parse(state.finishedAt);
    if (finished === undefined) return { kind: 'running', state };
    const count = Math.max(0, (state.retryCount ?? 1) - 1);
    return { kind: 'retrying', state, at: finished + retryWait(state.operation.retry, count) };
  }
  return operation === undefined ? { kind: 'none' } : { kind: 'requested', operation };
}

/** Tells the last operation from others: starts have the precision of a second. */
export function operationMark({ app }: ApplicationView): string | undefined {
  const { startedAt, operation } = app.status?.operationState ?? {};
  return startedAt === undefined ? undefined : `${startedAt} ${operation?.sync?.autoHealAttemptsCount ?? 0}`;
}

/** Sources of an operation: its own (a rollback), else the Application's. */
export function sourcesOfOperation(view: ApplicationView, sync: SyncOperation): readonly ApplicationSource[] {
  if (sync.sources !== undefined && sync.sources.length > 0) return sync.sources;
  if (sync.source !== undefined) return [sync.source];
  return sourcesOfApp(view);
}

/** Sources in effect. */
export function sourcesOfApp(view: ApplicationView): readonly ApplicationSource[] {
  return effectiveSources(view.app.spec);
}

export function hasSeveralSources(view: ApplicationView): boolean {
  return isSourceList(view.app.spec);
}

/** Revisions that an operation is bound to, by source; empty texts: to be resolved. */
export function pinnedRevisions(state: OperationState, count: number): readonly string[] {
  const { syncResult, operation } = state;
  const decided = syncResult?.revisions ?? (syncResult?.revision ? [syncResult.revision] : undefined);
  const asked = operation.sync?.revisions ?? (operation.sync?.revision ? [operation.sync.revision] : undefined);
  const chosen = decided ?? asked ?? [];
  return Array.from({ length: count }, (_, at) => chosen[at] ?? '');
}

/** The request in the planner's words. `revision`: the first resolved one, which names generated hooks. */
export function syncRequestOf(state: OperationState, revision: string): SyncRequest {
  const sync = state.operation.sync ?? {};
  const { apply, hook } = sync.syncStrategy ?? {};
  return {
    revision,
    startedAt: Date.parse(state.startedAt ?? ''),
    prune: sync.prune ?? false,
    dryRun: sync.dryRun ?? false,
    strategy: apply !== undefined && hook === undefined ? 'apply' : 'hook',
    force: apply?.force ?? hook?.force ?? false,
    options: readSyncOptions(sync.syncOptions ?? []),
    resources: sync.resources ?? [],
  };
}
