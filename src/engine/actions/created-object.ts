/** What objects that actions make have in common. */
import { isObject, type Json, memberAt } from '../../base/json-value.ts';
import type { KubeObject, OwnerReference } from '../../kube/object/kube-object.ts';

/** Names of what pods are labelled by may have no more. */
const LONGEST_NAME = 63;

/** The object's name and some digits of the date; the name is cut where both together are too long. */
export function datedName({ metadata }: KubeObject, digits: string): string {
  const room = LONGEST_NAME - digits.length - 1;
  return `${(metadata.name ?? '').slice(0, room).replace(/[-.]+$/, '')}-${digits}`;
}

/** A reference that makes the object go with its owner. */
export function ownerReference({ apiVersion, kind, metadata }: KubeObject): OwnerReference {
  return { apiVersion, kind, name: metadata.name ?? '', uid: metadata.uid ?? '' };
}

/** The same for the one owner that controls it. */
export function controllerReference(owner: KubeObject): OwnerReference {
  return { ...ownerReference(owner), blockOwnerDeletion: true, controller: true };
}

/** Labels or annotations at a path; undefined where there are none. */
export function textsAt(
  value: Json | undefined,
  ...path: readonly string[]
): Readonly<Record<string, string>> | undefined {
  const found = memberAt(value, ...path);
  if (!isObject(found)) return undefined;
  const texts = Object.entries(found).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return texts.length === 0 ? undefined : Object.fromEntries(texts);
}
