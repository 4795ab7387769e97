import { expect, test } from 'vitest';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { memoryKube } from '../../testkit/memory-kube.ts';
import { memoryLog } from '../../testkit/memory-log.ts';
import { type ClusterLeases, createClusterLeases, LEASE_TIMING } from './index.ts';

const { duration, deadline, renewal, retry } = LEASE_TIMING;
const HAND_OVER = 45_000;

function world() {
  const clock = new FakeClock();
  const kube = memoryKube({ clock });
  const join = async (identity: string, servers: readonly string[] | 'all'): Promise<ClusterLeases> => {
    const leases = createClusterLeases({ kube, namespace: 'default', name: 'lead', identity, clock, log: memoryLog() });
    leases.assign(servers);
    await leases.start();
    return leases;
  };
  return { clock, kube, join };
}

const had = (leases: ClusterLeases, ...servers: readonly string[]) => servers.filter((it) => leases.of(it).leads());

test('each leads the clusters that are its own, and who leads all leads each', async () => {
  const { join } = world();
  const [first, second] = [await join('a', ['x', 'y']), await join('b', ['z'])];
  expect([had(first, 'x', 'y', 'z'), had(second, 'x', 'y', 'z')]).toEqual([['x', 'y'], ['z']]);
  expect(() => second.of('x').check()).toThrow('another controller looks after this cluster');
  await Promise.all([first.stop(), second.stop()]);
  const third = await join('c', 'all');
  expect(had(third, 'x', 'y', 'z')).toEqual(['x', 'y', 'z']);
  await third.stop();
});

test('a cluster that is given to another is left first, and then had within the time of a hand-over', async () => {
  const { clock, join } = world();
  const [first, second] = [await join('a', ['x', 'y']), await join('b', ['z'])];
  // The new owner knows first: it waits.
  second.assign(['y', 'z']);
  await clock.advance(renewal);
  expect([had(first, 'y'), had(second, 'y')]).toEqual([['y'], []]);
  first.assign(['x']);
  await clock.advance(0);
  expect([had(first, 'y'), had(second, 'y')]).toEqual([[], []]);
  await clock.advance(duration - deadline + 2 * retry);
  expect([had(first, 'x', 'y'), had(second, 'y', 'z')]).toEqual([['x'], ['y', 'z']]);
  await Promise.all([first.stop(), second.stop()]);
});

test('what comes back before it was given back was never away', async () => {
  const { clock, join } = world();
  const first = await join('a', ['x']);
  first.assign([]);
  await clock.advance(1_000);
  expect(had(first, 'x')).toEqual([]);
  first.assign(['x']);
  await clock.advance(duration);
  expect(had(first, 'x')).toEqual(['x']);
  await first.stop();
});

test('who leads all waits until nobody shares, and who shares gives way to one that leads all', async () => {
  const { clock, join } = world();
  const shared = await join('a', ['x']);
  const sole = await join('b', 'all');
  expect([had(shared, 'x'), had(sole, 'x')]).toEqual([['x'], []]);
  for (let passed = 0; passed < HAND_OVER; passed += 1_000) {
    await clock.advance(1_000);
    expect([...had(shared, 'x'), ...had(sole, 'x')].length).toBeLessThanOrEqual(1);
  }
  expect([had(shared, 'x'), had(sole, 'x')]).toEqual([[], ['x']]);
  await sole.stop();
  await clock.advance(3 * retry);
  expect(had(shared, 'x')).toEqual(['x']);
  await shared.stop();
});

test('who is told of the lead is told over which cluster', async () => {
  const { clock, join } = world();
  const leases = await join('a', []);
  const told: (string | undefined)[] = [];
  leases.onLead((server) => told.push(server));
  leases.assign(['x']);
  await clock.advance(retry);
  leases.assign('all');
  await clock.advance(duration);
  expect(told).toEqual(['x', undefined]);
  await leases.stop();
});
