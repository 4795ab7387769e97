/** The reconciliation that precedes the apply of RBAC kinds. */
import { AppError } from '../../base/errors.ts';
import { planRbacReconcile, printedName } from '../../engine/apply/index.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { FIELD_MANAGER, type WriteJob } from './guarded-write.ts';

export interface Reconciled {
  /** What the apply finds. */
  readonly live: KubeObject | undefined;
  readonly message: string;
}

/**
 * Creates or completes the object. A namespace that is not there is told before anything is tried. Throws that, and what the
 * API server refuses, in the words of the reconciliation.
 */
export async function reconcileRbac(job: WriteJob): Promise<Reconciled> {
  const { kube } = job.scope;
  const { live, target } = job.order;
  const plan = planRbacReconcile(target, live);
  const message = reconciledMessage(job.order, plan.notes);
  if (plan.object === undefined) return { live, message };
  const options = { fieldManager: FIELD_MANAGER };
  try {
    if (live === undefined) await wantNamespace(job);
    if (plan.operation === 'update') return { live: await kube.update(job.address, plan.object, options), message };
    if (plan.operation === 'recreate') await kube.delete(job.address, { propagation: 'Background' });
    return { live: await kube.create(job.resource, plan.object, options), message };
  } catch (error) {
    throw asReconciling(error);
  }
}

/** What a dry run says: nothing is asked of the server. */
export function rehearsedReconciliation({ order }: WriteJob): string {
  return reconciledMessage(order, planRbacReconcile(order.target, order.live).notes);
}

function reconciledMessage({ target, dryRun }: WriteJob['order'], notes: string): string {
  const told = `${printedName(target)} reconciled${dryRun ? ' (dry run)' : ''}`;
  return notes === '' ? told : `${told}. ${notes}`;
}

async function wantNamespace({ scope, order }: WriteJob): Promise<void> {
  const { namespace = '' } = order.target.metadata;
  const type = scope.cluster.resourceFor('', 'Namespace', 'v1');
  if (namespace === '' || type === undefined) return;
  if ((await scope.kube.get({ type, namespace: '', name: namespace })) !== undefined) return;
  const message = `error getting namespace ${namespace}: namespaces "${namespace}" not found`;
  throw new AppError({ code: 'sync.namespace-missing', kind: 'user', message });
}

/** What only says that the object has moved on, or that somebody else leads, is left alone. */
const WITHOUT_WORDS: ReadonlySet<string> = new Set([
  'kube.conflict',
  'kube.not-found',
  'kube.already-exists',
  'leadership.lost',
]);

function asReconciling(error: unknown): unknown {
  if (!(error instanceof AppError) || WITHOUT_WORDS.has(error.code)) return error;
  const { code, kind, hint, message } = error;
  const words = `error running rbacReconcile: error running kubectl auth reconcile: ${message}`;
  const told = { code, kind, message: words, cause: error };
  return new AppError(hint === undefined ? told : { ...told, hint });
}
