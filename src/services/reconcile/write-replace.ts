/** Replace=true: the whole object is written; with force it is deleted and created. Source: features row C17, recording 121. */
import { printedName } from '../../engine/apply/index.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { REPLACE_MANAGER, type WriteJob, type WriteOutcome } from './guarded-write.ts';
import { recreate } from './write-client-side.ts';

/** Kinds whose deletion takes much more with it: never deleted and created, only updated. */
const NEVER_RECREATED = ['CustomResourceDefinition', 'Namespace'];

/** Throws what the API server refuses. */
export async function replaceObject(job: WriteJob): Promise<WriteOutcome> {
  const { kube } = job.scope;
  const { target, mode } = job.order;
  const live = job.order.live ?? (await kube.get(job.address));
  const name = printedName(target);
  const options = { fieldManager: REPLACE_MANAGER };
  if (live === undefined) {
    const object = await kube.create(job.resource, target, options);
    return { kind: 'done', message: `${name} created`, object, change: 'created' };
  }
  if (mode.force && !NEVER_RECREATED.includes(target.kind)) {
    const object = await recreate(job, live, target, REPLACE_MANAGER);
    return { kind: 'done', message: `${deletedSentence(target)}\n${name} replaced`, object, change: 'created' };
  }
  const metadata = { ...target.metadata, resourceVersion: live.metadata.resourceVersion ?? '' };
  const object = await kube.update(job.address, { ...target, metadata }, options);
  const verb = NEVER_RECREATED.includes(target.kind) ? 'updated' : 'replaced';
  return { kind: 'done', message: `${name} ${verb}`, object, change: 'changed' };
}

function deletedSentence(target: KubeObject): string {
  const [kind] = printedName(target).split('/');
  const { name = '', namespace = '' } = target.metadata;
  return `${kind} "${name}" deleted${namespace === '' ? '' : ` from ${namespace} namespace`}`;
}
