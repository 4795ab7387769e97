/** Sync windows and the operation: a blocked one waits for its window. Source: features row C25, recordings 145 to 163. */
import { judgeSyncWindows } from '../../engine/project/sync-windows.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import type { PassContext } from './pass.ts';
import { type AttemptResult, resultOf } from './sync.ts';

/** Undefined where the operation may go on. */
export function checkWindow(keeper: JournalKeeper, context: PassContext): AttemptResult | undefined {
  const validation = context.validation();
  if (validation.kind === 'invalid') return undefined;
  const { state } = keeper;
  const verdict = judgeSyncWindows({
    windows: validation.project.syncWindows ?? [],
    app: windowSubject(context),
    now: context.now(),
    manual: state.operation.initiatedBy?.automated !== true,
    startedAt: Date.parse(state.startedAt ?? ''),
  });
  if (verdict.permitted) return undefined;
  if (state.syncResult === undefined) keeper.update({ syncResult: resultOf(context.view, state, []) });
  return { kind: 'waiting', message: 'Sync operation blocked by sync window', wakeAt: verdict.wakeAt };
}

/** What windows select an Application by: its destination as it is written, by name or by address. */
export function windowSubject({ view }: PassContext) {
  const { server = '', name = '', namespace = '' } = view.app.spec.destination;
  return { name: view.key.name, namespace, server, clusterName: name };
}
