/**
 * Blocks of a source that say nothing, such as `directory: {}` or `recurse: false` alone: Argo CD takes them out before it asks
 * which tool is meant (recorded), so that they choose none.
 */
import type { ApplicationSource } from '../../api/application/fields.ts';
import { isList, isObject, type Json } from '../../base/json-value.ts';

/** Of the options of Kustomize that change others only: alone they say nothing. */
const KUSTOMIZE_MANNERS = ['forceCommonLabels', 'forceCommonAnnotations', 'commonAnnotationsEnvsubst'];
const LABEL_MANNERS = ['labelWithoutSelector', 'labelIncludeTemplates'];

/** The same source where all its blocks say something. A plugin without a name is one that has to be found. */
export function withoutEmptyBlocks(source: ApplicationSource): ApplicationSource {
  const { helm, kustomize, directory, ...rest } = source;
  const isSilent = [...KUSTOMIZE_MANNERS, ...LABEL_MANNERS];
  return {
    ...rest,
    ...(helm === undefined || (helm.valuesObject === undefined && saysNothing(helm)) ? {} : { helm }),
    ...(kustomize === undefined || saysNothing(kustomize, isSilent) ? {} : { kustomize }),
    ...(directory === undefined || saysNothing(directory) ? {} : { directory }),
  };
}

/** Every member is what it would be if it were not there. */
function saysNothing(block: object, isSilent: readonly string[] = []): boolean {
  const members: readonly [string, Json | undefined][] = Object.entries(block);
  return members.every(([name, value]) => isSilent.includes(name) || isNothing(value));
}

function isNothing(value: Json | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (isList(value)) return value.length === 0;
  if (isObject(value)) return Object.values(value).every(isNothing);
  return value === '' || value === false;
}
