/** Kubernetes Events about Applications, as Argo CD writes them. They are for people: a failure to write one changes nothing. */
import type { OperationState } from '../../api/application/fields.ts';
import { rfc3339 } from '../../base/clock.ts';
import { messageOf } from '../../base/errors.ts';
import type { ResourceType } from '../../ports/kube.ts';
import type { ApplicationView } from './application-view.ts';
import { type EventReason, type EventText, HeldEvents } from './held-events.ts';
import type { ReconcileDeps } from './reconcile-deps.ts';

const EVENTS: ResourceType = { group: '', version: 'v1', plural: 'events', namespaced: true };
const COMPONENT = 'argocd-application-controller';

export interface ApplicationEvents {
  /** `ResourceUpdated`: a status of the Application changed. */
  statusChanged(view: ApplicationView, what: 'sync' | 'health', from: string, to: string): void;
  /** `OperationStarted`: automation began a sync. */
  automatedSync(view: ApplicationView, revisions: readonly string[], partial: boolean): void;
  operationCompleted(view: ApplicationView, state: OperationState): void;
  /** Writes what is held back. */
  flush(): void;
}

/** What is written: at once where it is final, else when it has stood for a moment (`held-events.ts`). */
export function createEvents(deps: Pick<ReconcileDeps, 'kube' | 'clock' | 'log'>): ApplicationEvents {
  let count = 0;
  const write = ({ view, type = 'Normal', reason, message, at }: EventText) => {
    count += 1;
    const object = eventObject({ view, type, reason, message, now: at, count });
    deps.kube.create(EVENTS, object).catch((error: unknown) => {
      deps.log.debug('event not written', { application: view.key.name, error: messageOf(error) });
    });
  };
  const held = new HeldEvents(deps.clock, write);
  return {
    statusChanged: (view, what, from, to) => held.changed(view, { what, from, to }),
    automatedSync: (view, revisions, partial) => held.started(view, startedText(revisions, partial)),
    operationCompleted(view, state) {
      const failed = state.phase !== 'Succeeded';
      held.ended(view, failed);
      const type = failed ? 'Warning' : 'Normal';
      write({ view, type, reason: 'OperationCompleted', message: completedText(state, failed), at: deps.clock.now() });
    },
    flush: () => held.flush(),
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
