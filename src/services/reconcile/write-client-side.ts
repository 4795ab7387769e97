/** Client-side apply: create, three-way patch or nothing; with force, delete and create where the patch is refused. */
import { AppError, hasCode } from '../../base/errors.ts';
import { stringifyJson } from '../../base/json/stringify.ts';
import { type ApplyPlan, missingLastAppliedWarning, planApply, printedName } from '../../engine/apply/index.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { FIELD_MANAGER, isReplaceable, type WriteJob, type WriteOutcome } from './guarded-write.ts';

/** How often a patch is planned anew because the snapshot was not what the server has. */
const TRIES = 10;

/** Throws what the API server refuses. */
export async function applyClientSide(job: WriteJob): Promise<WriteOutcome> {
  const { kube } = job.scope;
  let live = job.order.live;
  for (let tries = 0; ; tries += 1) {
    const plan = planApply(job.order.target, live, job.scope.schemas);
    try {
      return await carryOut(job, plan, live);
    } catch (error) {
      const stale = live === undefined ? 'kube.already-exists' : 'kube.not-found';
      const moved = hasCode(error, 'kube.conflict') && !job.order.mode.force;
      if (tries >= TRIES || !(hasCode(error, stale) || moved)) throw error;
      live = await kube.get(job.address);
    }
  }
}

async function carryOut(job: WriteJob, plan: ApplyPlan, live: KubeObject | undefined): Promise<WriteOutcome> {
  const { kube } = job.scope;
  const name = printedName(job.order.target);
  if (plan.kind === 'unchanged')
    return { kind: 'done', message: `${name} unchanged`, object: live, change: 'unchanged' };
  if (plan.kind === 'create') {
    const object = await kube.create(job.resource, plan.object, { fieldManager: FIELD_MANAGER });
    return { kind: 'done', message: `${name} created`, object, change: 'created' };
  }
  const warning = plan.firstApply
    ? `. ${missingLastAppliedWarning(job.resource.plural, job.order.target.metadata.name ?? '')}`
    : '';
  const object = await patchOrRecreate(job, plan, live);
  return { kind: 'done', message: `${name} configured${warning}`, object, change: 'changed' };
}

/** kubectl names the file it read, which Argo CD makes anew, with a number for a name, for every object. */
export const FILE = '/dev/shm/000000000';
const WITHOUT_WORDS: ReadonlySet<string> = new Set(['kube.conflict', 'kube.not-found', 'leadership.lost']);

/** The server's refusal in kubectl's words; what only says that the object has moved on is left alone. */
function asPatching(error: unknown): unknown {
  if (!(error instanceof AppError) || WITHOUT_WORDS.has(error.code)) return error;
  const { code, kind, hint, message } = error;
  const told = { code, kind, message: `error when patching "${FILE}": ${message}`, cause: error };
  return new AppError(hint === undefined ? told : { ...told, hint });
}

async function patchOrRecreate(
  job: WriteJob,
  plan: ApplyPlan & { kind: 'patch' },
  live: KubeObject | undefined,
): Promise<KubeObject> {
  const { kube } = job.scope;
  try {
    const options = { fieldManager: FIELD_MANAGER };
    return await kube.patch(job.address, plan.type, stringifyJson(plan.patch), options);
  } catch (error) {
    if (!job.order.mode.force || !isReplaceable(error)) throw asPatching(error);
    const recreated = planApply(job.order.target, undefined, job.scope.schemas);
    if (recreated.kind !== 'create') throw error;
    return recreate(job, live, recreated.object);
  }
}

/** How long an object may take to go before it is created again: what holds it longer is an error of the apply. */
const GONE_MILLISECONDS = 30_000;
const GONE_POLL_MILLISECONDS = 100;

/** Deletes the object, waits until it is gone, creates it again. */
export async function recreate(
  job: WriteJob,
  live: KubeObject | undefined,
  object: KubeObject,
  fieldManager = FIELD_MANAGER,
): Promise<KubeObject> {
  const { kube } = job.scope;
  const uid = live?.metadata.uid;
  const left = await kube.delete(job.address, {
    propagation: 'Background',
    ...(uid === undefined ? {} : { uid }),
  });
  if (left !== undefined) await untilGone(job, left);
  return kube.create(job.resource, object, { fieldManager });
}

async function untilGone(job: WriteJob, left: KubeObject): Promise<void> {
  const { cluster, kube, clock } = job.scope;
  cluster.observe(left);
  const deadline = clock.monotonic() + GONE_MILLISECONDS;
  for (;;) {
    const present = await kube.get(job.address);
    if (present === undefined || present.metadata.uid !== left.metadata.uid || clock.monotonic() >= deadline) return;
    await clock.sleep(GONE_POLL_MILLISECONDS);
  }
}
