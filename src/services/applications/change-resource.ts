/** Patches and deletions of one live resource that somebody asks for (features U3). Under the word of the project. */
import type { Application } from '../../api/application/fields.ts';
import type {
  ApplicationResourceDeleteRequest,
  ApplicationResourcePatchRequest,
} from '../../api/methods/application-messages.ts';
import { AppError, messageOf } from '../../base/errors.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { PatchType } from '../../ports/kube.ts';
import type { ResourceWriter } from '../../ports/resource-writer.ts';
import { liveResource, type ResourceDependencies } from './resources.ts';

export interface ResourceChangeDependencies extends ResourceDependencies {
  readonly writer: ResourceWriter;
}

const PATCH_TYPES: Readonly<Record<string, PatchType>> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
};

/** The object afterwards, secrets masked. Throws `api.invalid-argument`, `api.patch` (user) and faults of writing. */
export async function patchResource(
  deps: ResourceChangeDependencies,
  app: Application,
  request: ApplicationResourcePatchRequest,
): Promise<KubeObject> {
  const type = Object.hasOwn(PATCH_TYPES, request.patchType) ? PATCH_TYPES[request.patchType] : undefined;
  if (type === undefined) throw invalid(`error patching resource: unknown patch type ${request.patchType}`);
  const object = await liveResource(deps, app, request);
  const change = { kind: 'exact-patch', object, type, patch: request.patch } as const;
  const [left] = await deps.writer.write(keyOf(app), [change]).catch((error: unknown) => {
    throw patchFault(error, object);
  });
  return deps.mask(left ?? object);
}

/** In the foreground, unless asked otherwise. Throws `api.invalid-argument` (user) and faults of writing. */
export async function deleteResource(
  deps: ResourceChangeDependencies,
  app: Application,
  request: ApplicationResourceDeleteRequest,
): Promise<void> {
  const object = await liveResource(deps, app, request);
  const { orphan = false, force = false } = request;
  const propagation = orphan ? 'Orphan' : force ? 'Background' : 'Foreground';
  await deps.writer.write(keyOf(app), [{ kind: 'delete', object, propagation, now: force && !orphan }]);
}

/** What a server says of a patch of a Secret may show what is in it. */
function patchFault(error: unknown, { apiVersion, kind, metadata }: KubeObject): unknown {
  if (!(error instanceof AppError)) return error;
  if (apiVersion === 'v1' && kind === 'Secret') {
    return invalid(`failed to patch Secret ${metadata.namespace ?? ''}/${metadata.name ?? ''}`);
  }
  return new AppError({ code: error.code, kind: error.kind, message: `error patching resource: ${messageOf(error)}` });
}

function invalid(message: string): AppError {
  return new AppError({ code: 'api.patch', kind: 'user', message });
}

function keyOf({ metadata }: Application): { readonly namespace: string; readonly name: string } {
  return { namespace: metadata.namespace ?? '', name: metadata.name ?? '' };
}
