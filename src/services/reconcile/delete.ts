/**
 * Deleting an Application with its objects: wave by wave backwards, waiting for each, until nothing of ours is left; then the
 * finalizer goes. Source: features rows E1 to E4, recordings 201 to 213.
 */
import type { Instant } from '../../base/clock.ts';
import { resolveDestination } from '../../engine/project/resolve-destination.ts';
import { projectName } from '../../engine/project/validate-application.ts';
import {
  effectiveOption,
  isApproved,
  isCustomResourceDefinition,
  readSyncOptions,
  syncWave,
} from '../../engine/sync/index.ts';
import { annotationOf } from '../../engine/sync/sync-options.ts';
import { instanceOf, isOwnObject } from '../../engine/tracking/tracking.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { LiveCluster } from '../../ports/live-cluster.ts';
import { annotationOfApp, CASCADE_FINALIZER, DELETION_APPROVED_ANNOTATION } from './application-view.ts';
import { createGuardedWriter } from './guarded-write.ts';
import { inBatches } from './in-batches.ts';
import { patchWithPrecondition } from './journal.ts';
import type { PassContext } from './pass.ts';
import { projectGuard } from './sync-prepare.ts';

export type DeleteOutcome =
  /** The finalizer is off, or never was on: the API server removes the Application. */
  | { readonly kind: 'released' }
  | { readonly kind: 'waiting'; readonly why: string }
  /** Cannot go on: becomes a DeletionError. */
  | { readonly kind: 'stuck'; readonly message: string }
  | { readonly kind: 'overtaken' };

/** One turn of the deletion. Going objects wake the Application again. */
export async function deleteApplication(context: PassContext): Promise<DeleteOutcome> {
  const finalizers = (context.view.object.metadata.finalizers ?? []).filter(isCascade);
  if (finalizers.length === 0) return { kind: 'released' };
  const name = projectName(context.view.app.spec);
  if (!context.installation.projects.has(name)) {
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
  if (destination.kind === 'unresolved') return release(context, isOurs);
  const cluster = context.cluster(destination.cluster.server);
  await cluster.ready();
  return deleteObjects(context, cluster, { destination: destination.cluster, finalizers });
}

function isCascade(finalizer: string): boolean {
  return finalizer === CASCADE_FINALIZER || finalizer.startsWith(`${CASCADE_FINALIZER}/`);
}

function isOurs(finalizer: string): boolean {
  return finalizer.includes('argocd.argoproj.io');
}

interface Deletion {
  readonly destination: { readonly server: string; readonly name: string };
  readonly finalizers: readonly string[];
}

async function deleteObjects(context: PassContext, cluster: LiveCluster, deletion: Deletion): Promise<DeleteOutcome> {
  const objects = await deletableObjects(context, cluster, deletion);
  if (objects.kind === 'stuck') return objects;
  const { left, writer } = objects;
  if (left.length === 0) return release(context, isCascade);
  const options = readSyncOptions(context.view.app.spec.syncPolicy?.syncOptions ?? []);
  const held = left.filter((object) => effectiveOption(object, options, 'Delete') === 'confirm');
  if (held.length > 0 && !isDeletionApproved(context))
    return { kind: 'waiting', why: 'waiting for deletion confirmation' };
  const wave = Math.max(...left.map(syncWave));
  const going = left.filter((object) => syncWave(object) === wave);
  const propagation = deletion.finalizers.some((it) => it.endsWith('/background')) ? 'Background' : 'Foreground';
  const fresh = going.filter((object) => object.metadata.deletionTimestamp === undefined);
  const outcomes = await inBatches(fresh, context.tuning.applyParallelism, (object) =>
    writer.remove({ object, propagation }),
  );
  const failure = outcomes.find((outcome) => outcome.kind === 'failed');
  if (failure?.kind === 'failed') return { kind: 'stuck', message: failure.message };
  return { kind: 'waiting', why: `waiting for ${going.length} objects of wave ${wave} to go` };
}

async function deletableObjects(context: PassContext, cluster: LiveCluster, { destination }: Deletion) {
  const validation = context.effectiveProject();
  if (validation === undefined) return { kind: 'stuck', message: 'the project cannot be read' } as const;
  const denies = projectGuard(context, validation, destination);
  const { schemas, clock } = context.deps;
  const writer = createGuardedWriter({ cluster, schemas, clock, denies });
  const records = cluster.managedBy(context.view.instance).filter((record) => record.owners.length === 0);
  const bodies = await Promise.all(records.map((record) => cluster.body(record.key)));
  const left = bodies.flatMap((body) =>
    body !== undefined && isDeletable(context, cluster, body, denies) ? [body] : [],
  );
  return { kind: 'ready', left, writer } as const;
}

/** Never deleted: definitions, the Application itself, what says so, copies, and what the project does not permit. */
function isDeletable(
  context: PassContext,
  cluster: LiveCluster,
  object: KubeObject,
  denies: ReturnType<typeof projectGuard>,
): boolean {
  const { tracking } = context.settings;
  const { view } = context;
  if (instanceOf(object, tracking) !== view.instance || !isOwnObject({ live: object, target: undefined, tracking }))
    return false;
  if (isCustomResourceDefinition(object)) return false;
  const { namespace = '', name = '' } = object.metadata;
  const group = object.apiVersion.includes('/') ? (object.apiVersion.split('/')[0] ?? '') : '';
  if (
    group === 'argoproj.io' &&
    object.kind === 'Application' &&
    namespace === view.key.namespace &&
    name === view.key.name
  ) {
    return false;
  }
  const options = readSyncOptions(view.app.spec.syncPolicy?.syncOptions ?? []);
  if (effectiveOption(object, options, 'Delete') === 'false') return false;
  if (annotationOf(object, 'helm.sh/resource-policy') === 'keep') return false;
  const namespaced = cluster.resourceFor(group, object.kind)?.namespaced ?? namespace !== '';
  return denies({ group, kind: object.kind, namespace, name }, namespaced) === undefined;
}

function isDeletionApproved(context: PassContext): boolean {
  const since: Instant = Date.parse(context.view.object.metadata.deletionTimestamp ?? '');
  return isApproved(annotationOfApp(context.view, DELETION_APPROVED_ANNOTATION), since);
}

async function release(context: PassContext, leaves: (finalizer: string) => boolean): Promise<DeleteOutcome> {
  const finalizers = (context.view.object.metadata.finalizers ?? []).filter((it) => !leaves(it));
  const result = await patchWithPrecondition(context.kube, context.view, {
    metadata: { finalizers: finalizers.length === 0 ? null : finalizers },
  });
  return result.kind === 'overtaken' ? result : { kind: 'released' };
}
