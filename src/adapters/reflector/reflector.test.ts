import { expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ResourceType } from '../../ports/kube.ts';
import type { ReflectorSink } from '../../ports/reflector.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { type FaultPlan, faultyKube, unreachable } from '../../testkit/faulty-kube.ts';
import { memoryKube } from '../../testkit/memory-kube.ts';
import { createReflector } from './reflector.ts';

const MAPS: ResourceType = { group: '', version: 'v1', plural: 'configmaps', namespaced: true };
const map = (name: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default' },
});
const gone = new AppError({ code: 'kube.gone', kind: 'transient', message: 'too old' });

function follow(plan: FaultPlan = () => undefined) {
  const clock = new FakeClock();
  const api = memoryKube({ clock });
  const kube = faultyKube(api);
  kube.plan(plan);
  const told: string[] = [];
  const sink: ReflectorSink = {
    listing: () => told.push('listing'),
    page: (objects) => told.push(`page ${objects.map(({ metadata }) => metadata.name).join(' ')}`),
    listed: () => told.push('listed'),
    changed: (type, { metadata }) => told.push(`${type} ${metadata.name}`),
    bookmark: () => undefined,
    health: (failure) => told.push(failure?.code ?? 'healthy'),
  };
  const stop = new AbortController();
  const target = { kube, type: MAPS, namespace: 'default', signal: stop.signal };
  const running = createReflector({ clock, random: () => 0.5 }).run(target, sink);
  return { clock, api, kube, told, stop, running };
}

test('a list, its health, then changes; it ends with its signal', async () => {
  const { clock, api, told, stop, running } = follow();
  await api.create(MAPS, map('a'));
  await clock.advance(1);
  await api.create(MAPS, map('b'));
  await api.delete({ type: MAPS, namespace: 'default', name: 'a' });
  await clock.advance(1);
  stop.abort();
  await running;
  expect(told).toEqual(['listing', 'page a', 'listed', 'healthy', 'ADDED b', 'DELETED a']);
  expect(clock.pendingTimers).toBe(0);
});

test('watches that the server ends are taken up again for hours, without a list', async () => {
  const { clock, kube, told, stop } = follow();
  await clock.advance(4 * 3_600_000);
  expect(told).toEqual(['listing', 'page ', 'listed', 'healthy']);
  expect(kube.count({ verb: 'list' })).toBe(1);
  expect(kube.count({ verb: 'watch' })).toBeLessThan(50);
  stop.abort();
});

test('one broken watch is not told; one that cannot be taken up is, until it can', async () => {
  const { clock, api, kube, told, stop } = follow();
  await clock.advance(1);
  told.length = 0;
  api.breakStreams();
  await clock.advance(2000);
  expect(told).toEqual([]);
  kube.plan(() => ({ when: 'before', error: unreachable() }));
  api.breakStreams();
  await clock.advance(10_000);
  kube.plan(() => undefined);
  await api.create(MAPS, map('meanwhile'));
  await clock.advance(60_000);
  expect([...new Set(told)]).toEqual(['kube.unreachable', 'healthy', 'ADDED meanwhile']);
  stop.abort();
});

test('failures wait longer and longer, up to half a minute', async () => {
  const { clock, kube, stop } = follow(() => ({ when: 'before', error: unreachable() }));
  await clock.advance(3_600_000);
  expect(kube.count({ verb: 'list' })).toBeGreaterThan(100);
  expect(kube.count({ verb: 'list' })).toBeLessThan(250);
  stop.abort();
});

test('a list whose version is forgotten between two pages begins anew', async () => {
  let lists = 0;
  // The first one fails, so that the objects are there before the second.
  const faults = [unreachable(), undefined, gone];
  const { clock, api, told, stop } = follow(({ verb }) => {
    const error = verb === 'list' ? faults[lists++] : undefined;
    return error && { when: 'before', error };
  });
  for (let number = 0; number < 501; number++) await api.create(MAPS, map(`m${number}`));
  await clock.advance(5000);
  expect(told.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
    'listing',
    'kube.unreachable',
    'listing',
    'page m0',
    'listing',
    'page m0',
    'page m99',
    'listed',
    'healthy',
  ]);
  stop.abort();
});
