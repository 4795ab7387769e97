/** Two controllers of one control plane: one acts, the other is ready, and neither acts on what it does not know to be over. */
import { afterEach, expect, test } from 'vitest';
import { textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { type FaultyKube, faultyKube, isWrite } from '../../testkit/faulty-kube.ts';
import { type FrozenProcess, frozen } from '../../testkit/frozen-process.ts';
import { memoryLog } from '../../testkit/memory-log.ts';
import {
  application,
  gate,
  REPOSITORY,
  type ReconcileEnvironment,
  type RunningController,
  reconcileEnvironment,
} from '../../testkit/reconcile-environment.ts';
import { createElection, type Election, LEASE_TIMING } from '../leadership/index.ts';

const HOOK = 'argocd.argoproj.io/hook';
const PLACE = { namespace: 'argocd', name: 'lead' };
const MANIFESTS: readonly KubeObject[] = [
  gate('pre', { [HOOK]: 'PreSync' }),
  gate('main'),
  gate('post', { [HOOK]: 'PostSync' }),
];

interface Member {
  readonly process: FrozenProcess;
  readonly kube: FaultyKube;
  readonly election: Election;
  readonly controller: RunningController;
}

let place: ReconcileEnvironment;
const members: Member[] = [];

afterEach(async () => {
  for (const { process, controller, election } of members.splice(0)) {
    process.thaw();
    await Promise.all([controller.stop(), election.stop(), place.clock.advance(10_000)]);
  }
  await place.close();
});

async function join(identity: string): Promise<Member> {
  const process = frozen(place.clock);
  const kube = faultyKube(process.kube(place.api));
  const { clock } = process;
  const election = createElection({ kube, place: PLACE, identity, clock, log: memoryLog() });
  await election.start();
  const controller = await place.startController(kube, {}, undefined, { clock, leadership: election });
  const member = { process, kube, election, controller };
  members.push(member);
  return member;
}

/** Two members, the first of which leads, and a sync that waits for its first hook. */
async function twoAtWork(): Promise<readonly [Member, Member]> {
  place = await reconcileEnvironment();
  const both = [await join('a'), await join('b')] as const;
  place.manifests.commit(REPOSITORY, MANIFESTS);
  await place.apply(application());
  await settle();
  await place.merge('Application', 'app', { operation: { sync: {} } }, 'argocd');
  await settle();
  expect((await place.app()).status?.operationState?.message).toContain('Gate/pre');
  return both;
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await place.settle();
}

/** Lets time pass; every gate gets healthy soon after it appears. */
async function carryOn(milliseconds: number): Promise<void> {
  for (let passed = 0; passed < milliseconds; passed += 1_000) {
    await place.clock.advance(1_000);
    for (const object of await place.list('Gate')) {
      if (textAt(object, 'status', 'health') === undefined)
        await place.merge('Gate', object.metadata.name ?? '', { status: { health: 'Healthy' } });
    }
    await settle();
  }
}

const writesOf = ({ kube }: Member) => kube.calls.filter((call) => isWrite(call) && call.resource !== 'leases');
const created = (name: string) =>
  members.flatMap(({ kube }) => kube.calls).filter((call) => call.verb === 'create' && call.name === name).length;

async function expectDoneOnce(): Promise<void> {
  expect((await place.app()).status?.operationState?.phase).toBe('Succeeded');
  expect((await place.app()).status?.history).toHaveLength(1);
  expect([created('pre'), created('main'), created('post')]).toEqual([1, 1, 1]);
}

test('one acts; the other looks, so that both show the same', async () => {
  const [first, second] = await twoAtWork();
  await carryOn(5_000);
  await expectDoneOnce();
  expect(writesOf(second)).toEqual([]);
  const trees = [first, second].map(({ controller }) =>
    controller.reconciler.liveView.resourceTree({ namespace: 'argocd', name: 'app' }),
  );
  expect((await Promise.all(trees)).map((tree) => tree?.nodes?.map(({ name }) => name))).toEqual([
    ['main', 'post', 'pre'],
    ['main', 'post', 'pre'],
  ]);
});

test('one that is killed is followed by the other within the time of the Lease', async () => {
  const [first] = await twoAtWork();
  first.process.freeze();
  await carryOn(LEASE_TIMING.duration + LEASE_TIMING.retry + 3_000);
  await expectDoneOnce();
});

test('one that was stopped for longer writes nothing when it goes on', async () => {
  const [first, second] = await twoAtWork();
  first.process.freeze();
  await carryOn(2 * LEASE_TIMING.duration);
  await expectDoneOnce();
  const before = writesOf(first).length;
  first.process.thaw();
  await carryOn(5_000);
  expect(writesOf(first).length).toBe(before);
  expect([first.election.leads(), second.election.leads()]).toEqual([false, true]);
});

test('one that was stopped in the midst of its work leaves it to the other', async () => {
  const [first] = await twoAtWork();
  await place.merge('Gate', 'pre', { status: { health: 'Healthy' } });
  // It hears of that, and is stopped with its next answer on the way.
  first.kube.plan((call) => {
    if (isWrite(call) && call.resource === 'applications') first.process.freeze();
    return undefined;
  });
  await carryOn(2 * LEASE_TIMING.duration);
  await expectDoneOnce();
  const before = writesOf(first).length;
  first.process.thaw();
  await carryOn(5_000);
  expect(writesOf(first).length).toBe(before);
  await expectDoneOnce();
});

test('one that gives the lead back is followed at once', async () => {
  const [first] = await twoAtWork();
  await first.controller.stop();
  await first.election.stop();
  await carryOn(LEASE_TIMING.retry + 3_000);
  await expectDoneOnce();
});
