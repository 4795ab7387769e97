/** The build variables of Argo CD (A17), and their substitution in texts of the source. */

export interface BuildFacts {
  readonly appName: string;
  readonly namespace: string;
  readonly project: string;
  readonly revision: string;
  readonly path: string;
  readonly repoURL: string;
  readonly targetRevision: string;
  readonly kubeVersion: string;
  readonly apiVersions: readonly string[];
}

/** All variables by name. */
export function buildEnvironment(facts: BuildFacts): ReadonlyMap<string, string> {
  return new Map([
    ['ARGOCD_APP_NAME', facts.appName],
    ['ARGOCD_APP_NAMESPACE', facts.namespace],
    ['ARGOCD_APP_PROJECT_NAME', facts.project],
    ['ARGOCD_APP_REVISION', facts.revision],
    ['ARGOCD_APP_REVISION_SHORT', facts.revision.slice(0, 7)],
    ['ARGOCD_APP_REVISION_SHORT_8', facts.revision.slice(0, 8)],
    ['ARGOCD_APP_SOURCE_PATH', facts.path],
    ['ARGOCD_APP_SOURCE_REPO_URL', facts.repoURL],
    ['ARGOCD_APP_SOURCE_TARGET_REVISION', facts.targetRevision],
    ['KUBE_VERSION', facts.kubeVersion],
    ['KUBE_API_VERSIONS', facts.apiVersions.join(',')],
  ]);
}
