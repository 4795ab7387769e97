/** Paths of the Kubernetes API (API conventions, "Resources"). */
import type { ObjectAddress, ResourceType } from '../../ports/kube.ts';
import { kubeError } from './status-error.ts';

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** Path of all objects of a type, in one namespace or (empty) in all. */
export function collectionPath(type: ResourceType, namespace: string): string {
  const root = type.group === '' ? `/api/${type.version}` : `/apis/${type.group}/${type.version}`;
  const scope = type.namespaced && namespace !== '' ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${root}${scope}/${type.plural}`;
}

/** Path of one object or its subresource. Throws `kube.bad-request` where a namespace or name is missing. */
export function objectPath(address: ObjectAddress): string {
  const { type, namespace, name, subresource } = address;
  requirePlace(type, namespace);
  if (name === '') throw kubeError('kube.bad-request', `a name is needed for an object of ${type.plural}`);
  const path = `${collectionPath(type, namespace)}/${encodeURIComponent(name)}`;
  return subresource === undefined ? path : `${path}/${subresource}`;
}

/** Throws `kube.bad-request` for a namespaced type without a namespace: the server would take it for all namespaces. */
export function requirePlace(type: ResourceType, namespace: string): void {
  if (type.namespaced && namespace === '') {
    throw kubeError('kube.bad-request', `a namespace is needed for an object of ${type.plural}`);
  }
}

/** The path with those query parameters that have a value. */
export function withQuery(path: string, query: Query): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '' && value !== false);
  if (given.length === 0) return path;
  return `${path}?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}
