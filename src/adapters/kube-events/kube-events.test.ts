import { expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { RecordedEvent } from '../../ports/events.ts';
import type { KubePort, ResourceType } from '../../ports/kube.ts';
import type { Fence } from '../../ports/leadership.ts';
import { eventsContract } from '../../testkit/contracts/events.contract.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { faultyKube, unreachable } from '../../testkit/faulty-kube.ts';
import { memoryKube } from '../../testkit/memory-kube.ts';
import { memoryLog } from '../../testkit/memory-log.ts';
import { createKubeEvents } from './kube-events.ts';

const EVENTS: ResourceType = { group: '', version: 'v1', plural: 'events', namespaced: true };
const MAPS: ResourceType = { group: '', version: 'v1', plural: 'configmaps', namespaced: true };

async function open(wrap: (kube: KubePort) => KubePort = (kube) => kube, fence?: Fence) {
  const clock = new FakeClock();
  const kube = memoryKube({ clock });
  const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'm', namespace: 'default' } };
  const { metadata } = await kube.create(MAPS, map);
  const { uid = '', resourceVersion = '' } = metadata;
  const log = memoryLog();
  return {
    log,
    port: createKubeEvents({
      kube: wrap(kube),
      component: 'test',
      clock,
      log,
      ...(fence === undefined ? {} : { fence }),
    }),
    subject: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'm', uid, resourceVersion },
    objects: async () => (await kube.list(EVENTS, { namespace: 'default' })).items,
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function recorded(object: KubeObject): Omit<RecordedEvent, 'subject'> {
  const { labels } = object.metadata;
  const type = textAt(object, 'type') === 'Warning' ? 'Warning' : 'Normal';
  const told = { type, reason: textAt(object, 'reason') ?? '', message: textAt(object, 'message') ?? '' } as const;
  return labels === undefined ? told : { ...told, labels };
}

eventsContract('embedded Kubernetes API', async () => {
  const { objects, ...given } = await open();
  return { ...given, written: async () => (await objects()).map(recorded) };
});

test('an event tells its object and who told it', async () => {
  const { port, subject, objects } = await open();
  port.record({ subject, type: 'Normal', reason: 'Told', message: 'once' });
  await port.settled();
  const [event] = await objects();
  expect(event?.['involvedObject']).toEqual(subject);
  expect([event?.['source'], event?.['count']]).toEqual([{ component: 'test' }, 1]);
});

test('an event that cannot be written is lost, and nothing else is', async () => {
  const faulty = await open((kube) => {
    const wrapped = faultyKube(kube);
    wrapped.plan(({ number }) => (number === 0 ? { when: 'before', error: unreachable() } : undefined));
    return wrapped;
  });
  for (const message of ['lost', 'kept']) {
    faulty.port.record({ subject: faulty.subject, type: 'Normal', reason: 'Told', message });
  }
  await faulty.port.settled();
  expect((await faulty.objects()).map((object) => textAt(object, 'message'))).toEqual(['kept']);
});

test('who does not lead tells nothing', async () => {
  const { port, subject, objects } = await open(undefined, {
    check() {
      throw new AppError({ code: 'leadership.lost', kind: 'transient', message: 'another leads' });
    },
  });
  port.record({ subject, type: 'Normal', reason: 'Told', message: 'never' });
  await port.settled();
  expect(await objects()).toEqual([]);
});
