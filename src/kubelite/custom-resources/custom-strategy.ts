/** How objects of a CustomResourceDefinition's version are written: by its schema. */
import { isObject, type JsonObject, memberAt } from '../../base/json-value.ts';
import type { Strategy } from '../registry/strategy.ts';

/** The strategy of one version of a definition. */
export function customStrategy(_apiVersion: string, _kind: string, version: JsonObject): Strategy {
  return {
    hasStatus: isObject(memberAt(version, 'subresources', 'status')),
    countsGenerations: true,
    unconditionalUpdate: false,
    createOnUpdate: false,
  };
}
