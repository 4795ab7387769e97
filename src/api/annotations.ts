/** Names of annotations, labels and finalizers: Argo CD's own and those of others that it obeys. */

/** On Applications. */
export const APPLICATION_ANNOTATIONS = {
  /** `normal` or `hard`: the controller compares again and removes it. */
  refresh: 'argocd.argoproj.io/refresh',
  refreshTimestamp: 'argocd.argoproj.io/refresh-timestamp',
  hydrate: 'argocd.argoproj.io/hydrate',
  hydrateTimestamp: 'argocd.argoproj.io/hydrate-timestamp',
  /** `;`-separated paths: commits that touch none of them are ignored. */
  manifestGeneratePaths: 'argocd.argoproj.io/manifest-generate-paths',
  managedByUrl: 'argocd.argoproj.io/managed-by-url',
  /** `true`: the controller leaves the Application alone. Also on cluster Secrets. */
  skipReconcile: 'argocd.argoproj.io/skip-reconcile',
  /** Time at which deletion or pruning was confirmed. Also on resources. */
  deletionApproved: 'argocd.argoproj.io/deletion-approved',
  /** `true` on an ApplicationSet: generate again. */
  applicationSetRefresh: 'argocd.argoproj.io/application-set-refresh',
  notificationsNotified: 'notified.notifications.argoproj.io',
  notificationSubscriptions: 'notifications.argoproj.io/subscriptions',
  noticeContent: 'notice.argocd.argoproj.io/content',
  noticeSeverity: 'notice.argocd.argoproj.io/severity',
  noticeUrl: 'notice.argocd.argoproj.io/url',
  noticePermanent: 'notice.argocd.argoproj.io/permanent',
  noticeIcon: 'notice.argocd.argoproj.io/icon',
  noticeScope: 'notice.argocd.argoproj.io/scope',
  defaultView: 'pref.argocd.argoproj.io/default-view',
  defaultPodSort: 'pref.argocd.argoproj.io/default-pod-sort',
} as const;

/** On the resources that Applications manage. */
export const RESOURCE_ANNOTATIONS = {
  /** `<app>:<group>/<kind>:<namespace>/<name>` */
  trackingId: 'argocd.argoproj.io/tracking-id',
  installationId: 'argocd.argoproj.io/installation-id',
  compareOptions: 'argocd.argoproj.io/compare-options',
  syncOptions: 'argocd.argoproj.io/sync-options',
  syncWave: 'argocd.argoproj.io/sync-wave',
  hook: 'argocd.argoproj.io/hook',
  hookDeletePolicy: 'argocd.argoproj.io/hook-delete-policy',
  ignoreHealthcheck: 'argocd.argoproj.io/ignore-healthcheck',
  ignoreRestartPolicy: 'argocd.argoproj.io/ignore-restart-policy',
  ignoreResourceUpdates: 'argocd.argoproj.io/ignore-resource-updates',
  ignoreDefaultLinks: 'argocd.argoproj.io/ignore-default-links',
  clientSideApplyMigrationManager: 'argocd.argoproj.io/client-side-apply-migration-manager',
  gcMark: 'gitops-agent.argoproj.io/gc-mark',
} as const;

/** Prefixes: the rest of the name is free. */
export const ANNOTATION_PREFIXES = {
  /** `link.argocd.argoproj.io/<text>`: a link shown beside the resource. */
  link: 'link.argocd.argoproj.io/',
  /** `notifications.argoproj.io/subscribe.<trigger>.<service>` */
  notificationSubscription: 'notifications.argoproj.io/subscribe.',
} as const;

/** Annotations of others that change what Argo CD does. */
export const FOREIGN_ANNOTATIONS = {
  lastApplied: 'kubectl.kubernetes.io/last-applied-configuration',
  helmHook: 'helm.sh/hook',
  helmHookWeight: 'helm.sh/hook-weight',
  helmHookDeletePolicy: 'helm.sh/hook-delete-policy',
  /** `keep`: not deleted together with the Application. */
  helmResourcePolicy: 'helm.sh/resource-policy',
  /** On Secrets: `argocd.argoproj.io` when the API made them. */
  managedBy: 'managed-by',
} as const;

export const LABELS = {
  /** Default tracking label. */
  instance: 'app.kubernetes.io/instance',
  argoInstance: 'argocd.argoproj.io/instance',
  /** Tracking label of very old versions. */
  oldInstance: 'applications.argoproj.io/app-name',
  /** Kind of a Secret: see `SECRET_TYPES`. */
  secretType: 'argocd.argoproj.io/secret-type',
  autoLabelClusterInfo: 'argocd.argoproj.io/auto-label-cluster-info',
  clusterKubernetesVersion: 'argocd.argoproj.io/kubernetes-version',
  /** `argocd` on ConfigMaps and Secrets that hold settings. */
  partOf: 'app.kubernetes.io/part-of',
  name: 'app.kubernetes.io/name',
  component: 'app.kubernetes.io/component',
} as const;

/** Values of the label `secretType`. */
export const SECRET_TYPES = {
  cluster: 'cluster',
  repository: 'repository',
  repositoryWrite: 'repository-write',
  repoCreds: 'repo-creds',
  repoWriteCreds: 'repo-write-creds',
  scmCreds: 'scm-creds',
} as const;

export const FINALIZERS = {
  /** Deletion of the Application deletes its resources, in the foreground. */
  resources: 'resources-finalizer.argocd.argoproj.io',
  resourcesForeground: 'resources-finalizer.argocd.argoproj.io/foreground',
  resourcesBackground: 'resources-finalizer.argocd.argoproj.io/background',
  preDelete: 'pre-delete-finalizer.argocd.argoproj.io',
  preDeleteCleanup: 'pre-delete-finalizer.argocd.argoproj.io/cleanup',
  postDelete: 'post-delete-finalizer.argocd.argoproj.io',
  postDeleteCleanup: 'post-delete-finalizer.argocd.argoproj.io/cleanup',
  /** On hooks while they run. */
  hook: 'argocd.argoproj.io/hook-finalizer',
} as const;

/** Names of the objects that hold Argo CD's settings. */
export const SETTINGS_OBJECTS = {
  configMap: 'argocd-cm',
  rbacConfigMap: 'argocd-rbac-cm',
  commandParameters: 'argocd-cmd-params-cm',
  secret: 'argocd-secret',
  initialAdminSecret: 'argocd-initial-admin-secret',
  tlsCertificates: 'argocd-tls-certs-cm',
  sshKnownHosts: 'argocd-ssh-known-hosts-cm',
  gpgKeys: 'argocd-gpg-keys-cm',
} as const;

export const MANAGED_BY_ARGO = 'argocd.argoproj.io';
