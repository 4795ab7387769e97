/** Pod templates of many shapes, the same ones in every run: for what depends on every field of a template. */
import type { JsonObject } from '../base/json-value.ts';

/** By name: what a container has beside its name and image. */
const CONTAINERS: readonly JsonObject[] = [
  {},
  { command: ['sh', '-c', 'echo "<&>" é 🙂'], args: ['', 'two words'], workingDir: '/srv', tty: true, stdin: true },
  { resources: { limits: { cpu: '1', memory: '512Mi' }, requests: { cpu: '100m', memory: '100Mi' } } },
  { resources: { limits: { cpu: '1500m', memory: '16Gi', 'example.com/gpu': '2' }, requests: { cpu: '0.5' } } },
  { resources: { limits: { memory: '1Pi', 'ephemeral-storage': '2000M' }, requests: { memory: '1.5Gi' } } },
  {
    resources: { requests: { cpu: '2e3', memory: '1e9', 'hugepages-2Mi': '8Mi' }, limits: { 'hugepages-2Mi': '8Mi' } },
  },
  {
    ports: [
      { containerPort: 80, name: 'http' },
      { containerPort: 53, protocol: 'UDP', hostPort: 5353 },
    ],
  },
  { livenessProbe: { httpGet: { path: '/', port: 'http', httpHeaders: [{ name: 'A', value: 'b' }] } } },
  { readinessProbe: { tcpSocket: { port: 80 }, periodSeconds: 7 }, startupProbe: { exec: { command: ['true'] } } },
  { livenessProbe: { grpc: { port: 9000, service: 'health' }, terminationGracePeriodSeconds: 5 } },
  {
    env: [
      { name: 'A', value: '1' },
      { name: 'E', value: '' },
      { name: 'F', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
    ],
  },
  { env: [{ name: 'R', valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } } }] },
  { env: [{ name: 'R', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', containerName: 'main' } } }] },
  { env: [{ name: 'S', valueFrom: { secretKeyRef: { name: 's', key: 'k', optional: true } } }] },
  {
    env: [{ name: 'C', valueFrom: { configMapKeyRef: { name: 'c', key: 'k' } } }],
    envFrom: [{ prefix: 'P_', secretRef: { name: 's' } }],
  },
  { lifecycle: { preStop: { sleep: { seconds: 3 } }, postStart: { exec: { command: ['true'] } } } },
  { lifecycle: { preStop: { httpGet: { port: 8080, scheme: 'HTTPS' } } } },
  { securityContext: { runAsUser: 1000, capabilities: { add: ['NET_ADMIN'], drop: ['ALL'] }, privileged: false } },
  {
    securityContext: {
      seccompProfile: { type: 'RuntimeDefault' },
      readOnlyRootFilesystem: true,
      seLinuxOptions: { level: 's0' },
    },
  },
  { volumeMounts: [{ name: 'data', mountPath: '/data', subPath: 'x', mountPropagation: 'None' }] },
  { imagePullPolicy: 'Always', terminationMessagePath: '/dev/end', terminationMessagePolicy: 'FallbackToLogsOnError' },
];

const TERM = { matchExpressions: [{ key: 'zone', operator: 'In', values: ['a', 'b'] }] };
const SELECTED = { labelSelector: { matchLabels: { app: 'web' } }, topologyKey: 'kubernetes.io/hostname' };

/** What a pod has beside its containers. */
const PODS: readonly JsonObject[] = [
  {},
  {
    nodeSelector: { disk: 'ssd', arch: 'arm64' },
    tolerations: [{ operator: 'Exists' }, { key: 'k', value: 'v', effect: 'NoExecute', tolerationSeconds: 60 }],
  },
  { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [TERM] } } } },
  {
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: SELECTED }],
      },
    },
  },
  {
    affinity: {
      podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ ...SELECTED, namespaceSelector: {} }] },
    },
  },
  { topologySpreadConstraints: [{ ...SELECTED, maxSkew: 1, whenUnsatisfiable: 'ScheduleAnyway' }] },
  { volumes: [{ name: 'data', emptyDir: {} }] },
  {
    volumes: [
      { name: 'data', emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } },
      { name: 'c', configMap: { name: 'c', items: [{ key: 'a', path: 'b', mode: 256 }] } },
    ],
  },
  {
    volumes: [
      { name: 'data', secret: { secretName: 's', optional: false } },
      { name: 'h', hostPath: { path: '/var', type: 'Directory' } },
    ],
  },
  {
    volumes: [
      { name: 'data', persistentVolumeClaim: { claimName: 'p', readOnly: true } },
      { name: 'n', nfs: { server: 'n', path: '/' } },
    ],
  },
  {
    volumes: [
      {
        name: 'data',
        projected: {
          sources: [
            { serviceAccountToken: { path: 't' } },
            { downwardAPI: { items: [{ path: 'l', fieldRef: { fieldPath: 'metadata.labels' } }] } },
          ],
        },
      },
    ],
  },
  {
    volumes: [
      { name: 'data', csi: { driver: 'd', volumeAttributes: { a: 'b' }, nodePublishSecretRef: { name: 's' } } },
    ],
  },
  {
    volumes: [
      {
        name: 'data',
        ephemeral: {
          volumeClaimTemplate: {
            metadata: { labels: { a: 'b' } },
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
          },
        },
      },
    ],
  },
  { serviceAccountName: 'runner', automountServiceAccountToken: false, imagePullSecrets: [{ name: 'r' }] },
  {
    securityContext: {
      runAsNonRoot: true,
      fsGroup: 2000,
      sysctls: [{ name: 'net.core.somaxconn', value: '1' }],
      supplementalGroups: [1, 2],
    },
  },
  {
    hostNetwork: true,
    hostPID: true,
    dnsPolicy: 'None',
    dnsConfig: { nameservers: ['1.1.1.1'], options: [{ name: 'ndots', value: '2' }] },
  },
  {
    hostAliases: [{ ip: '10.0.0.1', hostnames: ['a', 'b'] }],
    hostname: 'h',
    subdomain: 's',
    terminationGracePeriodSeconds: 0,
  },
  {
    priorityClassName: 'system-node-critical',
    schedulerName: 'other',
    enableServiceLinks: false,
    shareProcessNamespace: true,
  },
  {
    initContainers: [
      { name: 'init', image: 'i:1' },
      { name: 'sidecar', image: 's:1', restartPolicy: 'Always' },
    ],
  },
  { os: { name: 'linux' }, readinessGates: [{ conditionType: 'example.com/ready' }], schedulingGates: [{ name: 'g' }] },
];

const METADATA: readonly JsonObject[] = [
  {},
  { annotations: { 'example.com/a': 'line\nbreak', b: '' } },
  { labels: { 'app.kubernetes.io/version': '1', zone: '' } },
];

/** Every container shape beside some pod shape and the other way round, labelled `app: web`. */
export function variedTemplates(): readonly JsonObject[] {
  const count = CONTAINERS.length * METADATA.length;
  return Array.from({ length: count }, (_, index) => {
    const container = CONTAINERS[index % CONTAINERS.length];
    const pod = PODS[(index * 7 + Math.floor(index / CONTAINERS.length)) % PODS.length];
    const metadata = METADATA[index % METADATA.length];
    const mounts = container?.['volumeMounts'] !== undefined && pod?.['volumes'] === undefined;
    return {
      metadata: { ...metadata, labels: { app: 'web', ...(metadata?.['labels'] as JsonObject | undefined) } },
      spec: {
        ...pod,
        ...(mounts ? { volumes: [{ name: 'data', emptyDir: {} }] } : {}),
        containers: [{ name: 'main', image: `example.com/app:${index}`, ...container }],
      },
    };
  });
}
