/**
 * Laws of a sync over random repositories, clusters and mishaps, on the whole controller with an embedded Kubernetes API:
 * it reaches what the repository says or says why not, does nothing the second time, keeps the order, and is never wedged.
 */
import fc from 'fast-check';
import type { Application } from '../api/application/fields.ts';
import { textAt } from '../base/json-value.ts';
import type { KubeObject } from '../kube/object/kube-object.ts';
import { type FaultyKube, faultyKube, isWrite, type KubeCall, unreachable } from './faulty-kube.ts';
import {
  application,
  configMap,
  gate,
  REPOSITORY,
  type ReconcileEnvironment,
  type RunningController,
  reconcileEnvironment,
} from './reconcile-environment.ts';

const HOOK = 'argocd.argoproj.io/hook';
const WAVE = 'argocd.argoproj.io/sync-wave';
const POLICY = 'argocd.argoproj.io/hook-delete-policy';
const TRACKING = 'argocd.argoproj.io/tracking-id';
const KINDS = ['ConfigMap', 'Gate'] as const;
const FINAL = ['Succeeded', 'Failed', 'Error'];

/** One manifest; its name follows from its place, so that none is there twice. */
export interface Wanted {
  readonly kind: (typeof KINDS)[number];
  readonly hook: '' | 'PreSync' | 'Sync' | 'PostSync' | 'SyncFail';
  readonly policy: '' | 'HookSucceeded' | 'HookFailed' | 'BeforeHookCreation';
  readonly wave: number;
  /** What stands in its place before: nothing, the same, something else of ours, something of nobody. */
  readonly before: 'nothing' | 'same' | 'changed' | 'foreign';
}

export type Mishap =
  | { readonly kind: 'wait' }
  | { readonly kind: 'restart' }
  /** The API server does not answer for a while. */
  | { readonly kind: 'outage'; readonly when: 'before' | 'after' }
  | { readonly kind: 'answers' }
  | { readonly kind: 'delete'; readonly at: number }
  | { readonly kind: 'health'; readonly at: number; readonly health: 'Healthy' | 'Degraded' };

export const wantedObjects: fc.Arbitrary<readonly Wanted[]> = fc.array(
  fc.record({
    kind: fc.constantFrom(...KINDS),
    hook: fc.constantFrom('', '', '', 'PreSync', 'Sync', 'PostSync', 'SyncFail'),
    policy: fc.constantFrom('', 'HookSucceeded', 'HookFailed', 'BeforeHookCreation'),
    wave: fc.integer({ min: -1, max: 2 }),
    before: fc.constantFrom('nothing', 'nothing', 'same', 'changed', 'foreign'),
  }),
  { minLength: 1, maxLength: 6 },
);

const place = fc.nat({ max: 5 });
export const mishaps: fc.Arbitrary<readonly Mishap[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constant({ kind: 'wait' } as const) },
    { weight: 1, arbitrary: fc.constant({ kind: 'restart' } as const) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('outage' as const), when: fc.constantFrom('before', 'after') }),
    },
    { weight: 1, arbitrary: fc.constant({ kind: 'answers' } as const) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), at: place }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('health' as const),
        at: place,
        health: fc.constantFrom('Healthy', 'Degraded'),
      }),
    },
  ),
  { maxLength: 8 },
);

/** What a story came to, as its laws need it. */
export interface SyncStory {
  readonly phase: string;
  readonly message: string;
  readonly isOver: boolean;
  readonly sync: string;
  /** Resources that are not in sync, as `Kind/name`. */
  readonly different: readonly string[];
  /** Results that are no success, as `Kind/name: message`. */
  readonly refused: readonly string[];
  /** Ranks of the objects in the order of their creation: phase, then wave. */
  readonly ranks: readonly number[];
  /** How often each hook was created by an operation. */
  readonly hookRuns: Readonly<Record<string, number>>;
  /** Writes to the target by a second sync that nothing disturbs. */
  readonly again: readonly string[];
}

/** Plays a sync with mishaps, then lets it calm down, then asks for another one where `again`. */
export async function syncStory(
  wanted: readonly Wanted[],
  steps: readonly Mishap[],
  { again = false }: { readonly again?: boolean } = {},
): Promise<SyncStory> {
  const environment = await reconcileEnvironment();
  const stage = new Stage(environment, wanted);
  try {
    return await stage.play(steps, again);
  } finally {
    await environment.close();
  }
}

class Stage {
  private readonly place: ReconcileEnvironment;
  private readonly wanted: readonly Wanted[];
  /** Sees what really reaches the API. */
  private readonly seen: FaultyKube;
  private running: { readonly kube: FaultyKube; readonly controller: RunningController } | undefined;

  constructor(environment: ReconcileEnvironment, wanted: readonly Wanted[]) {
    this.place = environment;
    this.wanted = wanted;
    this.seen = faultyKube(environment.api);
  }

  async play(steps: readonly Mishap[], again: boolean): Promise<SyncStory> {
    const { place: at, wanted } = this;
    at.manifests.commit(REPOSITORY, wanted.map(manifestOf));
    for (const [index, one] of wanted.entries()) await this.prepare(one, index);
    await this.start();
    await at.apply(application());
    await at.settle();
    this.seen.reset();
    await this.ask();
    for (const step of steps) await this.take(step);
    if (this.running?.kube.isAbandoned !== false) await this.restart();
    this.running?.kube.plan(() => undefined);
    await this.calmDown();
    const calls = [...this.seen.calls];
    const app = await at.app();
    const writes = again ? await this.again() : [];
    await this.running?.controller.stop();
    return storyOf(app, wanted, calls, writes);
  }

  private async prepare(one: Wanted, index: number): Promise<void> {
    if (one.before === 'nothing' || one.hook !== '') return;
    const manifest = manifestOf(one, index);
    const { kind, metadata } = manifest;
    const group = kind === 'Gate' ? 'test.example.com' : '';
    const marks = one.before === 'foreign' ? {} : { [TRACKING]: `app:${group}/${kind}:n/${metadata.name}` };
    const annotations = { ...metadata.annotations, ...marks };
    const object = { ...manifest, metadata: { ...metadata, namespace: 'n', annotations } };
    const changed =
      kind === 'Gate' ? { ...object, spec: { health: 'Healthy', extra: 'x' } } : { ...object, data: { key: 'two' } };
    await this.place.apply(one.before === 'same' ? object : changed);
  }

  private async start(): Promise<void> {
    const kube = faultyKube(this.seen);
    this.running = { kube, controller: await this.place.startController(kube) };
  }

  private async restart(): Promise<void> {
    const { running } = this;
    running?.kube.plan(() => ({ when: 'before' }));
    await this.place.settle();
    void running?.controller.stop();
    await this.start();
  }

  private async ask(): Promise<void> {
    const operation = { initiatedBy: { username: 'x' }, sync: { prune: true } };
    await this.place.merge('Application', 'app', { operation }, 'argocd');
  }

  private async take(step: Mishap): Promise<void> {
    switch (step.kind) {
      case 'wait':
        break;
      case 'restart':
        await this.restart();
        break;
      case 'outage':
        this.running?.kube.plan((call) => (isWrite(call) ? { when: step.when, error: unreachable() } : undefined));
        break;
      case 'answers':
        this.running?.kube.plan(() => undefined);
        break;
      case 'delete': {
        const found = (await this.objects())[step.at];
        if (found !== undefined) await this.place.remove(found.kind, found.metadata.name ?? '');
        break;
      }
      case 'health': {
        const found = (await this.place.list('Gate'))[step.at];
        if (found !== undefined && found.metadata.deletionTimestamp === undefined) await this.judge(found, step.health);
        break;
      }
    }
    await this.place.settle();
    await this.place.clock.advance(400);
  }

  private judge(object: KubeObject, health: string): Promise<KubeObject> {
    return this.place.merge('Gate', object.metadata.name ?? '', { status: { health } });
  }

  /** Gates without a health become healthy, time passes. */
  private async calmDown(): Promise<void> {
    for (let turn = 0; turn < 40; turn += 1) {
      await this.place.settle();
      for (const object of await this.place.list('Gate')) {
        const isJudged = textAt(object, 'status', 'health') !== undefined;
        if (!isJudged && object.metadata.deletionTimestamp === undefined) await this.judge(object, 'Healthy');
      }
      await this.place.clock.advance(1_000);
      const { operation, status } = await this.place.app();
      if (turn > 2 && operation === undefined && FINAL.includes(status?.operationState?.phase ?? '')) return;
    }
  }

  private async again(): Promise<readonly string[]> {
    this.seen.reset();
    await this.ask();
    await this.calmDown();
    return this.seen.calls.filter(isTargetWrite).map(({ verb, resource, name }) => `${verb} ${resource}/${name}`);
  }

  private async objects(): Promise<readonly KubeObject[]> {
    return [...(await this.place.list('ConfigMap')), ...(await this.place.list('Gate'))];
  }
}

function manifestOf(one: Wanted, index: number): KubeObject {
  const annotations = {
    ...(one.wave === 0 ? {} : { [WAVE]: String(one.wave) }),
    ...(one.hook === '' ? {} : { [HOOK]: one.hook }),
    ...(one.hook === '' || one.policy === '' ? {} : { [POLICY]: one.policy }),
  };
  return one.kind === 'Gate' ? gate(`o${index}`, annotations) : configMap(`o${index}`, annotations);
}

function isTargetWrite(call: KubeCall): boolean {
  return isWrite(call) && (call.resource === 'configmaps' || call.resource === 'gates');
}

const PHASES = ['PreSync', 'Sync', 'PostSync', 'SyncFail'];

function storyOf(
  { operation, status }: Application,
  wanted: readonly Wanted[],
  calls: readonly KubeCall[],
  again: readonly string[],
): SyncStory {
  const state = status?.operationState;
  const creations = calls.filter((call) => isTargetWrite(call) && call.verb === 'create');
  const hookRuns: Record<string, number> = {};
  for (const { name } of creations) {
    if (wanted[placeOf(name)]?.hook !== '') hookRuns[name] = (hookRuns[name] ?? 0) + 1;
  }
  const bad = (line: { readonly status?: string; readonly hookPhase?: string }) =>
    line.status === 'SyncFailed' || line.hookPhase === 'Failed' || line.hookPhase === 'Error';
  return {
    phase: state?.phase ?? '',
    message: state?.message ?? '',
    isOver: operation === undefined && FINAL.includes(state?.phase ?? ''),
    sync: status?.sync?.status ?? '',
    different: (status?.resources ?? [])
      .filter((it) => it.status !== undefined && it.status !== 'Synced')
      .map(({ kind, name }) => `${kind}/${name}`),
    refused: (state?.syncResult?.resources ?? []).filter(bad).map((it) => `${it.kind}/${it.name}: ${it.message ?? ''}`),
    ranks: creations.map(({ name }) => rankOf(wanted[placeOf(name)])),
    hookRuns,
    again,
  };
}

function placeOf(name: string): number {
  return Number(name.slice(1));
}

function rankOf(one: Wanted | undefined): number {
  if (one === undefined) return Number.NaN;
  return PHASES.indexOf(one.hook === '' ? 'Sync' : one.hook) * 10 + one.wave;
}
