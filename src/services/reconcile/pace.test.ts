import { expect, test } from 'vitest';
import type { Clock } from '../../base/clock.ts';
import { type ApplicationContext, comparing } from '../../engine/compare/application/compare-application.ts';
import { DEFAULT_COMPARE_OPTIONS } from '../../engine/compare/compare-options.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { configMap, openProject } from '../../testkit/reconcile-environment.ts';
import { paced, paceOf } from './pace.ts';

/** Each look at the clock takes a tenth of a millisecond, as an object does; sleeping tells how long the thread was held. */
function workingClock() {
  let now = 0;
  let since = 0;
  const held: number[] = [];
  const clock: Clock = {
    ...new FakeClock(),
    now: () => now,
    elapsed: () => now,
    after: () => ({ cancel: () => undefined }),
    monotonic: () => (now += 0.1),
    sleep: async () => {
      held.push(now - since);
      since = now;
    },
  };
  return { clock, held };
}

const CONTEXT: ApplicationContext = {
  app: { namespace: 'argocd', name: 'app', instance: 'app' },
  tracking: { method: 'annotation', labelKey: 'app.kubernetes.io/instance', installationId: '' },
  project: openProject('default').spec,
  cluster: { server: 'https://kubernetes.default.svc', name: 'in-cluster' },
  isNamespaced: () => true,
  options: DEFAULT_COMPARE_OPTIONS,
};

test('a comparison of thousands of objects holds the thread for no longer than 50 ms at a time', async () => {
  const { clock, held } = workingClock();
  const targets = Array.from({ length: 2_000 }, (_, at) => {
    const object = configMap(`object-${at}`);
    return { ...object, metadata: { ...object.metadata, namespace: 'n' } };
  });
  const live = targets.map((target, at) => {
    return { ...target, metadata: { ...target.metadata, uid: `uid-${at}`, resourceVersion: '1' } };
  });
  const { resources } = await paced(paceOf(clock), comparing({ targets, live }, CONTEXT));
  expect(resources.map(({ status }) => status.status)).toEqual(targets.map(() => 'Synced'));
  expect(held.length).toBeGreaterThan(10);
  expect(Math.max(...held)).toBeLessThan(50);
});

test('short work is done in one go', async () => {
  const { clock, held } = workingClock();
  await paced(paceOf(clock), comparing({ targets: [configMap('a')], live: [] }, CONTEXT));
  expect(held).toEqual([]);
});
