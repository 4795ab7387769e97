import { expect, test } from 'vitest';
import type { ApiResource, Discovery } from '../../ports/kube.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { mergedDiscovery } from './discovered.ts';
import { Rediscovery } from './rediscovery.ts';
import { resourceOf, watchedKinds } from './watched-kinds.ts';

const resource = (apiVersion: string, kind: string, verbs = ['list', 'watch']): ApiResource => {
  const [group = '', version = ''] = apiVersion.split('/');
  return { group, version, kind, plural: `${kind.toLowerCase()}s`, namespaced: true, verbs, subresources: [] };
};

const discovery = (
  resources: readonly ApiResource[],
  preferred: Record<string, string>,
  failed: string[] = [],
): Discovery => ({
  resources,
  preferred,
  failed,
});

const shown = (found: ApiResource | undefined) => found && `${found.group}/${found.version}/${found.kind}`;

const SERVED = discovery(
  [
    resource('autoscaling/v2', 'Scaler'),
    resource('autoscaling/v1', 'Scaler'),
    resource('autoscaling/v1', 'Old'),
    resource('apps/v1', 'Web'),
    resource('authorization.k8s.io/v1', 'Review', ['create']),
    resource('metrics.k8s.io/v1', 'Usage', ['get', 'list']),
  ],
  { autoscaling: 'v2', apps: 'v1' },
);

test('each kind once, in its preferred version, if it can be listed and watched', () => {
  expect(watchedKinds(SERVED, () => true).map(shown)).toEqual([
    'autoscaling/v2/Scaler',
    'autoscaling/v1/Old',
    'apps/v1/Web',
  ]);
  expect(watchedKinds(SERVED, ({ kind }) => kind === 'Web').map(shown)).toEqual(['apps/v1/Web']);
});

test('the preferred version is taken wherever it stands', () => {
  const turned = discovery([...SERVED.resources].reverse(), { autoscaling: 'v2', apps: 'v1' });
  expect(watchedKinds(turned, ({ kind }) => kind === 'Scaler').map(shown)).toEqual(['autoscaling/v2/Scaler']);
});

test.each([
  ['the version asked for', { group: 'autoscaling', kind: 'Scaler', version: 'v1' }, 'autoscaling/v1/Scaler'],
  [
    'another where that is not served',
    { group: 'autoscaling', kind: 'Scaler', version: 'v9' },
    'autoscaling/v2/Scaler',
  ],
  ['the only one there is', { group: 'autoscaling', kind: 'Old' }, 'autoscaling/v1/Old'],
  ['a kind that cannot be listed', { group: 'authorization.k8s.io', kind: 'Review' }, 'authorization.k8s.io/v1/Review'],
  ['nothing of an unknown kind', { group: 'apps', kind: 'Scaler' }, undefined],
])('the resource of a kind: %s', (_, wanted, expected) => {
  expect(shown(resourceOf(SERVED, wanted))).toBe(expected);
});

test('kinds of a group that does not answer are not forgotten', () => {
  const before = discovery([resource('apps/v1', 'Web'), resource('metrics.k8s.io/v1', 'Usage')], {
    apps: 'v1',
    'metrics.k8s.io': 'v1',
  });
  const after = discovery([resource('apps/v1', 'Web')], { apps: 'v1' }, ['metrics.k8s.io/v1']);
  const merged = mergedDiscovery(before, after);
  expect(merged.resources.map(shown)).toEqual(['apps/v1/Web', 'metrics.k8s.io/v1/Usage']);
  expect(merged.preferred).toEqual({ apps: 'v1', 'metrics.k8s.io': 'v1' });
  expect(mergedDiscovery(before, discovery([], {})).resources).toEqual([]);
});

test('definitions that change all the time do not put the next reading off', async () => {
  const clock = new FakeClock();
  const read: number[] = [];
  const rediscovery = new Rediscovery(clock, async () => {
    read.push(clock.monotonic());
  });
  for (let change = 0; change < 10; change++) {
    rediscovery.soon();
    await clock.advance(30);
  }
  await clock.advance(60_000);
  expect(read.slice(0, 3)).toEqual([100, 220, 340]);
  expect(read.at(-1)).toBe(270 + 5000);
  expect(read.length).toBeLessThan(8);
  rediscovery.soon();
  rediscovery.close();
  expect(clock.pendingTimers).toBe(0);
});
