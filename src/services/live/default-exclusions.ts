/**
 * Kinds that are not followed: noise without bearing on an application's state. The first list holds always; the second is
 * what Argo CD's install manifest ships in `resource.exclusions`, the form of which the entries have.
 */
export interface ResourceFilter {
  readonly apiGroups: readonly string[];
  readonly kinds: readonly string[];
  readonly clusters: readonly string[];
}

const ANY = ['*'];

export const ALWAYS_EXCLUDED: readonly ResourceFilter[] = [
  { apiGroups: ['events.k8s.io', 'metrics.k8s.io'], kinds: ANY, clusters: ANY },
  { apiGroups: [''], kinds: ['Event'], clusters: ANY },
  { apiGroups: ['coordination.k8s.io'], kinds: ['Lease'], clusters: ANY },
];

export const SHIPPED_EXCLUSIONS: readonly ResourceFilter[] = [
  { apiGroups: ['', 'discovery.k8s.io'], kinds: ['Endpoints', 'EndpointSlice'], clusters: ANY },
  { apiGroups: ['coordination.k8s.io'], kinds: ['Lease'], clusters: ANY },
  {
    apiGroups: ['authentication.k8s.io', 'authorization.k8s.io'],
    kinds: [
      'SelfSubjectReview',
      'TokenReview',
      'LocalSubjectAccessReview',
      'SelfSubjectAccessReview',
      'SelfSubjectRulesReview',
      'SubjectAccessReview',
    ],
    clusters: ANY,
  },
  { apiGroups: ['certificates.k8s.io'], kinds: ['CertificateSigningRequest'], clusters: ANY },
  { apiGroups: ['cert-manager.io'], kinds: ['CertificateRequest'], clusters: ANY },
  {
    apiGroups: ['cilium.io'],
    kinds: ['CiliumIdentity', 'CiliumEndpoint', 'CiliumEndpointSlice'],
    clusters: ANY,
  },
  {
    apiGroups: ['kyverno.io', 'reports.kyverno.io', 'wgpolicyk8s.io'],
    kinds: [
      'PolicyReport',
      'ClusterPolicyReport',
      'EphemeralReport',
      'ClusterEphemeralReport',
      'AdmissionReport',
      'ClusterAdmissionReport',
      'BackgroundScanReport',
      'ClusterBackgroundScanReport',
      'UpdateRequest',
    ],
    clusters: ANY,
  },
];
