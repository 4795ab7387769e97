/** A change of one object by merge patches: to the subresource `status` what is status, beside it the rest. */
import { hasCode } from '../../base/errors.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ApiResource, ObjectAddress, PatchType } from '../../ports/kube.ts';
import type { ResourcePatch } from '../../ports/resource-writer.ts';
import type { FencedScope } from './guarded-write.ts';

export interface PatchOrder {
  readonly object: KubeObject;
  readonly patch: ResourcePatch;
  readonly fieldManager: string;
  /** Only asks the project: a server checks patches when it is sent them. */
  readonly dryRun?: boolean;
}

/** A patch as somebody wrote it, of any kind. */
export interface ExactPatchOrder {
  readonly object: KubeObject;
  readonly type: PatchType;
  readonly patch: string;
  readonly fieldManager: string;
}

interface PatchPlace {
  readonly scope: FencedScope;
  readonly resource: ApiResource;
  readonly address: ObjectAddress;
}

/** The object as the last of the patches left it. Throws what the server refuses. */
export async function patchObject(
  { scope, resource, address }: PatchPlace,
  { patch, fieldManager }: PatchOrder,
): Promise<KubeObject | undefined> {
  const send = (at: ObjectAddress, text: string): Promise<KubeObject> =>
    scope.kube.patch(at, 'merge', text, { fieldManager });
  if (patch.status === undefined || !resource.subresources.includes('status')) return send(address, patch.whole);
  let status: KubeObject;
  try {
    status = await send({ ...address, subresource: 'status' }, patch.status);
  } catch (error) {
    // Discovery was of another moment; an object that has gone is told by the patch of the whole.
    if (!hasCode(error, 'kube.not-found')) throw error;
    return send(address, patch.whole);
  }
  return patch.rest === undefined ? status : send(address, patch.rest);
}
