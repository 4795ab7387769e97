/** The reconciliation that precedes the apply of RBAC kinds. */
import { planRbacReconcile, printedName } from '../../engine/apply/index.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { FIELD_MANAGER, type WriteJob } from './guarded-write.ts';

export interface Reconciled {
  /** What the apply finds. */
  readonly live: KubeObject | undefined;
  readonly message: string;
}

/** Creates or completes the object; throws what the API server refuses. */
export async function reconcileRbac(job: WriteJob): Promise<Reconciled> {
  const { kube } = job.scope;
  const { live, target } = job.order;
  const plan = planRbacReconcile(target, live);
  const message = `${printedName(target)} reconciled${plan.notes === '' ? '' : `. ${plan.notes}`}`;
  if (plan.object === undefined) return { live, message };
  const options = { fieldManager: FIELD_MANAGER };
  if (plan.operation === 'update') return { live: await kube.update(job.address, plan.object, options), message };
  if (plan.operation === 'recreate') await kube.delete(job.address, { propagation: 'Background' });
  return { live: await kube.create(job.resource, plan.object, options), message };
}
