/** Manifests that came with the request of an operation, in the place of rendered ones (features C27). */
import type { AppProjectSpec } from '../../api/app-project/fields.ts';
import type { ApplicationSource } from '../../api/application/fields.ts';
import { messageOf } from '../../base/errors.ts';
import { parseJson } from '../../base/json/parse.ts';
import { isObject, type Json, textAt } from '../../base/json-value.ts';
import { integrityWish } from '../../engine/project/source-integrity.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { Rendered } from './render.ts';
import { sealManifests } from './seal.ts';

export interface LocalManifests {
  /** JSON texts. */
  readonly texts: readonly string[];
  readonly sources: readonly ApplicationSource[];
  readonly project: AppProjectSpec;
}

/**
 * They have no revision. Where signatures are wanted of a source nobody's files may stand in its place: the API refuses that
 * too, but an operation can also be written by hand.
 */
export function localManifests({ texts, sources, project }: LocalManifests): Rendered {
  const guarded = sources.some(({ repoURL }) => integrityWish(project, repoURL).kind !== 'nothing');
  if (guarded) return failed('Cannot use local manifests when source integrity is enforced');
  try {
    const manifests = sealManifests(texts.map(objectOf));
    return { kind: 'rendered', manifests, revisions: [], sourceTypes: [], digest: '', problems: [] };
  } catch (error) {
    return failed(`Failed to load local manifests: ${messageOf(error)}`);
  }
}

function objectOf(text: string): KubeObject {
  const value = parseJson(text);
  if (isKubeObject(value)) return value;
  throw new Error('a manifest needs apiVersion, kind and metadata');
}

function isKubeObject(value: Json): value is KubeObject {
  const named = textAt(value, 'apiVersion') !== undefined && textAt(value, 'kind') !== undefined;
  return named && isObject(value) && isObject(value['metadata'] ?? null);
}

function failed(message: string): Rendered {
  return { kind: 'failed', message, transient: false, revisions: [] };
}
