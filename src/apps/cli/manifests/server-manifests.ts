/** Manifests that the server renders: at revisions, or of a folder that is sent to it. */
import { createHash } from 'node:crypto';
import { AppError } from '../../../base/errors.ts';
import { parseJson } from '../../../base/json/parse.ts';
import { isObject, textAt } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import type { ApiClient } from '../api-client.ts';
import { type ApplicationName, applicationPath, namespaceQuery } from '../command.ts';
import type { ChosenRevisions } from './chosen-revisions.ts';
import { packFolder } from './pack-folder.ts';

interface Reply {
  readonly manifests?: readonly string[] | null;
}

/** Throws `cli.rpc` with the server's reason. */
export async function manifestsAt(
  api: ApiClient,
  key: ApplicationName,
  chosen: ChosenRevisions,
): Promise<readonly KubeObject[]> {
  const query = {
    ...namespaceQuery(key),
    revision: chosen.revision,
    revisions: chosen.revisions,
    sourcePositions: chosen.sourcePositions?.map(String),
  };
  const { manifests } = await api.call<Reply>({ path: `${applicationPath(key)}/manifests`, query });
  return (manifests ?? []).map(readManifest);
}

/** As the server takes them over gRPC. */
const CHUNK = 256 * 1024;

/** `includes`: patterns of file names. Throws `cli.rpc` with the server's reason, and `cli.invalid-file` (user). */
export async function manifestsOfFolder(
  api: ApiClient,
  key: ApplicationName,
  { folder, includes }: { readonly folder: string; readonly includes: readonly string[] },
): Promise<readonly KubeObject[]> {
  const archive = await packFolder(folder, includes);
  const checksum = createHash('sha256').update(archive).digest('hex');
  const messages: object[] = [{ query: { name: key.name, checksum, ...namespaceQuery(key) } }];
  for (let at = 0; at < archive.length; at += CHUNK) {
    messages.push({ chunk: { chunk: archive.subarray(at, at + CHUNK).toString('base64') } });
  }
  const path = '/api/v1/applications/manifestsWithFiles';
  const { manifests } = await api.call<Reply>({ method: 'POST', path, messages });
  return (manifests ?? []).map(readManifest);
}

/** Throws `cli.manifest` where the text is no object of Kubernetes. */
export function readManifest(text: string): KubeObject {
  const value = parseJson(text);
  if (isObject(value) && textAt(value, 'kind') !== undefined && textAt(value, 'apiVersion') !== undefined) {
    return { metadata: {}, ...value } as unknown as KubeObject;
  }
  throw new AppError({
    code: 'cli.manifest',
    kind: 'terminal',
    message: 'the server sent a manifest that is no object',
  });
}
