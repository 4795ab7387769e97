/**
 * A sync told as text and played against a cluster of a few lines: for tables that say what happens in which order.
 * A line is `[live] Kind/name [wave=N] [hook=A,B] [policy=A,B] [options=A=b] [health=X] [fails=reason]`; `live` lines stand in
 * the cluster at the start, the others are the desired state. `gone=true`: deletion takes effect at once (default) or never.
 */

import {
  decidePrune,
  nextStep,
  type Outcome,
  planSync,
  type ResourceResult,
  readSyncOptions,
  type SyncRequest,
  type SyncStep,
  type SyncTask,
  withOutcomes,
  withoutHookFinalizer,
} from '../engine/sync/index.ts';
import type { KubeObject } from '../kube/object/kube-object.ts';
import { keyText } from '../kube/object/kube-object.ts';

export interface Sketch {
  /** What happened, in order; a step of several objects is one line. */
  readonly trace: readonly string[];
  readonly lines: readonly ResourceResult[];
}

interface Line {
  readonly live: boolean;
  readonly object: KubeObject;
  readonly health: string | undefined;
  readonly fails: string | undefined;
  readonly stays: boolean;
}

/** Plays the sync until it ends or waits. */
export function playSync(text: string, request: Partial<SyncRequest> & { readonly approved?: boolean } = {}): Sketch {
  const stage = new Stage(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .map(readLine),
    request,
  );
  for (let turn = 0; turn < 100; turn++) {
    if (stage.play(stage.next())) return { trace: stage.trace, lines: stage.lines };
  }
  throw new Error(`the sync does not end:\n${stage.trace.join('\n')}`);
}

class Stage {
  readonly trace: string[] = [];
  lines: readonly ResourceResult[] = [];
  private readonly all: readonly Line[];
  private readonly request: SyncRequest;
  private readonly approved: boolean;
  private readonly cluster = new Map<string, KubeObject>();
  private dryRunDone = false;
  private hooksDeleted = false;

  constructor(all: readonly Line[], request: Partial<SyncRequest> & { readonly approved?: boolean }) {
    this.all = all;
    this.approved = request.approved ?? false;
    this.request = {
      revision: 'abcdef0123',
      startedAt: 1_700_000_000_000,
      prune: false,
      dryRun: false,
      strategy: 'hook',
      force: false,
      options: readSyncOptions([]),
      resources: [],
      ...request,
    };
    for (const { live, object } of all) if (live) this.cluster.set(idOf(object), object);
  }

  next(): SyncStep {
    return nextStep({
      tasks: this.tasks(),
      request: this.request,
      now: 0,
      dryRunDone: this.dryRunDone,
      pruneApproved: this.approved,
      hooksDeleted: this.hooksDeleted,
      nextWaveAt: undefined,
    });
  }

  /** Carries a step out; true where the sync ended or waits. */
  play(step: SyncStep): boolean {
    switch (step.kind) {
      case 'dryRun':
        this.dryRunDone = true;
        return false;
      case 'note':
        return this.note(step.outcomes);
      case 'intend':
        this.say(
          'intend',
          step.outcomes.map((outcome) => outcome.task),
        );
        return this.note(step.outcomes);
      case 'apply':
        this.say('apply', step.tasks);
        return this.note(step.tasks.map((task) => this.apply(task)));
      case 'prune':
        return this.note(step.tasks.map((task) => this.prune(task)));
      case 'deleteLeftovers':
      case 'deleteHooks':
        this.say('delete', step.tasks);
        for (const task of step.tasks) this.remove(task);
        this.hooksDeleted = step.kind === 'deleteHooks';
        return false;
      case 'releaseHooks':
        this.say('release', step.tasks);
        for (const task of step.tasks) this.release(task);
        return false;
      case 'wait':
        this.trace.push(step.message);
        return true;
      case 'finish':
        this.trace.push(`${step.phase}: ${step.message}`);
        return true;
    }
  }

  private tasks(): readonly SyncTask[] {
    const targets = this.all.filter((line) => !line.live).map((line) => line.object);
    const isHookObject = (object: KubeObject) => object.metadata.annotations?.['argocd.argoproj.io/hook'] !== undefined;
    const wanted = new Set(targets.map(idOf));
    const tracked = this.all.filter(
      (line) => line.live && !wanted.has(idOf(line.object)) && !isHookObject(line.object),
    );
    return planSync({
      request: this.request,
      namespace: 'n',
      compared: [
        ...targets
          .filter((object) => !isHookObject(object))
          .map((target) => ({ target, live: undefined, modified: true })),
        ...tracked.map((line) => ({ target: undefined, live: line.object, modified: true })),
      ],
      hooks: targets.filter(isHookObject),
      managedNamespace: undefined,
      live: (key) => {
        const object = this.cluster.get(keyText(key));
        if (object === undefined) return undefined;
        const status = this.healthOf(object);
        return {
          object,
          settled: true,
          health: status === undefined ? undefined : { status, message: `is ${status}` },
        };
      },
      lines: this.lines,
    });
  }

  private healthOf(object: KubeObject): string | undefined {
    return this.all.find((line) => !line.live && line.object.metadata.name === object.metadata.name)?.health;
  }

  private apply(task: SyncTask): Outcome {
    const line = this.all.find((it) => !it.live && it.object.metadata.name === task.target?.metadata.name);
    if (line?.fails !== undefined) return { task, status: 'SyncFailed', progress: 'Failed', message: line.fails };
    if (task.target !== undefined) this.cluster.set(idOf(task.target), task.target);
    return { task, status: 'Synced', progress: 'Running', message: 'applied' };
  }

  private prune(task: SyncTask): Outcome {
    const decision = decidePrune(task, this.request);
    if (decision.kind === 'skip')
      return { task, status: 'PruneSkipped', progress: 'Succeeded', message: decision.message };
    this.say('prune', [task]);
    this.remove(task);
    return { task, status: 'Pruned', progress: 'Succeeded', message: 'pruned' };
  }

  private remove(task: SyncTask): void {
    const id = keyText(task.key);
    const object = this.cluster.get(id);
    const line = this.all.find((it) => idOf(it.object) === id);
    if (object !== undefined && line?.stays === true) {
      const metadata = { ...object.metadata, deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: [] };
      this.cluster.set(id, { ...object, metadata });
    } else {
      this.cluster.delete(id);
    }
  }

  private release(task: SyncTask): void {
    const object = task.live?.object;
    const released = object && withoutHookFinalizer(object);
    if (released !== undefined) this.cluster.set(keyText(task.key), released);
  }

  private note(outcomes: readonly Outcome[]): boolean {
    this.lines = withOutcomes(this.lines, outcomes);
    return false;
  }

  private say(verb: string, tasks: readonly SyncTask[]): void {
    this.trace.push(`${verb} ${tasks.map((task) => `${task.key.kind}/${task.key.name}`).join(' ')}`);
  }
}

const ANNOTATIONS: Readonly<Record<string, string>> = {
  wave: 'argocd.argoproj.io/sync-wave',
  hook: 'argocd.argoproj.io/hook',
  policy: 'argocd.argoproj.io/hook-delete-policy',
  options: 'argocd.argoproj.io/sync-options',
};
const GROUPS: Readonly<Record<string, string>> = {
  Gate: 'scenario.example.com/v1',
  Deployment: 'apps/v1',
  CustomResourceDefinition: 'apiextensions.k8s.io/v1',
};

function readLine(text: string): Line {
  const words = text.split(/\s+/);
  const live = words[0] === 'live';
  const [kind = '', name = ''] = (words[live ? 1 : 0] ?? '').split('/');
  const fields = new Map<string, string>();
  for (const word of words.slice(live ? 2 : 1)) {
    const at = word.indexOf('=');
    fields.set(word.slice(0, at), word.slice(at + 1));
  }
  const annotations: Record<string, string> = {};
  for (const [field, annotation] of Object.entries(ANNOTATIONS)) {
    const value = fields.get(field);
    if (value !== undefined) annotations[annotation] = value;
  }
  const spec = fields.has('defines')
    ? { group: 'scenario.example.com', names: { kind: fields.get('defines') ?? '' } }
    : {};
  const metadata = { name, namespace: fields.get('namespace') ?? 'n', annotations };
  return {
    live,
    object: { apiVersion: GROUPS[kind] ?? 'v1', kind, metadata, spec },
    health: fields.get('health'),
    fails: fields.get('fails'),
    stays: fields.get('gone') === 'false',
  };
}

function idOf(object: KubeObject): string {
  const slash = object.apiVersion.indexOf('/');
  const group = slash < 0 ? '' : object.apiVersion.slice(0, slash);
  return keyText({
    group,
    kind: object.kind,
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name ?? '',
  });
}
