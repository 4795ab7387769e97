/** Group, version and kind, and how Kustomize selects and names them. */
import { isClusterScopedKind } from './cluster-scoped.ts';

export interface Gvk {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** Empty parts select everything. */
export type GvkSelector = Partial<Gvk>;

export function gvkFrom(apiVersion: string, kind: string): Gvk {
  const slash = apiVersion.indexOf('/');
  if (slash < 0) return { group: '', version: apiVersion, kind };
  return { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1), kind };
}

export function apiVersionOf({ group, version }: Gvk): string {
  return group === '' ? version : `${group}/${version}`;
}

export function isSelectedBy(gvk: Gvk, selector: GvkSelector): boolean {
  return (
    (!selector.group || selector.group === gvk.group) &&
    (!selector.version || selector.version === gvk.version) &&
    (!selector.kind || selector.kind === gvk.kind)
  );
}

/** As messages name it: `Deployment.v1.apps`. */
export function gvkText({ group = '', version = '', kind = '' }: GvkSelector): string {
  return `${kind || '[noKind]'}.${version || '[noVer]'}.${group || '[noGrp]'}`;
}

/** Certainly not in a namespace; a kind that is not known may be. */
export function isClusterScoped(gvk: Gvk): boolean {
  return isClusterScopedKind(apiVersionOf(gvk), gvk.kind);
}
