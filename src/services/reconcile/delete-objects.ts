/** The stage of deletion that removes what the Application manages: highest wave first, each waits for the one before. */
import { hookTypes } from '../../engine/sync/hook.ts';
import {
  effectiveOption,
  isApproved,
  isCustomResourceDefinition,
  readSyncOptions,
  type SyncOptions,
  syncWave,
} from '../../engine/sync/index.ts';
import { annotationOf } from '../../engine/sync/sync-options.ts';
import { instanceOf, isOwnObject } from '../../engine/tracking/tracking.ts';
import { type KubeObject, keyOf } from '../../kube/object/kube-object.ts';
import { annotationOfApp, DELETION_APPROVED_ANNOTATION } from './application-view.ts';
import type { DeletionScope } from './delete.ts';
import { type HookProgress, refusedWrite } from './deletion-hooks.ts';
import { inBatches } from './in-batches.ts';
import type { PassContext } from './pass.ts';

/** Deletes what is to go next; done when nothing is left that may be deleted. */
export async function deleteObjects(context: PassContext, scope: DeletionScope): Promise<HookProgress> {
  const options = readSyncOptions(context.view.app.spec.syncPolicy?.syncOptions ?? []);
  const left = await deletableObjects(context, scope, options);
  if (left.length === 0) return unseenKinds(context, scope);
  const held = left.filter((object) => effectiveOption(object, options, 'Delete') === 'confirm');
  if (held.length > 0 && !isDeletionApproved(context))
    return { kind: 'running', why: 'waiting for deletion confirmation' };
  const wave = Math.max(...left.map(syncWave));
  const going = left.filter((object) => syncWave(object) === wave);
  const fresh = going.filter((object) => object.metadata.deletionTimestamp === undefined);
  const propagation = propagationOf(context);
  const outcomes = await inBatches(fresh, context.tuning.applyParallelism, (object) =>
    scope.writer.remove({ object, propagation }),
  );
  const failure = outcomes.find((outcome) => outcome.kind === 'failed');
  if (failure?.kind === 'failed') return refusedWrite(failure);
  return { kind: 'running', why: `waiting for ${going.length} objects of wave ${wave} to go` };
}

/** Done, unless a kind that the Application had cannot be watched now: absence is no evidence then. */
function unseenKinds(context: PassContext, scope: DeletionScope): HookProgress {
  const had = context.view.app.status?.resources ?? [];
  const gap = scope.cluster
    .gaps()
    .find(({ group, kind }) => had.some((it) => (kind === '*' || it.kind === kind) && (it.group ?? '') === group));
  if (gap === undefined) return { kind: 'done' };
  return {
    kind: 'failed',
    message: `objects of ${gap.kind === '*' ? `group ${gap.group}` : `kind ${gap.kind}`} cannot be listed: ${gap.message}`,
  };
}

function propagationOf(context: PassContext): 'Foreground' | 'Background' {
  const finalizers = context.view.object.metadata.finalizers ?? [];
  return finalizers.some((finalizer) => finalizer.endsWith('/background')) ? 'Background' : 'Foreground';
}

async function deletableObjects(
  context: PassContext,
  scope: DeletionScope,
  options: SyncOptions,
): Promise<readonly KubeObject[]> {
  const records = scope.cluster.managedBy(context.view.instance).filter((record) => record.owners.length === 0);
  const bodies = await Promise.all(records.map((record) => scope.cluster.body(record.key)));
  return bodies.flatMap((body) => (body !== undefined && isDeletable(context, scope, body, options) ? [body] : []));
}

/**
 * Never deleted: definitions, the Application itself, hooks of the deletion, what says so, copies of others' objects, and what
 * the project does not permit.
 */
function isDeletable(context: PassContext, scope: DeletionScope, object: KubeObject, options: SyncOptions): boolean {
  const { tracking } = context.settings;
  if (instanceOf(object, tracking) !== context.view.instance) return false;
  if (!isOwnObject({ live: object, target: undefined, tracking })) return false;
  if (isCustomResourceDefinition(object) || isSelf(context, object)) return false;
  if (hookTypes(object).some((type) => type === 'PreDelete' || type === 'PostDelete')) return false;
  if (effectiveOption(object, options, 'Delete') === 'false') return false;
  if (annotationOf(object, 'helm.sh/resource-policy') === 'keep') return false;
  const key = keyOf(object);
  const namespaced = scope.cluster.resourceFor(key.group, key.kind)?.namespaced ?? key.namespace !== '';
  return scope.denies(key, namespaced) === undefined;
}

function isSelf(context: PassContext, object: KubeObject): boolean {
  const { group, kind, namespace, name } = keyOf(object);
  const { key } = context.view;
  return group === 'argoproj.io' && kind === 'Application' && namespace === key.namespace && name === key.name;
}

function isDeletionApproved(context: PassContext): boolean {
  const since = Date.parse(context.view.object.metadata.deletionTimestamp ?? '');
  return isApproved(annotationOfApp(context.view, DELETION_APPROVED_ANNOTATION), since);
}
