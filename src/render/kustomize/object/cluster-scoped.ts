/** Which kinds live outside namespaces, as far as Kustomize knows without a cluster: the kinds of Kubernetes 1.21. */
import facts from './known-kinds.facts.json' with { type: 'json' };

const clusterScoped: ReadonlySet<string> = new Set(facts.clusterScoped);
const namespaced: ReadonlySet<string> = new Set(facts.namespaced);

/** Certainly not in a namespace. */
export function isClusterScopedKind(apiVersion: string, kind: string): boolean {
  return clusterScoped.has(`${apiVersion} ${kind}`);
}

/** Of a kind whose schema Kustomize knows; lists of all others have no merge keys. */
export function isKnownKind(apiVersion: string, kind: string): boolean {
  return isClusterScopedKind(apiVersion, kind) || namespaced.has(`${apiVersion} ${kind}`);
}
