import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Clock } from '../../base/clock.ts';
import { AppError } from '../../base/errors.ts';
import type { KubePort } from '../../ports/kube.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { faultyKube, isWrite, unreachable } from '../../testkit/faulty-kube.ts';
import { frozen } from '../../testkit/frozen-process.ts';
import { memoryKube } from '../../testkit/memory-kube.ts';
import { memoryLog } from '../../testkit/memory-log.ts';
import { createElection, type Election, LEASE_TIMING } from './index.ts';

const PLACE = { namespace: 'default', name: 'lead' };
const ADDRESS = {
  type: { group: 'coordination.k8s.io', version: 'v1', plural: 'leases', namespaced: true },
  ...PLACE,
};
const { duration, deadline, renewal, retry } = LEASE_TIMING;

function world() {
  const clock = new FakeClock();
  return { clock, api: memoryKube({ clock }) };
}

function candidate(identity: string, { clock, kube }: { clock: Clock; kube: KubePort }, isGone = () => false) {
  return createElection({ kube, place: PLACE, identity, clock, log: memoryLog(), isGone });
}

function code(election: Election): string | undefined {
  try {
    election.check();
    return undefined;
  } catch (error) {
    return error instanceof AppError ? error.code : 'unexpected';
  }
}

test('the first leads at once, the second when the first gives back', async () => {
  const { clock, api } = world();
  const first = candidate('a', { clock, kube: api });
  await first.start();
  expect([first.leads(), code(first)]).toEqual([true, undefined]);
  const second = candidate('b', { clock, kube: api });
  await second.start();
  expect([second.leads(), code(second)]).toEqual([false, 'leadership.lost']);
  await clock.advance(5 * duration);
  expect([first.leads(), second.leads()]).toEqual([true, false]);
  await first.stop();
  expect(first.leads()).toBe(false);
  await clock.advance(retry);
  expect(second.leads()).toBe(true);
  expect((await api.get(ADDRESS))?.['spec']).toMatchObject({ holderIdentity: 'b', leaseTransitions: 1 });
  await second.stop();
});

test('a user that may not have the Lease is told at the start', async () => {
  const { clock, api } = world();
  const kube = faultyKube(api);
  const error = new AppError({ code: 'kube.forbidden', kind: 'user', message: 'leases is forbidden' });
  kube.plan(() => ({ when: 'before', error }));
  await expect(candidate('a', { clock, kube }).start()).rejects.toMatchObject({ code: 'leadership.forbidden' });
  expect(clock.pendingTimers).toBe(0);
});

test('a holder that is known to be gone is not waited for', async () => {
  const { clock, api } = world();
  await candidate('a', { clock, kube: api }).start();
  const next = candidate('b', { clock, kube: api }, () => true);
  await next.start();
  expect(next.leads()).toBe(true);
});

test('a leader that cannot renew stops before another takes over, and leads again when it can', async () => {
  const { clock, api } = world();
  const cut = faultyKube(api);
  const first = candidate('a', { clock, kube: cut });
  let began = 0;
  first.onLead(() => (began += 1));
  await first.start();
  cut.plan(() => ({ when: 'before', error: unreachable() }));
  await clock.advance(deadline - 1);
  expect(first.leads()).toBe(true);
  await clock.advance(1);
  expect(first.leads()).toBe(false);
  cut.plan(() => undefined);
  await clock.advance(retry);
  expect([first.leads(), began]).toEqual([true, 2]);
});

test('an answer that is lost costs no lead: the next try finds its own renewal', async () => {
  const { clock, api } = world();
  const kube = faultyKube(api);
  const first = candidate('a', { clock, kube });
  await first.start();
  kube.plan((call) => (call.verb === 'update' ? { when: 'after', error: unreachable() } : undefined));
  await clock.advance(renewal);
  kube.plan(() => undefined);
  await clock.advance(retry);
  const asked = clock.elapsed();
  await clock.advance(renewal - 1);
  expect([first.leads(), clock.elapsed() - asked]).toEqual([true, renewal - 1]);
});

test('an answer that never comes does not hold up the next try', async () => {
  const { clock, api } = world();
  const stuck = { ...api, update: (): Promise<never> => new Promise(() => undefined) };
  let kube: KubePort = api;
  const first = candidate('a', { clock, kube: { ...api, update: (...order) => kube.update(...order) } });
  await first.start();
  kube = stuck;
  await clock.advance(renewal);
  kube = api;
  await clock.advance(deadline - renewal - 1);
  expect(first.leads()).toBe(true);
});

test('a Lease that somebody deletes is not taken by another before its leader knows', async () => {
  const { clock, api } = world();
  const [first, second] = [candidate('a', { clock, kube: api }), candidate('b', { clock, kube: api })];
  await first.start();
  await second.start();
  await api.delete(ADDRESS);
  await clock.advance(2 * duration);
  expect([first.leads(), second.leads()]).toEqual([true, false]);
});

test('the wall clock may jump', async () => {
  const { clock, api } = world();
  const [first, second] = [candidate('a', { clock, kube: api }), candidate('b', { clock, kube: api })];
  await first.start();
  await second.start();
  for (const jump of [3_600_000, -86_400_000]) {
    clock.jump(jump);
    await clock.advance(2 * duration);
    expect([first.leads(), second.leads()]).toEqual([true, false]);
  }
});

test('a leader that is alone writes once in ten seconds, and reads nothing', async () => {
  const { clock, api } = world();
  const kube = faultyKube(api);
  await candidate('a', { clock, kube }).start();
  kube.reset();
  await clock.advance(3_600_000);
  const writes = kube.calls.filter(isWrite).length;
  expect([writes, kube.calls.length - writes]).toEqual([360, 0]);
});

const event = fc.record({
  after: fc.integer({ min: 0, max: 2 * duration }),
  who: fc.nat(2),
  what: fc.constantFrom('freeze', 'thaw', 'cut', 'join', 'slow', 'jump', 'stop', 'start' as const),
});

describe('whatever happens to processes, connections and clocks', () => {
  test('never do two lead, and in the end one does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 25 }), async (events) => {
        const { clock, api } = world();
        const candidates = [0, 1, 2].map((index) => {
          const process = frozen(clock);
          const cut = faultyKube(process.kube(api));
          const slow = { by: 0 };
          const update: KubePort['update'] = async (...order) => {
            if (slow.by > 0) await process.clock.sleep(slow.by);
            return cut.update(...order);
          };
          const parts = { clock: process.clock, kube: { ...cut, server: cut.server, update } };
          const make = () => createElection({ ...parts, place: PLACE, identity: `c${index}`, log: memoryLog() });
          return { process, cut, slow, make, election: make(), stopped: false };
        });
        const watch = async (milliseconds: number) => {
          for (let passed = 0; passed < milliseconds; passed += 500) {
            await clock.advance(Math.min(500, milliseconds - passed));
            expect(candidates.filter(({ election }) => election.leads()).length).toBeLessThanOrEqual(1);
          }
        };
        for (const { election } of candidates) void election.start();
        for (const { after, who, what } of events) {
          await watch(after);
          const one = candidates[who];
          if (one === undefined) continue;
          if (what === 'freeze') one.process.freeze();
          if (what === 'thaw') one.process.thaw();
          if (what === 'cut') one.cut.plan(() => ({ when: 'before', error: unreachable() }));
          if (what === 'join') one.cut.plan(() => undefined);
          if (what === 'slow') one.slow.by = one.slow.by === 0 ? 4_000 : 0;
          if (what === 'jump') clock.jump(after * 1_000 - duration);
          if (what === 'stop' && !one.stopped) void one.election.stop().then(() => (one.stopped = true));
          if (what === 'start' && one.stopped) {
            one.stopped = false;
            one.election = one.make();
            void one.election.start();
          }
        }
        for (const one of candidates) {
          one.process.thaw();
          one.cut.plan(() => undefined);
          one.slow.by = 0;
        }
        await watch(3 * duration);
        const standing = candidates.filter(({ stopped }) => !stopped);
        expect(standing.length === 0 || standing.some(({ election }) => election.leads())).toBe(true);
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});
