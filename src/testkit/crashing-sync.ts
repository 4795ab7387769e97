/**
 * A sync with hooks, waves and pruning, during which the controller is abandoned at one port call, as if the process were
 * killed there; another one takes over. What came of it is compared with a sync that nobody disturbed.
 */
import type { Application } from '../api/application/fields.ts';
import { textAt } from '../base/json-value.ts';
import type { KubeObject } from '../kube/object/kube-object.ts';
import type { ManifestService } from '../ports/manifest-service.ts';
import { type Fault, type FaultPlan, faultyKube, isWrite } from './faulty-kube.ts';
import {
  application,
  configMap,
  gate,
  REPOSITORY,
  type ReconcileEnvironment,
  reconcileEnvironment,
} from './reconcile-environment.ts';

export interface CrashPoint {
  /** The n-th call that counts, from 0. */
  readonly call: number;
  readonly when: Fault['when'];
  /** Which calls count. */
  readonly of: 'writes' | 'calls' | 'manifests';
}

export interface CrashOutcome {
  /** False: the sync had fewer calls. */
  readonly crashed: boolean;
  readonly phase: string;
  readonly message: string;
  readonly objects: readonly string[];
  /** How often each hook was created. */
  readonly hookRuns: Readonly<Record<string, number>>;
  readonly historyLength: number;
  readonly keptCommits: number;
  readonly results: readonly string[];
}

const HOOK = 'argocd.argoproj.io/hook';
const WAVE = 'argocd.argoproj.io/sync-wave';
const POLICY = 'argocd.argoproj.io/hook-delete-policy';
const HOOKS = ['pre', 'quick', 'post', 'last'];
const MANIFESTS: readonly KubeObject[] = [
  gate('pre', { [HOOK]: 'PreSync', [POLICY]: 'HookSucceeded' }),
  configMap('quick', { [HOOK]: 'PreSync', [WAVE]: '1' }),
  gate('first'),
  configMap('second', { [WAVE]: '1' }),
  gate('post', { [HOOK]: 'PostSync' }),
  configMap('last', { [HOOK]: 'PostSync', [WAVE]: '2', [POLICY]: 'HookSucceeded,BeforeHookCreation' }),
];

/** Plays the story once. Without a crash point: undisturbed. */
export function crashingSync(point: CrashPoint | undefined): Promise<CrashOutcome> {
  return playIn({ point, plan: planOf(point), turns: TURNS });
}

/** The story with faults that the controller survives: `plan` decides for each call from the request for the sync on. */
export function troubledSync(plan: FaultPlan, turns = TURNS): Promise<CrashOutcome> {
  return playIn({ point: undefined, plan, turns });
}

/** Half seconds that the story is given. */
const TURNS = 12;

interface Story {
  readonly point: CrashPoint | undefined;
  readonly plan: FaultPlan;
  readonly turns: number;
}

async function playIn(story: Story): Promise<CrashOutcome> {
  const place = await reconcileEnvironment();
  try {
    return await play(place, story);
  } finally {
    await place.close();
  }
}

async function play(place: ReconcileEnvironment, { point, plan, turns }: Story): Promise<CrashOutcome> {
  place.manifests.commit(REPOSITORY, MANIFESTS);
  await leaveRemains(place);
  const reached = faultyKube(place.api);
  const killed = faultyKube(reached);
  const manifests = crashingManifests(place.manifests, point);
  const first = await place.startController(killed, {}, manifests.port);
  await place.apply(application());
  await place.settle();
  killed.plan(plan);
  manifests.arm();
  await place.merge(
    'Application',
    'app',
    { operation: { initiatedBy: { username: 'x' }, sync: { prune: true } } },
    'argocd',
  );
  await carryOn(place, turns, () => killed.isAbandoned || manifests.crashed());
  const crashed = killed.isAbandoned || manifests.crashed();
  void first.stop();
  const second = crashed ? await place.startController(reached) : undefined;
  await carryOn(place, crashed ? TURNS : 0, () => false);
  await second?.stop();
  return outcomeOf(place, crashed, (name) => reached.calls.filter((call) => isCreation(call, name)).length);
}

/** A hook of an earlier sync, and an object that has left the repository. */
async function leaveRemains(place: ReconcileEnvironment): Promise<void> {
  const tracked = (kind: string, name: string) => ({
    'argocd.argoproj.io/tracking-id': `app:${kind === 'Gate' ? 'test.example.com' : ''}/${kind}:n/${name}`,
  });
  const post = gate('post', { [HOOK]: 'PostSync', ...tracked('Gate', 'post') });
  await place.apply({ ...post, metadata: { ...post.metadata, namespace: 'n' } });
  const extra = configMap('extra', tracked('ConfigMap', 'extra'));
  await place.apply({ ...extra, metadata: { ...extra.metadata, namespace: 'n' } });
}

/** Lets time pass; gates become healthy a moment after they appear. */
async function carryOn(place: ReconcileEnvironment, turns: number, until: () => boolean): Promise<void> {
  for (let turn = 0; turn < turns && !until(); turn += 1) {
    await place.settle();
    for (const object of await place.list('Gate')) {
      const going = object.metadata.deletionTimestamp !== undefined;
      if (going || textAt(object, 'status', 'health') !== undefined) continue;
      await place.merge('Gate', object.metadata.name ?? '', { status: { health: 'Healthy' } });
    }
    await place.clock.advance(500);
  }
}

function planOf(point: CrashPoint | undefined): FaultPlan {
  let count = 0;
  return (call) => {
    if (point === undefined || point.of === 'manifests' || call.resource === 'events') return undefined;
    if (point.of === 'writes' && !isWrite(call)) return undefined;
    return count++ === point.call ? { when: point.when } : undefined;
  };
}

function isCreation(call: { readonly verb: string; readonly name: string }, name: string): boolean {
  return (call.verb === 'create' || call.verb === 'apply') && call.name === name;
}

interface CrashingManifests {
  readonly port: ManifestService;
  arm(): void;
  crashed(): boolean;
}

/** The same for calls of the manifest service. */
function crashingManifests(inner: ManifestService, point: CrashPoint | undefined): CrashingManifests {
  let armed = false;
  let count = 0;
  let crashed = false;
  const never = () => new Promise<never>(() => undefined);
  const run = async <T>(work: () => Promise<T>): Promise<T> => {
    if (crashed) return never();
    const hit = armed && point?.of === 'manifests' && count++ === point.call;
    if (hit && point.when === 'before') crashed = true;
    if (crashed) return never();
    const answer = await work();
    if (hit) crashed = true;
    return crashed ? never() : answer;
  };
  const port: ManifestService = {
    render: (request) => run(() => inner.render(request)),
    resolve: (request) => run(() => inner.resolve(request)),
    stand: (...input) => run(() => inner.stand(...input)),
    revisionMetadata: (...input) => run(() => inner.revisionMetadata(...input)),
    notice: (repoUrl) => inner.notice(repoUrl),
    onMoved: (listener) => inner.onMoved(listener),
    keep: (...input) => run(() => inner.keep(...input)),
    release: (operation) => run(() => inner.release(operation)),
  };
  return { port, arm: () => (armed = true), crashed: () => crashed };
}

async function outcomeOf(
  place: ReconcileEnvironment,
  crashed: boolean,
  runsOf: (name: string) => number,
): Promise<CrashOutcome> {
  const app: Application = await place.app();
  const state = app.status?.operationState;
  const objects = [...(await place.list('ConfigMap')), ...(await place.list('Gate'))];
  return {
    crashed,
    phase: state?.phase ?? '',
    message: state?.message ?? '',
    objects: objects.map((object) => `${object.kind}/${object.metadata.name}`),
    hookRuns: Object.fromEntries(HOOKS.map((name) => [name, runsOf(name)])),
    historyLength: app.status?.history?.length ?? 0,
    keptCommits: place.manifests.kept.size,
    // An object that was pruned right before the crash is gone, and with it all that could still be said of it.
    results: (state?.syncResult?.resources ?? [])
      .filter((line) => line.status !== 'Pruned')
      .map((line) => `${line.name} ${line.status} ${line.hookPhase}`),
  };
}
