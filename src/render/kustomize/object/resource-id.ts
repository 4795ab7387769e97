/** What tells resources of one build apart. */
import { type Gvk, gvkText, isClusterScoped, isSelectedBy } from './kind.ts';

export interface ResourceId extends Gvk {
  readonly name: string;
  /** As written; empty where nothing is written. */
  readonly namespace: string;
}

const NO_NAMESPACE = '_non_namespaceable_';

/** Where an object really is: `default` where nothing is written, one place for all that is outside namespaces. */
export function effectiveNamespace(id: ResourceId): string {
  if (isClusterScoped(id)) return NO_NAMESPACE;
  return id.namespace === '' || id.namespace === 'default' ? 'default' : id.namespace;
}

/** One text for one object. */
export function idKey(id: ResourceId): string {
  return `${id.group}/${id.version}/${id.kind}|${effectiveNamespace(id)}|${id.name}`;
}

/** As messages name it: `Deployment.v1.apps/web.shop`. */
export function idText({ name = '', namespace = '', ...gvk }: Partial<ResourceId>): string {
  return `${gvkText(gvk)}/${name || '[noName]'}.${namespace || '[noNs]'}`;
}

/** Whether a selector of exact texts, empty ones selecting all, selects an id. */
export function isIdSelectedBy(id: ResourceId, selector: Partial<ResourceId>): boolean {
  return (
    (!selector.name || selector.name === id.name) &&
    (!selector.namespace || effectiveNamespace({ ...EMPTY, ...selector }) === effectiveNamespace(id)) &&
    isSelectedBy(id, selector)
  );
}

const EMPTY: ResourceId = { group: '', version: '', kind: '', name: '', namespace: '' };
