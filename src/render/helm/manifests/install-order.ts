/** The order in which Helm installs kinds, and so prints them: this list, then all others by name. */

const KINDS = [
  'PriorityClass',
  'Namespace',
  'NetworkPolicy',
  'ResourceQuota',
  'LimitRange',
  'PodSecurityPolicy',
  'PodDisruptionBudget',
  'ServiceAccount',
  'Secret',
  'SecretList',
  'ConfigMap',
  'StorageClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'CustomResourceDefinition',
  'ClusterRole',
  'ClusterRoleList',
  'ClusterRoleBinding',
  'ClusterRoleBindingList',
  'Role',
  'RoleList',
  'RoleBinding',
  'RoleBindingList',
  'Service',
  'DaemonSet',
  'Pod',
  'ReplicationController',
  'ReplicaSet',
  'Deployment',
  'HorizontalPodAutoscaler',
  'StatefulSet',
  'Job',
  'CronJob',
  'IngressClass',
  'Ingress',
  'APIService',
];
/** Kinds that have a place since Helm 4. */
const SINCE_4 = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

const PLACES: Readonly<Record<3 | 4, ReadonlyMap<string, number>>> = {
  3: new Map(KINDS.map((kind, place) => [kind, place])),
  4: new Map([...KINDS, ...SINCE_4].map((kind, place) => [kind, place])),
};

/** A sorted copy; what is equal keeps its order. */
export function inInstallOrder<T extends { readonly kind: string }>(items: readonly T[], helm: 3 | 4): readonly T[] {
  const places = PLACES[helm];
  return items.toSorted((a, b) => compareKinds(a.kind, b.kind, places));
}

function compareKinds(a: string, b: string, places: ReadonlyMap<string, number>): number {
  const first = places.get(a);
  const second = places.get(b);
  if (first !== undefined && second !== undefined) return first - second;
  if (first !== undefined) return -1;
  if (second !== undefined) return 1;
  return a < b ? -1 : Number(a > b);
}
