/**
 * The one path by which anything is written to a target cluster: objects, hooks, namespaces, prunes, deletions. Every write
 * passes the project check here, whatever was checked before. The verbs and their order are those of kubectl.
 */
import type { Clock } from '../../base/clock.ts';
import { AppError, hasCode, messageOf } from '../../base/errors.ts';
import {
  type ApplyMode,
  isRbacKind,
  metadataFault,
  noMatchMessage,
  planApply,
  printedName,
} from '../../engine/apply/index.ts';
import { type Propagation, withoutHookFinalizer } from '../../engine/sync/index.ts';
import type { SchemaSource } from '../../kube/merge-schema/merge-schema.ts';
import { type KubeObject, keyOf, type ObjectKey, splitApiVersion } from '../../kube/object/kube-object.ts';
import type { ApiResource, KubePort, ObjectAddress } from '../../ports/kube.ts';
import type { Fence } from '../../ports/leadership.ts';
import type { LiveCluster } from '../../ports/live-cluster.ts';
import { fencedKube } from './fenced-kube.ts';
import { holdsSecretRef } from './seal.ts';
import { applyClientSide, FILE } from './write-client-side.ts';
import { type ExactPatchOrder, type PatchOrder, patchObject } from './write-patch.ts';
import { reconcileRbac, rehearsedReconciliation } from './write-rbac.ts';
import { replaceObject } from './write-replace.ts';
import { applyServerSide } from './write-server-side.ts';

export const FIELD_MANAGER = 'argocd-controller';
export const REPLACE_MANAGER = 'argocd';

/** What a write came to. */
export type WriteOutcome =
  | {
      readonly kind: 'done';
      /** kubectl's sentence. */
      readonly message: string;
      /** The server's answer; undefined for a dry run that would create. */
      readonly object: KubeObject | undefined;
      readonly change: 'created' | 'changed' | 'unchanged';
    }
  | {
      readonly kind: 'failed';
      readonly message: string;
      /** What was thrown, where it was a fault and not a word of the project's. */
      readonly fault?: AppError;
    };

export interface CreateOptions {
  /** Only checked by the server. */
  readonly dryRun?: boolean;
  readonly fieldManager?: string;
}

export interface ApplyOrder {
  readonly target: KubeObject;
  /** As the snapshot shows it; a refusal that says otherwise makes the writer read again. */
  readonly live: KubeObject | undefined;
  readonly mode: ApplyMode;
  readonly dryRun: boolean;
}

export interface RemoveOrder {
  readonly object: KubeObject;
  readonly propagation: Propagation;
  readonly gracePeriodSeconds?: number;
}

export interface GuardedWriter {
  /** Makes the cluster hold the target. Throws `leadership.lost` alone: refusals and failures are outcomes. */
  apply(order: ApplyOrder): Promise<WriteOutcome>;
  /** Creates an object as it is, without last-applied: hooks of deletion, and what actions make. */
  create(object: KubeObject, options?: CreateOptions): Promise<WriteOutcome>;
  /** Changes an object by merge patches: actions. */
  patch(order: PatchOrder): Promise<WriteOutcome>;
  /** Changes an object by a patch that somebody wrote. */
  patchExactly(order: ExactPatchOrder): Promise<WriteOutcome>;
  /** Deletes the object of this uid. What is gone already counts as done. */
  remove(order: RemoveOrder): Promise<WriteOutcome>;
  /** Takes our finalizer off a hook. */
  releaseHook(live: KubeObject): Promise<WriteOutcome>;
}

/** What a writer is bound to: a cluster and the project's word. */
export interface WriteScope {
  readonly cluster: LiveCluster;
  readonly schemas: SchemaSource;
  readonly clock: Clock;
  /** Every single write asks it. */
  readonly fence: Fence;
  /** As whom it is written; undefined: with the cluster's own credentials. */
  readonly user?: string | undefined;
  /** Why the project forbids an object; undefined where it permits it. */
  readonly denies: (key: ObjectKey, namespaced: boolean) => string | undefined;
}

/** One object in the hands of the writer: resource found, project asked, namespace as the scope of the kind wants it. */
export interface WriteJob {
  readonly scope: FencedScope;
  readonly resource: ApiResource;
  readonly address: ObjectAddress;
  readonly order: ApplyOrder;
}

/** A scope with the way to its cluster that writes take. */
export interface FencedScope extends WriteScope {
  readonly kube: KubePort;
}

export function createGuardedWriter(given: WriteScope): GuardedWriter {
  const scope = { ...given, kube: fencedKube(given.cluster.kube, given.fence, given.user) };
  return {
    apply: (order) => guarded(scope, order.target, (resource) => apply(jobOf(scope, resource, order))),
    create: (object, options) => guarded(scope, object, (resource) => create(scope, resource, { object, ...options })),
    patch: (order) => guarded(scope, order.object, (resource) => patch(scope, resource, order)),
    patchExactly: (order) => guarded(scope, order.object, (resource) => patchExactly(scope, resource, order)),
    remove: (order) => guarded(scope, order.object, (resource) => remove(scope, resource, order)),
    releaseHook: (live) => guarded(scope, live, (resource) => releaseHook(scope, resource, live)),
  };
}

const UNOPENED = 'the object holds a secret reference that was not opened: nothing was written';

/** Finds the resource, asks the project, and turns faults into outcomes. */
async function guarded(
  scope: FencedScope,
  object: KubeObject,
  write: (resource: ApiResource) => Promise<WriteOutcome>,
): Promise<WriteOutcome> {
  const { group, version } = splitApiVersion(object.apiVersion);
  const resource = scope.cluster.resourceFor(group, object.kind, version);
  if (resource === undefined) return { kind: 'failed', message: noMatchMessage(object) };
  if (holdsSecretRef(object)) return { kind: 'failed', message: UNOPENED };
  const denied = scope.denies(keyOf(scoped(object, resource)), resource.namespaced);
  if (denied !== undefined) return { kind: 'failed', message: denied };
  try {
    const outcome = await write(resource);
    if (outcome.kind === 'done' && outcome.object !== undefined) scope.cluster.observe(outcome.object);
    return outcome;
  } catch (error) {
    // No fault of the object: whoever leads now does it, and nothing of this may be told.
    if (hasCode(error, 'leadership.lost')) throw error;
    return { kind: 'failed', message: messageOf(error), ...(error instanceof AppError ? { fault: error } : {}) };
  }
}

function jobOf(scope: FencedScope, resource: ApiResource, order: ApplyOrder): WriteJob {
  const target = scoped(order.target, resource);
  return { scope, resource, address: addressOf(target, resource), order: { ...order, target } };
}

async function apply(job: WriteJob): Promise<WriteOutcome> {
  const { order } = job;
  const { name = '', generateName = '' } = order.target.metadata;
  if (name === '' && generateName !== '' && order.mode.kind !== 'replace') {
    return { kind: 'failed', message: `from ${generateName}: cannot use generate name with apply` };
  }
  const unreadable = metadataFault(order.target);
  if (unreadable !== undefined) return { kind: 'failed', message: `unable to decode "${FILE}": ${unreadable}` };
  if (order.dryRun) return rehearse(job);
  const isRbac = isRbacKind(order.target);
  if (order.mode.kind === 'client-side' && !isRbac) return applyClientSide(job);
  const write = { replace: replaceObject, 'server-side': applyServerSide, 'client-side': applyClientSide }[
    order.mode.kind
  ];
  return onNewer(job, isRbac ? (current) => applyRbac(current, write) : write);
}

/** Again on the object as it is now, where the write met a newer one. */
async function onNewer(job: WriteJob, write: (job: WriteJob) => Promise<WriteOutcome>): Promise<WriteOutcome> {
  let { order } = job;
  for (let tries = 0; ; tries += 1) {
    try {
      return await write({ ...job, order });
    } catch (error) {
      const stale = order.live === undefined ? 'kube.already-exists' : 'kube.not-found';
      if (!hasCode(error, 'kube.conflict', stale) || tries >= CONFLICT_TRIES) throw error;
      order = { ...order, live: await job.scope.kube.get(job.address) };
    }
  }
}

async function applyRbac(job: WriteJob, write: (job: WriteJob) => Promise<WriteOutcome>): Promise<WriteOutcome> {
  const { order } = job;
  const reconciled = await reconcileRbac(job);
  const applied = await write({ ...job, order: { ...order, live: reconciled.live } });
  return applied.kind === 'failed' ? applied : { ...applied, message: `${reconciled.message}${applied.message}` };
}

/**
 * The client-side dry run: does a patch come out of it. The server is not asked (features 0b C10), and kubectl says
 * "configured" of whatever is there.
 */
function rehearse(job: WriteJob): WriteOutcome {
  const { target, live } = job.order;
  const plan = planApply(target, live, job.scope.schemas);
  const verb = plan.kind === 'create' ? 'created' : 'configured';
  const changes = { create: 'created', patch: 'changed', unchanged: 'unchanged' } as const;
  const reconciled = isRbacKind(target) ? rehearsedReconciliation(job) : '';
  return {
    kind: 'done',
    message: `${reconciled}${printedName(target)} ${verb} (dry run)`,
    object: undefined,
    change: changes[plan.kind],
  };
}

async function create(
  scope: FencedScope,
  resource: ApiResource,
  { object, dryRun = false, fieldManager = FIELD_MANAGER }: CreateOptions & { readonly object: KubeObject },
): Promise<WriteOutcome> {
  const target = scoped(object, resource);
  const made = await scope.kube.create(resource, target, { fieldManager, ...(dryRun ? { dryRun } : {}) });
  const message = `${printedName(target)} created`;
  return { kind: 'done', message, object: dryRun ? undefined : made, change: 'created' };
}

async function patch(scope: FencedScope, resource: ApiResource, order: PatchOrder): Promise<WriteOutcome> {
  const address = addressOf(scoped(order.object, resource), resource);
  const object = order.dryRun ? undefined : await patchObject({ scope, resource, address }, order);
  return { kind: 'done', message: `${printedName(order.object)} patched`, object, change: 'changed' };
}

async function patchExactly(scope: FencedScope, resource: ApiResource, order: ExactPatchOrder): Promise<WriteOutcome> {
  const { object, type, patch: text, fieldManager } = order;
  const address = addressOf(scoped(object, resource), resource);
  const left = await scope.kube.patch(address, type, text, { fieldManager });
  return { kind: 'done', message: `${printedName(object)} patched`, object: left, change: 'changed' };
}

/** How often a write that met a newer object is tried again on what is there now. */
const CONFLICT_TRIES = 10;

async function remove(scope: FencedScope, resource: ApiResource, order: RemoveOrder): Promise<WriteOutcome> {
  const { object, propagation, gracePeriodSeconds } = order;
  const grace = gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds };
  const uid = object.metadata.uid;
  const address = addressOf(object, resource);
  const done = (left: KubeObject | undefined): WriteOutcome => ({
    kind: 'done',
    message: 'pruned',
    object: left,
    change: 'changed',
  });
  for (let tries = 0; ; tries += 1) {
    try {
      const left = await scope.kube.delete(address, { propagation, ...grace, ...(uid === undefined ? {} : { uid }) });
      return done(left?.metadata?.deletionTimestamp === undefined ? undefined : left);
    } catch (error) {
      if (uid === undefined || !hasCode(error, 'kube.conflict') || tries >= CONFLICT_TRIES) throw error;
      const present = await scope.kube.get(address);
      // Another object bears the name now: the one that was to go has gone.
      if (present === undefined || present.metadata.uid !== uid) return done(undefined);
      if (present.metadata.deletionTimestamp !== undefined) return done(present);
    }
  }
}

/** The object is there no more. */
const GONE: WriteOutcome = { kind: 'done', message: '', object: undefined, change: 'unchanged' };

async function releaseHook(scope: FencedScope, resource: ApiResource, live: KubeObject): Promise<WriteOutcome> {
  const address = addressOf(live, resource);
  let current: KubeObject | undefined = live;
  for (let tries = 0; ; tries += 1) {
    const released: KubeObject | undefined = current && withoutHookFinalizer(current);
    if (current?.metadata.uid !== live.metadata.uid) return GONE;
    if (released === undefined) return { kind: 'done', message: '', object: current, change: 'unchanged' };
    try {
      const object = await scope.kube.update(address, released, { fieldManager: FIELD_MANAGER });
      return { kind: 'done', message: '', object, change: 'changed' };
    } catch (error) {
      if (hasCode(error, 'kube.not-found'))
        return { kind: 'done', message: '', object: undefined, change: 'unchanged' };
      if (!hasCode(error, 'kube.conflict') || tries >= CONFLICT_TRIES) throw error;
      current = await scope.kube.get(address);
    }
  }
}

/** True for a refusal that deleting and creating again can get round. */
export function isReplaceable(error: unknown): error is AppError {
  return hasCode(error, 'kube.invalid', 'kube.conflict');
}

/** A cluster-scoped object has no namespace, whatever its manifest says. */
function scoped(object: KubeObject, resource: ApiResource): KubeObject {
  if (resource.namespaced || object.metadata.namespace === undefined) return object;
  const { namespace: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

function addressOf(object: KubeObject, resource: ApiResource): ObjectAddress {
  return { type: resource, namespace: object.metadata.namespace ?? '', name: object.metadata.name ?? '' };
}
