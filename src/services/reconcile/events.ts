/** Kubernetes Events about Applications, as Argo CD writes them. They are for people: a failure to write one changes nothing. */
import type { OperationState } from '../../api/application/fields.ts';
import type { EventsPort } from '../../ports/events.ts';
import type { ApplicationView } from './application-view.ts';

const APPLICATION = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application' } as const;

export type EventReason = 'OperationStarted' | 'OperationCompleted' | 'ResourceUpdated';

export interface ApplicationEvents {
  /** `ResourceUpdated`: a status of the Application changed. */
  statusChanged(view: ApplicationView, what: 'sync' | 'health', from: string, to: string): void;
  /** `OperationStarted`: automation began a sync, a whole or a partial one. */
  automatedSync(view: ApplicationView, revisions: readonly string[]): void;
  operationCompleted(view: ApplicationView, state: OperationState): void;
}

/** Every transition and every start is told, however short: people read them as the record of who did what. */
export function createEvents(events: EventsPort): ApplicationEvents {
  const tell = (view: ApplicationView, type: 'Normal' | 'Warning', reason: EventReason, message: string): void => {
    const { namespace, name } = view.key;
    const { uid = '', resourceVersion = '' } = view.object.metadata;
    const subject = { ...APPLICATION, namespace, name, uid, resourceVersion };
    events.record({ subject, type, reason, message });
  };
  return {
    statusChanged: (view, what, from, to) =>
      tell(view, 'Normal', 'ResourceUpdated', `Updated ${what} status: ${from} -> ${to}`),
    automatedSync: (view, revisions) =>
      tell(view, 'Normal', 'OperationStarted', `Initiated automated sync to '${revisions.join(', ')}'`),
    operationCompleted(view, state) {
      const failed = state.phase !== 'Succeeded';
      tell(view, failed ? 'Warning' : 'Normal', 'OperationCompleted', completedText(state, failed));
    },
  };
}

function completedText(state: OperationState, failed: boolean): string {
  const { syncResult, operation } = state;
  const partial = (operation.sync?.resources ?? []).length > 0;
  const revision = syncResult?.revisions?.join(', ') ?? syncResult?.revision ?? '';
  const what = `${partial ? 'Partial sync operation' : 'Sync operation'}${revision === '' ? '' : ` to ${revision}`}`;
  return failed ? `${what} failed: ${state.message ?? ''}` : `${what} succeeded`;
}
