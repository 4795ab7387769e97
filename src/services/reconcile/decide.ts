/** State in, one action out. Pure. Before: compare. After: sync, which begins with what was decided here. */

import type { SyncWindow } from '../../api/app-project/fields.ts';
import type { ApplicationSource, Operation } from '../../api/application/fields.ts';
import type { Instant } from '../../base/clock.ts';
import { jsonEqual } from '../../base/json-equal.ts';
import type { Json } from '../../base/json-value.ts';
import { judgeSyncWindows, type WindowSubject } from '../../engine/project/sync-windows.ts';
import {
  type AutoSync,
  decideAutoSync,
  type LastAttempt,
  type ResourceName,
  type SelfHealBackoff,
} from '../../engine/sync/index.ts';
import { type ApplicationView, isDeleting } from './application-view.ts';
import type { Comparison } from './compare.ts';
import { hasSeveralSources, operationMark, sourcesOfApp, stageOf } from './operation.ts';

export type Decision =
  /** Begin this operation. */
  | { readonly kind: 'start'; readonly operation: Operation; readonly partial: boolean }
  /** Automation is refused: a SyncError says why. */
  | { readonly kind: 'refuse'; readonly message: string }
  | {
      readonly kind: 'rest';
      readonly why: string;
      readonly wakeAt: Instant | undefined;
      /** No window is open: nothing was decided, and what was said before holds. */
      readonly isClosed: boolean;
    };

export interface DecideInput {
  readonly view: ApplicationView;
  readonly comparison: Comparison;
  /** The operation after which the Application was seen synced. */
  readonly syncedAfter: string | undefined;
  readonly windows: readonly SyncWindow[];
  readonly subject: WindowSubject;
  readonly backoff: SelfHealBackoff;
  readonly now: Instant;
}

/** What the controller does by itself about what was compared. */
export function decide(input: DecideInput): Decision {
  const { view, comparison, now } = input;
  const window = judgeSyncWindows({ windows: input.windows, app: input.subject, now, manual: false });
  const answer = decideAutoSync({
    automation: automationOf(view),
    operationPending: stageOf(view).kind !== 'none',
    deleting: isDeleting(view),
    syncStatus: comparison.status,
    revisions: comparison.revisions,
    resources: comparison.resources.map(({ status }) => ({
      ...status,
      kind: status.kind ?? '',
      name: status.name ?? '',
    })),
    last: lastAttempt(view, comparison, input.syncedAfter),
    windowOpen: window.permitted,
    now,
    backoff: input.backoff,
  });
  return decisionOf(answer, input, window.permitted ? undefined : { opensAt: window.wakeAt });
}

function decisionOf(
  answer: AutoSync,
  { view, comparison }: DecideInput,
  closed: { readonly opensAt: Instant | undefined } | undefined,
): Decision {
  switch (answer.kind) {
    case 'refused':
      return { kind: 'refuse', message: answer.message };
    case 'none':
      return {
        kind: 'rest',
        why: answer.why,
        wakeAt: answer.wakeAt ?? closed?.opensAt,
        isClosed: closed !== undefined,
      };
    case 'sync':
      return { kind: 'start', operation: automatedOperation(view, comparison, undefined), partial: false };
    case 'heal':
      return { kind: 'start', operation: automatedOperation(view, comparison, answer), partial: true };
  }
}

function automationOf(view: ApplicationView) {
  const automated = view.app.spec.syncPolicy?.automated;
  if (automated === undefined || automated === null) return undefined;
  return {
    enabled: automated.enabled ?? true,
    prune: automated.prune ?? false,
    selfHeal: automated.selfHeal ?? false,
    allowEmpty: automated.allowEmpty ?? false,
  };
}

/** Objects that one operation heals: the list stands in the Application twice. The next operation heals the rest. */
const HEALED_AT_ONCE = 2_000;

/** Tries of an automated operation whose policy names none. */
const DEFAULT_LIMIT = 5;

function automatedOperation(
  view: ApplicationView,
  comparison: Comparison,
  heal: { readonly attempt: number; readonly resources: readonly ResourceName[] } | undefined,
): Operation {
  const policy = view.app.spec.syncPolicy;
  const sources = sourcesOfApp(view);
  const [source = { repoURL: '' }] = sources;
  const [revision = ''] = comparison.revisions;
  const several = hasSeveralSources(view);
  return {
    initiatedBy: { automated: true },
    retry: policy?.retry ?? { limit: DEFAULT_LIMIT },
    sync: {
      ...(several ? { sources, revisions: comparison.revisions } : { source, revision }),
      ...(policy?.automated?.prune === true ? { prune: true } : {}),
      ...(policy?.syncOptions === undefined ? {} : { syncOptions: policy.syncOptions }),
      ...(heal === undefined
        ? {}
        : { resources: heal.resources.slice(0, HEALED_AT_ONCE), autoHealAttemptsCount: heal.attempt }),
    },
  };
}

/** The last operation, as far as it says whether these revisions were tried. */
export function lastAttempt(
  view: ApplicationView,
  { revisions, asSynced = [] }: Pick<Comparison, 'revisions' | 'asSynced'>,
  syncedAfter?: string,
): LastAttempt | undefined {
  const state = view.app.status?.operationState;
  const { syncResult } = state ?? {};
  if (state?.operation.sync === undefined || syncResult === undefined) return undefined;
  const several = hasSeveralSources(view);
  const tried = several ? (syncResult.revisions ?? []) : [syncResult.revision ?? ''];
  const sameRevisions =
    tried.length === revisions.length && tried.every((it, at) => it === revisions[at] || it === asSynced[at]);
  const from = several ? (syncResult.sources ?? []) : [syncResult.source ?? { repoURL: '' }];
  return {
    revisions: tried,
    same: sameRevisions && sameSources(from, sourcesOfApp(view)),
    successful: state.phase === 'Succeeded',
    message: state.message ?? '',
    attempts: state.operation.sync.autoHealAttemptsCount ?? 0,
    finishedAt: Date.parse(state.finishedAt ?? '') || 0,
    wasSynced: syncedAfter !== undefined && syncedAfter === operationMark(view),
  };
}

/** Equal but for the name of the revision, which has been compared resolved. */
function sameSources(left: readonly ApplicationSource[], right: readonly ApplicationSource[]): boolean {
  const bare = (sources: readonly ApplicationSource[]): Json =>
    sources.map(({ targetRevision: _, ...source }) => source as unknown as Json);
  return jsonEqual(bare(left), bare(right));
}
