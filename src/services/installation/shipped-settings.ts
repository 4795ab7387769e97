/**
 * What `argocd-cm` says in a new installation, as Argo CD's install manifest does: kinds that are noise are not looked at, nor
 * are changes that controllers make while they work.
 */
export const SHIPPED_SETTINGS: Readonly<Record<string, string>> = {
  'resource.exclusions': `- apiGroups: ['', discovery.k8s.io]
  kinds: [Endpoints, EndpointSlice]
- apiGroups: [coordination.k8s.io]
  kinds: [Lease]
- apiGroups: [authentication.k8s.io, authorization.k8s.io]
  kinds: [SelfSubjectReview, TokenReview, LocalSubjectAccessReview, SelfSubjectAccessReview, SelfSubjectRulesReview, SubjectAccessReview]
- apiGroups: [certificates.k8s.io]
  kinds: [CertificateSigningRequest]
- apiGroups: [cert-manager.io]
  kinds: [CertificateRequest]
- apiGroups: [cilium.io]
  kinds: [CiliumIdentity, CiliumEndpoint, CiliumEndpointSlice]
- apiGroups: [kyverno.io, reports.kyverno.io, wgpolicyk8s.io]
  kinds: [PolicyReport, ClusterPolicyReport, EphemeralReport, ClusterEphemeralReport, AdmissionReport, ClusterAdmissionReport, BackgroundScanReport, ClusterBackgroundScanReport, UpdateRequest]
`,
  'resource.customizations.ignoreResourceUpdates.all': pointers('/status'),
  'resource.customizations.ignoreResourceUpdates.ConfigMap': annotations(
    'cluster-autoscaler.kubernetes.io/last-updated',
    'control-plane.alpha.kubernetes.io/leader',
  ),
  'resource.customizations.ignoreResourceUpdates.Endpoints': pointers('/metadata', '/subsets'),
  'resource.customizations.ignoreResourceUpdates.apps_ReplicaSet': annotations(
    'deployment.kubernetes.io/desired-replicas',
    'deployment.kubernetes.io/max-replicas',
    'rollout.argoproj.io/desired-replicas',
  ),
  'resource.customizations.ignoreResourceUpdates.argoproj.io_Application': `${annotations(
    'notified.notifications.argoproj.io',
    'argocd.argoproj.io/refresh',
    'argocd.argoproj.io/hydrate',
  )}- .operation
`,
  'resource.customizations.ignoreResourceUpdates.argoproj.io_Rollout': annotations(
    'notified.notifications.argoproj.io',
  ),
  'resource.customizations.ignoreResourceUpdates.autoscaling_HorizontalPodAutoscaler': annotations(
    'autoscaling.alpha.kubernetes.io/behavior',
    'autoscaling.alpha.kubernetes.io/conditions',
    'autoscaling.alpha.kubernetes.io/metrics',
    'autoscaling.alpha.kubernetes.io/current-metrics',
  ),
  'resource.customizations.ignoreResourceUpdates.discovery.k8s.io_EndpointSlice': pointers(
    '/metadata',
    '/endpoints',
    '/ports',
  ),
};

function pointers(...paths: readonly string[]): string {
  return `jsonPointers:\n${paths.map((path) => `- ${path}\n`).join('')}`;
}

/** Annotations that controllers write while they work. */
function annotations(...names: readonly string[]): string {
  return `jqPathExpressions:\n${names.map((name) => `- '.metadata.annotations."${name}"'\n`).join('')}`;
}
