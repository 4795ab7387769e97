/** One served resource as a table entry: everything the generic handlers need to know about a kind. */
import type { JsonObject } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { CustomColumn } from '../../kube/printing/custom-cells.ts';
import type { Conversion } from '../storage/stored-object.ts';
import type { Strategy } from './strategy.ts';

export interface SubresourceDefinition {
  readonly name: string;
  /** apiVersion and kind of the answer. */
  readonly responseKind: { readonly group: string; readonly version: string; readonly kind: string };
  readonly verbs: readonly string[];
}

/** Where the `scale` subresource reads and writes, as JSON paths without the leading dot. */
export interface ScalePaths {
  readonly replicas: readonly string[];
  readonly statusReplicas: readonly string[];
  readonly selector?: readonly string[];
}

/** A column of the Table form. */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly format?: string;
  readonly description?: string;
  readonly priority?: number;
}

export interface ResourceDefinition {
  readonly group: string;
  readonly version: string;
  /** `group/version`, or the version of the core group. */
  readonly apiVersion: string;
  readonly kind: string;
  readonly listKind: string;
  readonly plural: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly storageVersionHash?: string;
  readonly subresources: readonly SubresourceDefinition[];
  /** Which shelf of the store holds the objects; several versions share one. */
  readonly shelf: string;
  /** The apiVersion in which objects are stored. */
  readonly storedAs: string;
  readonly convert: Conversion;
  readonly strategy: Strategy;
  readonly scale?: ScalePaths;
  /** Set for custom resources: merging by type information is not possible there. */
  readonly custom: boolean;
  /** The warning that every request for this version gets. */
  readonly deprecation?: string;
  readonly columns: readonly Column[];
  /** Custom resources: where the cells after the name come from. */
  readonly customColumns?: readonly CustomColumn[];
  /** Custom resources: fields beside name and namespace that objects can be selected by. */
  readonly selectable?: readonly string[];
  /** The OpenAPI schema of a custom resource. */
  readonly schema?: JsonObject;
}

/** Changes only what an object says about its version: for kinds whose versions have the same fields. */
export function renameVersion(object: KubeObject, apiVersion: string): KubeObject {
  return { ...object, apiVersion };
}

/** True if the resource has this subresource. */
export function hasSubresource(definition: ResourceDefinition, name: string): boolean {
  return definition.subresources.some((subresource) => subresource.name === name);
}
