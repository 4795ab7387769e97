/** Events written to a Kubernetes API, in the order in which they were told for each object. */
import { type Clock, rfc3339 } from '../../base/clock.ts';
import { messageOf } from '../../base/errors.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { EventSubject, EventsPort, RecordedEvent } from '../../ports/events.ts';
import type { KubePort, ResourceType } from '../../ports/kube.ts';
import type { Fence } from '../../ports/leadership.ts';
import type { LogPort } from '../../ports/log.ts';

export interface KubeEventsOptions {
  /** The API that holds the objects which events are about. */
  readonly kube: KubePort;
  /** Who tells, e.g. `argocd-application-controller`. */
  readonly component: string;
  /** Where only one may write at a time: asked before each event is sent. */
  readonly fence?: Fence;
  readonly clock: Clock;
  readonly log: LogPort;
}

const EVENTS: ResourceType = { group: '', version: 'v1', plural: 'events', namespaced: true };
/** Kubernetes' limit for messages. */
const LONGEST = 1024;
/** More than that are waiting for an API that does not answer: later ones are lost. */
const MOST_WAITING = 1000;

export function createKubeEvents(options: KubeEventsOptions): EventsPort {
  const { kube, clock, log, fence } = options;
  const waiting = new Set<Promise<void>>();
  let count = 0;
  const write = async (event: RecordedEvent, object: KubeObject): Promise<void> => {
    try {
      fence?.check();
      await kube.create(EVENTS, object, fence === undefined ? {} : { fence });
    } catch (error) {
      const { kind, name } = event.subject;
      log.debug('event not written', { kind, name, reason: event.reason, error: messageOf(error) });
    }
  };
  return {
    record(event) {
      if (waiting.size >= MOST_WAITING) {
        log.debug('event not written', { kind: event.subject.kind, name: event.subject.name, error: 'too many wait' });
        return;
      }
      count += 1;
      const written = write(event, eventObject(event, { now: clock.now(), count, component: options.component }));
      waiting.add(written);
      void written.then(() => waiting.delete(written));
    },
    async settled() {
      await Promise.all(waiting);
    },
  };
}

interface Told {
  readonly now: number;
  /** Tells events of one millisecond apart. */
  readonly count: number;
  readonly component: string;
}

function eventObject(
  { subject, type, reason, message, labels }: RecordedEvent,
  { now, count, component }: Told,
): KubeObject {
  const time = rfc3339(now);
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name: `${subject.name}.${now.toString(16)}${count.toString(16)}`,
      namespace: subject.namespace || 'default',
      ...(labels === undefined ? {} : { labels }),
    },
    involvedObject: involved(subject),
    source: { component },
    reason,
    message: message.slice(0, LONGEST),
    type,
    count: 1,
    firstTimestamp: time,
    lastTimestamp: time,
  };
}

function involved({ apiVersion, kind, namespace, name, uid, resourceVersion }: EventSubject) {
  return { apiVersion, kind, name, ...(namespace === '' ? {} : { namespace }), uid, resourceVersion };
}
