/**
 * Hooks of deletion: PreDelete hooks run before anything is deleted, PostDelete hooks when everything is gone. Finalizers of
 * their own keep the Application until they are done. Source: features row E5, recording 207.
 */
import { hasCode } from '../../base/errors.ts';
import { healthOf } from '../../engine/health/health-of.ts';
import { type HookDeletePolicy, hookDeletePolicies } from '../../engine/sync/index.ts';
import { type KubeObject, keyOf } from '../../kube/object/kube-object.ts';
import type { LiveCluster } from '../../ports/live-cluster.ts';
import { isDeleting } from './application-view.ts';
import type { GuardedWriter, WriteOutcome } from './guarded-write.ts';
import { patchWithPrecondition } from './journal.ts';
import { type Observed, observeCluster } from './observe.ts';
import { sourcesOfApp } from './operation.ts';
import { isOutage } from './outage.ts';
import type { PassContext } from './pass.ts';
import { renderSources } from './render.ts';

export type DeletionHookType = 'PreDelete' | 'PostDelete';

const FINALIZERS: Readonly<Record<DeletionHookType, string>> = {
  PreDelete: 'pre-delete-finalizer.argocd.argoproj.io',
  PostDelete: 'post-delete-finalizer.argocd.argoproj.io',
};

/** The finalizer that waits for the hooks, and the one that waits until they are cleaned up. */
export function hookFinalizers(type: DeletionHookType): readonly [run: string, cleanUp: string] {
  return [FINALIZERS[type], `${FINALIZERS[type]}/cleanup`];
}

/** Gives the Application the finalizers of the deletion hooks that its manifests have, and takes those of hooks that left. */
export async function keepHookFinalizers(context: PassContext, observed: Observed): Promise<void> {
  if (observed.targets === undefined || isDeleting(context.view)) return;
  const before = context.view.object.metadata.finalizers ?? [];
  const { preDeleteHooks, postDeleteHooks } = observed.targets;
  const wanted = [
    ...(preDeleteHooks.length > 0 ? hookFinalizers('PreDelete') : []),
    ...(postDeleteHooks.length > 0 ? hookFinalizers('PostDelete') : []),
  ];
  const own = [...hookFinalizers('PreDelete'), ...hookFinalizers('PostDelete')];
  const kept = before.filter((finalizer) => wanted.includes(finalizer) || !own.includes(finalizer));
  const after = [...kept, ...wanted.filter((finalizer) => !before.includes(finalizer))];
  if (after.join(' ') === before.join(' ')) return;
  const patch = { metadata: { finalizers: after.length === 0 ? null : after } };
  const written = await patchWithPrecondition(context.kube, context.view, patch);
  if (written.kind === 'written') context.accept(written.object);
  else context.again();
}

export type HookProgress =
  | { readonly kind: 'done' }
  | { readonly kind: 'running'; readonly why: string }
  | { readonly kind: 'failed'; readonly message: string };

/** What a refused write means for the deletion. Throws what is no refusal: the pass is repeated then. */
export function refusedWrite({ message, fault }: WriteOutcome & { kind: 'failed' }, of = ''): HookProgress {
  if (isOutage(fault)) throw fault;
  return { kind: 'failed', message: `${of}${message}` };
}

export interface DeletionHooks {
  readonly cluster: LiveCluster;
  readonly writer: GuardedWriter;
  readonly type: DeletionHookType;
}

/** Creates the hooks that are not there yet; answers how far all of them are. */
export async function runDeletionHooks(context: PassContext, hooks: DeletionHooks): Promise<HookProgress> {
  const targets = await hookTargets(context, hooks);
  if (targets.kind === 'failed') return targets;
  const overrides = context.deps.healthOverrides(context.installation);
  let progress: HookProgress = { kind: 'done' };
  for (const target of targets.targets) {
    const live = await hooks.cluster.body(keyOf(target));
    const name = `${hooks.type} hook ${target.kind}/${target.metadata.name}`;
    if (live === undefined) {
      const created = await hooks.writer.create(target);
      // One that is there already is ours: the answer to its creation was lost, or the watch is behind.
      const isThere = created.kind === 'failed' && hasCode(created.fault, 'kube.already-exists');
      if (created.kind === 'failed' && !isThere) return refusedWrite(created, `${name}: `);
      progress = { kind: 'running', why: `${name} was created` };
      continue;
    }
    const health = healthOf(live, overrides);
    if (health === undefined || health.status === 'Healthy') continue;
    if (health.status === 'Degraded' || health.status === 'Unknown') {
      return { kind: 'failed', message: `${name} failed${health.message ? `: ${health.message}` : ''}` };
    }
    progress = { kind: 'running', why: `waiting for ${name}` };
  }
  return progress;
}

/** Deletes hooks by their policy, now that all have succeeded; done when they are gone. */
export async function cleanUpDeletionHooks(context: PassContext, hooks: DeletionHooks): Promise<HookProgress> {
  const targets = await hookTargets(context, hooks);
  // What cannot be made out any more cannot be cleaned up either; the Application must not stay for that.
  if (targets.kind === 'failed') return { kind: 'done' };
  const policy: HookDeletePolicy = 'HookSucceeded';
  let left = 0;
  for (const target of targets.targets.filter((hook) => hookDeletePolicies(hook).includes(policy))) {
    const live = await hooks.cluster.body(keyOf(target));
    if (live === undefined) continue;
    left += 1;
    if (live.metadata.deletionTimestamp !== undefined) continue;
    const removed = await hooks.writer.remove({ object: live, propagation: 'Background' });
    if (removed.kind === 'failed') return refusedWrite(removed);
    if (removed.object === undefined) left -= 1;
  }
  return left === 0 ? { kind: 'done' } : { kind: 'running', why: `waiting for ${left} hooks to go` };
}

type Targets = { readonly kind: 'made'; readonly targets: readonly KubeObject[] } | (HookProgress & { kind: 'failed' });

async function hookTargets(context: PassContext, { cluster, type }: DeletionHooks): Promise<Targets> {
  const { state } = context;
  if (state.rendered?.kind !== 'rendered') {
    const sources = sourcesOfApp(context.view);
    state.rendered = await renderSources(context, {
      sources,
      revisions: sources.map(() => ''),
      level: 'cached',
      cluster,
    });
  }
  if (state.rendered.kind === 'failed') return { kind: 'failed', message: state.rendered.message };
  const { targets } = await observeCluster(context, cluster, state.rendered.manifests);
  return { kind: 'made', targets: (type === 'PreDelete' ? targets?.preDeleteHooks : targets?.postDeleteHooks) ?? [] };
}
