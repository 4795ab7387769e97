/** A specification as it is stored: project named, options that say nothing left out (as Argo CD normalises it). Pure. */
import {
  type Application,
  type ApplicationSource,
  type ApplicationSpec,
  applicationSourceHelm,
  applicationSourceKustomize,
  applicationSpec,
} from '../../api/application/fields.ts';
import { encodeJson } from '../../api/schema/encode.ts';
import type { Struct } from '../../api/schema/field.ts';
import { parseJson } from '../../base/json/parse.ts';
import { projectName } from './validate-application.ts';

export function normalizedSpecification(given: ApplicationSpec): ApplicationSpec {
  // What Go's encoder leaves out is not stored.
  const {
    syncPolicy,
    source,
    sources = [],
    ...rest
  } = parseJson(encodeJson(applicationSpec, given)) as unknown as Application['spec'];
  const isPolicyEmpty = syncPolicy === undefined || Object.keys(syncPolicy).length === 0;
  return {
    ...rest,
    project: projectName(given),
    ...(source === undefined ? {} : { source: sources.length > 0 ? source : normalizedSource(source) }),
    ...(sources.length > 0 ? { sources: sources.map(normalizedSource) } : {}),
    ...(isPolicyEmpty ? {} : { syncPolicy }),
  };
}

function normalizedSource({ helm, kustomize, directory, ...rest }: ApplicationSource): ApplicationSource {
  const jsonnet = directory?.jsonnet ?? {};
  const { jsonnet: _, ...plain } = directory ?? {};
  const isFolder = Object.keys(plain).length > 0 || Object.keys(jsonnet).length > 0;
  return {
    ...rest,
    ...(helm && !isEmpty(applicationSourceHelm, helm) ? { helm } : {}),
    ...(kustomize && !isEmpty(applicationSourceKustomize, kustomize) ? { kustomize } : {}),
    ...(directory && isFolder ? { directory } : {}),
  };
}

function isEmpty<T>(struct: Struct<T>, value: T): boolean {
  return encodeJson(struct, value) === '{}';
}
