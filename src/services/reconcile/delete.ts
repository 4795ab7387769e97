/**
 * Deleting an Application with its objects: PreDelete hooks, then wave by wave backwards until nothing of ours is left, then
 * PostDelete hooks. Each stage ends by taking its finalizer away. Source: features rows E1 to E5, recordings 201 to 213.
 */

import { resolveDestination } from '../../engine/project/resolve-destination.ts';
import { projectName } from '../../engine/project/validate-application.ts';
import type { LiveCluster } from '../../ports/live-cluster.ts';
import { actingUser, userOf } from './acting-user.ts';
import { CASCADE_FINALIZER } from './application-view.ts';
import { deleteObjects } from './delete-objects.ts';
import {
  cleanUpDeletionHooks,
  type DeletionHookType,
  type HookProgress,
  hookFinalizers,
  runDeletionHooks,
} from './deletion-hooks.ts';
import { createGuardedWriter, type GuardedWriter } from './guarded-write.ts';
import { patchWithPrecondition } from './journal.ts';
import type { PassContext } from './pass.ts';
import { projectGuard } from './sync-prepare.ts';

export type DeleteOutcome =
  /** None of our finalizers is left: the API server removes the Application. */
  | { readonly kind: 'released' }
  | { readonly kind: 'waiting'; readonly why: string }
  /** Cannot go on: becomes a DeletionError. */
  | { readonly kind: 'stuck'; readonly message: string }
  | { readonly kind: 'overtaken' };

/** What the stages work with. */
export interface DeletionScope {
  readonly cluster: LiveCluster;
  readonly writer: GuardedWriter;
  /** Why the project forbids an object; undefined where it permits it. */
  readonly denies: ReturnType<typeof projectGuard>;
}

/** As far as the deletion gets now. Going objects wake the Application again. */
export async function deleteApplication(context: PassContext): Promise<DeleteOutcome> {
  if (!finalizersOf(context).some(isOurs)) return { kind: 'released' };
  const name = projectName(context.view.app.spec);
  const project = context.effectiveProject();
  if (project === undefined) {
    return {
      kind: 'stuck',
      message: `error getting app project "${name}": appproject.argoproj.io "${name}" not found`,
    };
  }
  const destination = resolveDestination(
    context.view.app.spec.destination,
    context.installation.clusters,
    context.settings,
  );
  // Nobody can reach what runs there; keeping the Application would keep it for ever.
  if (destination.kind === 'unresolved') return removeFinalizers(context, isOurs);
  const identity = actingUser(context, project, destination.cluster);
  if (identity.kind === 'none') {
    const reason = `error deriving service account to impersonate: ${identity.message}`;
    return { kind: 'stuck', message: `cannot apply impersonation: ${reason}` };
  }
  const cluster = context.cluster(destination.cluster.server);
  await cluster.ready();
  const doubt = await context.identities.doubt(cluster);
  if (doubt !== undefined) return { kind: 'stuck', message: doubt.message };
  const denies = projectGuard(context, project, destination.cluster);
  const { schemas, clock } = context.deps;
  const fence = context.identities.fence(cluster, context.lead);
  const writer = createGuardedWriter({ cluster, schemas, clock, fence, denies, user: userOf(identity) });
  return runStages(context, { cluster, writer, denies });
}

async function runStages(context: PassContext, scope: DeletionScope): Promise<DeleteOutcome> {
  for (;;) {
    const stage = nextStage(context);
    if (stage === undefined) return { kind: 'released' };
    const progress = await stage.run(context, scope);
    if (progress.kind === 'running') return { kind: 'waiting', why: progress.why };
    if (progress.kind === 'failed') return { kind: 'stuck', message: progress.message };
    const removed = await removeFinalizers(context, stage.ends);
    if (removed.kind !== 'released') return removed;
  }
}

interface Stage {
  /** Its finalizers. */
  readonly ends: (finalizer: string) => boolean;
  readonly run: (context: PassContext, scope: DeletionScope) => Promise<HookProgress>;
}

const STAGES: readonly Stage[] = [
  ...hookStages('PreDelete'),
  { ends: isCascade, run: deleteObjects },
  ...hookStages('PostDelete'),
];

function hookStages(type: DeletionHookType): readonly Stage[] {
  const [running, cleaning] = hookFinalizers(type);
  return [
    { ends: (it) => it === running, run: (context, scope) => runDeletionHooks(context, { ...scope, type }) },
    { ends: (it) => it === cleaning, run: (context, scope) => cleanUpDeletionHooks(context, { ...scope, type }) },
  ];
}

function nextStage(context: PassContext): Stage | undefined {
  const finalizers = finalizersOf(context);
  return STAGES.find((stage) => finalizers.some(stage.ends));
}

function finalizersOf(context: PassContext): readonly string[] {
  return context.view.object.metadata.finalizers ?? [];
}

/** `resources-finalizer.argocd.argoproj.io`, alone or with a policy behind a slash. */
export function isCascade(finalizer: string): boolean {
  return finalizer === CASCADE_FINALIZER || finalizer.startsWith(`${CASCADE_FINALIZER}/`);
}

function isOurs(finalizer: string): boolean {
  const [name] = finalizer.split('/');
  return name?.endsWith('.argocd.argoproj.io') === true;
}

/** As Argo CD takes one out of the list: the last one moves to its place. */
async function removeFinalizers(context: PassContext, leaves: (finalizer: string) => boolean): Promise<DeleteOutcome> {
  const finalizers = [...finalizersOf(context)];
  for (let at = finalizers.findIndex(leaves); at >= 0; at = finalizers.findIndex(leaves)) {
    const last = finalizers.pop();
    if (last !== undefined && at < finalizers.length) finalizers[at] = last;
  }
  const patch = { metadata: { finalizers: finalizers.length === 0 ? null : finalizers } };
  const result = await patchWithPrecondition(context.kube, context.view, patch);
  if (result.kind === 'overtaken') return result;
  context.accept(result.object);
  return { kind: 'released' };
}
