/** The tie between a controller object and what it made: owner references and what is selected by them. */

import type { Json } from '../../base/json-value.ts';
import { type KubeObject, type OwnerReference, splitApiVersion } from '../../kube/object/kube-object.ts';
import { labelSelectorOf, matchesLabels } from '../../kube/selector/label-selector.ts';
import type { ClusterResource } from './cluster-access.ts';
import type { ClusterReader, WorkKey } from './controller.ts';

/** The reference that makes `owner` the controller of an object. */
export function controllerReference(owner: KubeObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name ?? '',
    uid: owner.metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** The reference with `controller: true`, if there is one. */
export function controllerOfObject(object: KubeObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((reference) => reference.controller === true);
}

export function isUncontrolled(object: KubeObject): boolean {
  return controllerOfObject(object) === undefined;
}

export function isControlledBy(object: KubeObject, owner: KubeObject): boolean {
  return controllerOfObject(object)?.uid === owner.metadata.uid;
}

/** What the owner controls among a resource, in the order of names. */
export function controlledObjects(
  reader: ClusterReader,
  owner: KubeObject,
  resource: ClusterResource,
): readonly KubeObject[] {
  return reader
    .dependents(owner.metadata.uid ?? '', resource)
    .map(({ object }) => object)
    .filter((object) => isControlledBy(object, owner))
    .sort((left, right) => compareText(left.metadata.name ?? '', right.metadata.name ?? ''));
}

/** Objects in the owner's namespace which its selector picks and nobody controls: they are to be adopted. */
export function orphansFor(
  reader: ClusterReader,
  owner: KubeObject,
  options: { readonly resource: ClusterResource; readonly selector: Json | undefined },
): readonly KubeObject[] {
  const selector = labelSelectorOf(options.selector);
  if (selector === undefined || selector.length === 0 || owner.metadata.deletionTimestamp !== undefined) return [];
  return reader
    .uncontrolled(options.resource, owner.metadata.namespace ?? '')
    .filter(
      (object) => object.metadata.deletionTimestamp === undefined && matchesLabels(selector, object.metadata.labels),
    );
}

/** The object with `owner` as its controller. */
export function adopted(object: KubeObject, owner: KubeObject): KubeObject {
  const others = object.metadata.ownerReferences ?? [];
  return { ...object, metadata: { ...object.metadata, ownerReferences: [...others, controllerReference(owner)] } };
}

/** The object itself while it exists and is of this kind of work. */
export function observed(reader: ClusterReader, key: WorkKey): KubeObject | undefined {
  return reader.get(key.resource, key.namespace, key.name);
}

/** The group of an object's apiVersion. */
export function groupOf(object: { readonly apiVersion: string }): string {
  return splitApiVersion(object.apiVersion).group;
}

export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
