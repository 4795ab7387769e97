/** The built-in kinds that controllers work on, by group and plural. */

export const PODS = { group: '', plural: 'pods', kind: 'Pod' } as const;
export const NODES = { group: '', plural: 'nodes', kind: 'Node' } as const;
export const NAMESPACES = { group: '', plural: 'namespaces', kind: 'Namespace' } as const;
export const SERVICES = { group: '', plural: 'services', kind: 'Service' } as const;
export const ENDPOINTS = { group: '', plural: 'endpoints', kind: 'Endpoints' } as const;
export const SECRETS = { group: '', plural: 'secrets', kind: 'Secret' } as const;
export const CONFIG_MAPS = { group: '', plural: 'configmaps', kind: 'ConfigMap' } as const;
export const SERVICE_ACCOUNTS = { group: '', plural: 'serviceaccounts', kind: 'ServiceAccount' } as const;
export const EVENTS = { group: '', plural: 'events', kind: 'Event' } as const;
export const RESOURCE_QUOTAS = { group: '', plural: 'resourcequotas', kind: 'ResourceQuota' } as const;
export const CLAIMS = { group: '', plural: 'persistentvolumeclaims', kind: 'PersistentVolumeClaim' } as const;
export const VOLUMES = { group: '', plural: 'persistentvolumes', kind: 'PersistentVolume' } as const;
export const REPLICATION_CONTROLLERS = {
  group: '',
  plural: 'replicationcontrollers',
  kind: 'ReplicationController',
} as const;
export const DEPLOYMENTS = { group: 'apps', plural: 'deployments', kind: 'Deployment' } as const;
export const REPLICA_SETS = { group: 'apps', plural: 'replicasets', kind: 'ReplicaSet' } as const;
export const STATEFUL_SETS = { group: 'apps', plural: 'statefulsets', kind: 'StatefulSet' } as const;
export const DAEMON_SETS = { group: 'apps', plural: 'daemonsets', kind: 'DaemonSet' } as const;
export const CONTROLLER_REVISIONS = {
  group: 'apps',
  plural: 'controllerrevisions',
  kind: 'ControllerRevision',
} as const;
export const JOBS = { group: 'batch', plural: 'jobs', kind: 'Job' } as const;
export const CRON_JOBS = { group: 'batch', plural: 'cronjobs', kind: 'CronJob' } as const;
export const INGRESSES = { group: 'networking.k8s.io', plural: 'ingresses', kind: 'Ingress' } as const;
export const ENDPOINT_SLICES = { group: 'discovery.k8s.io', plural: 'endpointslices', kind: 'EndpointSlice' } as const;
export const STORAGE_CLASSES = { group: 'storage.k8s.io', plural: 'storageclasses', kind: 'StorageClass' } as const;
export const AUTOSCALERS = {
  group: 'autoscaling',
  plural: 'horizontalpodautoscalers',
  kind: 'HorizontalPodAutoscaler',
} as const;
export const DISRUPTION_BUDGETS = {
  group: 'policy',
  plural: 'poddisruptionbudgets',
  kind: 'PodDisruptionBudget',
} as const;
export const CLUSTER_ROLES = {
  group: 'rbac.authorization.k8s.io',
  plural: 'clusterroles',
  kind: 'ClusterRole',
} as const;
export const DEFINITIONS = {
  group: 'apiextensions.k8s.io',
  plural: 'customresourcedefinitions',
  kind: 'CustomResourceDefinition',
} as const;
export const API_SERVICES = { group: 'apiregistration.k8s.io', plural: 'apiservices', kind: 'APIService' } as const;
