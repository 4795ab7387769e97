/** Kubernetes Events about Applications, as Argo CD writes them. They are for people: a failure to write one changes nothing. */
import type { OperationState } from '../../api/application/fields.ts';
import { rfc3339 } from '../../base/clock.ts';
import { messageOf } from '../../base/errors.ts';
import type { ResourceType } from '../../ports/kube.ts';
import type { ApplicationView } from './application-view.ts';
import type { ReconcileDeps } from './reconcile-deps.ts';

const EVENTS: ResourceType = { group: '', version: 'v1', plural: 'events', namespaced: true };
const COMPONENT = 'argocd-application-controller';

export type EventReason = 'OperationStarted' | 'OperationCompleted' | 'ResourceUpdated';

export interface ApplicationEvents {
  /** `ResourceUpdated`: a status of the Application changed. */
  statusChanged(view: ApplicationView, what: 'sync' | 'health', from: string, to: string): void;
  /** `OperationStarted`: automation began a sync. */
  automatedSync(view: ApplicationView, revisions: readonly string[], partial: boolean): void;
  operationCompleted(view: ApplicationView, state: OperationState): void;
}

/** Every transition and every start is told, however short: people read them as the record of who did what. */
export function createEvents(deps: Pick<ReconcileDeps, 'kube' | 'clock' | 'log'>): ApplicationEvents {
  let count = 0;
  const write = (view: ApplicationView, type: 'Normal' | 'Warning', reason: EventReason, message: string) => {
    count += 1;
    const object = eventObject({ view, type, reason, message, now: deps.clock.now(), count });
    deps.kube.create(EVENTS, object).catch((error: unknown) => {
      deps.log.debug('event not written', { application: view.key.name, error: messageOf(error) });
    });
  };
  return {
    statusChanged: (view, what, from, to) =>
      write(view, 'Normal', 'ResourceUpdated', `Updated ${what} status: ${from} -> ${to}`),
    automatedSync: (view, revisions, partial) =>
      write(view, 'Normal', 'OperationStarted', startedText(revisions, partial)),
    operationCompleted(view, state) {
      const failed = state.phase !== 'Succeeded';
      write(view, failed ? 'Warning' : 'Normal', 'OperationCompleted', completedText(state, failed));
    },
  };
}

function startedText(revisions: readonly string[], partial: boolean): string {
  const shown = revisions.length > 1 ? revisions.join(', ') : `'${revisions[0] ?? ''}'`;
  return partial ? `Initiated automated partial sync to ${shown}` : `Initiated automated sync to ${shown}`;
}

function completedText(state: OperationState, failed: boolean): string {
  const { syncResult, operation } = state;
  const partial = (operation.sync?.resources ?? []).length > 0;
  const revision = syncResult?.revisions?.join(', ') ?? syncResult?.revision ?? '';
  const what = `${partial ? 'Partial sync operation' : 'Sync operation'}${revision === '' ? '' : ` to ${revision}`}`;
  return failed ? `${what} failed: ${state.message ?? ''}` : `${what} succeeded`;
}

interface EventParts {
  readonly view: ApplicationView;
  readonly type: string;
  readonly reason: EventReason;
  readonly message: string;
  readonly now: number;
  readonly count: number;
}

function eventObject({ view, type, reason, message, now, count }: EventParts) {
  const { namespace, name } = view.key;
  const time = rfc3339(now);
  const { uid = '', resourceVersion = '' } = view.object.metadata;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.${now.toString(16)}${count.toString(16)}`, namespace },
    involvedObject: {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      name,
      namespace,
      uid,
      resourceVersion,
    },
    source: { component: COMPONENT },
    reason,
    message: message.slice(0, 1024),
    type,
    count: 1,
    firstTimestamp: time,
    lastTimestamp: time,
  };
}
