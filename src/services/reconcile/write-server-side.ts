/**
 * Server-side apply with force, and the move of fields that client-side appliers own. Source: features row C18, recording 125:
 * the fields of the named manager move before the apply, those of other client-side appliers after it, followed by another apply. The first move can be
 * turned off; the second is kubectl's own.
 */
import { stringifyJson } from '../../base/json/stringify.ts';
import type { Json } from '../../base/json-value.ts';
import { clientSideAppliers, migrationPatch, printedName } from '../../engine/apply/index.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { FIELD_MANAGER, type WriteJob, type WriteOutcome } from './guarded-write.ts';

/** Throws what the API server refuses. */
export async function applyServerSide(job: WriteJob): Promise<WriteOutcome> {
  const { live, mode } = job.order;
  if (live !== undefined && mode.migrateFrom !== undefined) await migrate(job, live, [mode.migrateFrom]);
  let object = await applyOnce(job);
  if (await migrate(job, object, clientSideAppliers(object))) object = await applyOnce(job);
  const unchanged = live !== undefined && live.metadata.resourceVersion === object.metadata.resourceVersion;
  const change = live === undefined ? 'created' : unchanged ? 'unchanged' : 'changed';
  return { kind: 'done', message: `${printedName(job.order.target)} serverside-applied`, object, change };
}

async function applyOnce(job: WriteJob): Promise<KubeObject> {
  const text = stringifyJson(job.order.target);
  return job.scope.kube.patch(job.address, 'apply', text, { fieldManager: FIELD_MANAGER, force: true });
}

/** True where fields were moved. */
async function migrate(job: WriteJob, live: KubeObject, from: readonly string[]): Promise<boolean> {
  const patch: readonly Json[] | undefined = migrationPatch(live, from, FIELD_MANAGER);
  if (patch === undefined) return false;
  await job.scope.kube.patch(job.address, 'json', stringifyJson(patch), { fieldManager: FIELD_MANAGER });
  return true;
}
