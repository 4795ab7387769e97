/** What a cluster holds before anybody made anything: namespaces, the API's own Service, a node, a storage class. */
import { type Instant, rfc3339 } from '../../base/clock.ts';
import { isList, isObject, memberAt, textAt } from '../../base/json-value.ts';
import { type KubeObject, splitApiVersion } from '../../kube/object/kube-object.ts';
import type { ClusterAccess } from './cluster-access.ts';
import { controlPlaneObjects } from './control-plane/control-plane-objects.ts';
import { ownAddress } from './control-plane/own-address.ts';
import { nodeAddress } from './pod/addresses.ts';

export const STORAGE_CLASS = 'standard';
export const PROVISIONER = 'fake-nodes';

/** Told as long as nobody listens. */
const IN_PROCESS_PORT = 6443;

const NOT_READY = 'node.kubernetes.io/not-ready';
const NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

export interface InitialOptions {
  readonly now: Instant;
  /** Nodes `node-1` … `node-N`; default 1. With 0 pods stay pending. */
  readonly nodes?: number;
  /** Version the nodes tell, e.g. `v1.35.4`. */
  readonly version?: string;
  /** Of the authority that signs certificates of clients, in PEM. */
  readonly rootCertificate?: string;
  /** What a control plane notes about itself as well; default false. */
  readonly controlPlane?: boolean;
}

const PRIORITIES = [
  {
    name: 'system-cluster-critical',
    value: 2_000_000_000,
    description: 'For pods a cluster needs on any of its nodes.',
  },
  {
    name: 'system-node-critical',
    value: 2_000_001_000,
    description: 'For pods that a node needs and that stay on it.',
  },
];

/** Creates what is missing of them; what is there stays as it is. */
export function createInitialObjects(access: ClusterAccess, options: InitialOptions): void {
  const objects = [
    ...NAMESPACES.map(namespace),
    storageClass(),
    ...ownAddress(IN_PROCESS_PORT),
    ...PRIORITIES.map(priorityClass),
    ...(options.controlPlane ? controlPlaneObjects(options.now) : []),
    ...(options.rootCertificate === undefined ? [] : [clientAuthorities(options.rootCertificate)]),
    ...Array.from({ length: options.nodes ?? 1 }, (_, index) => node(`node-${index + 1}`, options)),
  ];
  for (const object of objects) {
    const created = createUnlessReady(access, object);
    // Kinds with a status subresource drop the status of a creation.
    if (created === undefined || object.status === undefined) continue;
    const reported = access.update({ ...created, status: object.status }, { subresource: 'status' });
    if (object.kind === 'Node') access.update(untainted(reported));
  }
}

/** A node that is there may not be ready: the process that made it ended in between. */
function createUnlessReady(access: ClusterAccess, object: KubeObject): KubeObject | undefined {
  // A Service that is there has the address that another of its name would be refused for.
  const known = presentOne(access, object);
  if (known === undefined) return access.create(object);
  const taints = object.kind === 'Node' ? memberAt(known.spec, 'taints') : undefined;
  const isReady = !isList(taints) || !taints.some((taint) => textAt(taint, 'key') === NOT_READY);
  return isReady ? undefined : known;
}

function presentOne(access: ClusterAccess, { apiVersion, kind, metadata }: KubeObject): KubeObject | undefined {
  const { group } = splitApiVersion(apiVersion);
  const resource = access.resources().find((served) => served.kind === kind && served.group === group);
  return resource && access.get(resource, metadata.namespace ?? '', metadata.name ?? '');
}

/** A new node is not for pods; these report at once that they are ready. */
function untainted(node: KubeObject): KubeObject {
  const { taints: _, ...spec } = isObject(node.spec) ? node.spec : {};
  return { ...node, spec };
}

function namespace(name: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
    status: { phase: 'Active' },
  };
}

/** The priorities that every cluster has. */
function priorityClass({ name, value, description }: (typeof PRIORITIES)[number]): KubeObject {
  return {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name },
    value,
    description,
    preemptionPolicy: 'PreemptLowerPriority',
  };
}

/** Where servers behind this one learn whose certificates to trust. */
function clientAuthorities(certificate: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'extension-apiserver-authentication', namespace: 'kube-system' },
    data: {
      'client-ca-file': certificate,
      'requestheader-allowed-names': '["front-proxy"]',
      'requestheader-client-ca-file': certificate,
      'requestheader-extra-headers-prefix': '["X-Remote-Extra-"]',
      'requestheader-group-headers': '["X-Remote-Group"]',
      'requestheader-username-headers': '["X-Remote-User"]',
    },
  };
}

function storageClass(): KubeObject {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: STORAGE_CLASS, annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: PROVISIONER,
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'Immediate',
  };
}

function node(name: string, options: InitialOptions): KubeObject {
  const capacity = { cpu: '64', 'ephemeral-storage': '1Ti', memory: '256Gi', pods: '100k' };
  const time = rfc3339(options.now);
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
      },
      annotations: { 'node.alpha.kubernetes.io/ttl': '0' },
    },
    spec: {},
    status: {
      capacity,
      allocatable: capacity,
      conditions: [
        {
          type: 'Ready',
          status: 'True',
          lastHeartbeatTime: time,
          lastTransitionTime: time,
          reason: 'KubeletReady',
          message: 'this node is simulated',
        },
      ],
      addresses: [
        { type: 'InternalIP', address: nodeAddress(name) },
        { type: 'Hostname', address: name },
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: 0 } },
      nodeInfo: {
        machineID: '',
        systemUUID: '',
        bootID: '',
        kernelVersion: '',
        osImage: '',
        containerRuntimeVersion: 'fake://1',
        kubeletVersion: options.version ?? 'v1.35.4',
        kubeProxyVersion: '',
        operatingSystem: 'linux',
        architecture: 'amd64',
      },
    },
  };
}
