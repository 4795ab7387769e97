import { expect, test } from 'vitest';
import type { JsonObject } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { type WorkloadCluster, workloadCluster } from '../../../testkit/workload-cluster.ts';
import { ENDPOINT_SLICES, ENDPOINTS, INGRESSES, PODS, SERVICES } from '../resources.ts';

function service(spec: JsonObject): KubeObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', labels: { l: 'x' } }, spec };
}

function pod(name: string, notes: Record<string, string> = {}, ports: readonly JsonObject[] = []): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: 'web' }, annotations: notes },
    spec: { restartPolicy: 'Always', containers: [{ name: 'c', image: 'a', ports }] },
  };
}

const PORTS = [
  { name: 'http', port: 80, protocol: 'TCP', targetPort: 8080 },
  { name: 'm', port: 81, protocol: 'TCP', targetPort: 'named' },
];

/** Without that of the API itself. */
function slicesOf({ access }: WorkloadCluster): readonly KubeObject[] {
  return access.list(ENDPOINT_SLICES, 'default').filter(({ metadata }) => metadata.name !== 'kubernetes');
}

test('a pod that has none of the ports is in a slice without ports, and in no Endpoints', () => {
  const cluster = workloadCluster();
  cluster.apply(pod('a', {}, []));
  cluster.apply(service({ selector: { app: 'web' }, ports: [{ port: 81, protocol: 'TCP', targetPort: 'absent' }] }));
  expect(cluster.access.get(ENDPOINTS, 'default', 'web')?.['subsets'] ?? []).toEqual([]);
  const [slice] = slicesOf(cluster);
  expect(slice?.['ports']).toBe(null);
  expect(slice?.['endpoints']).toHaveLength(1);
});

test('ready pods are addresses, others are listed as not ready; named ports divide', () => {
  const cluster = workloadCluster();
  cluster.apply(pod('a', {}, [{ name: 'named', containerPort: 9090 }]));
  cluster.apply(pod('hung', { 'x/simulate': 'hang' }));
  cluster.apply(service({ selector: { app: 'web' }, ports: PORTS }));
  const address = (name: string) => {
    const found = cluster.access.get(PODS, 'default', name);
    const ip = (found?.status as { readonly podIP?: string } | undefined)?.podIP;
    return { ip, nodeName: 'node-1', targetRef: { kind: 'Pod', namespace: 'default', name, uid: found?.metadata.uid } };
  };
  const endpoints = cluster.access.get(ENDPOINTS, 'default', 'web');
  expect(endpoints?.metadata.labels).toEqual({ l: 'x', 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' });
  expect(endpoints?.['subsets']).toEqual([
    {
      addresses: [address('a')],
      ports: [
        { name: 'http', port: 8080, protocol: 'TCP' },
        { name: 'm', port: 9090, protocol: 'TCP' },
      ],
    },
    { notReadyAddresses: [address('hung')], ports: [{ name: 'http', port: 8080, protocol: 'TCP' }] },
  ]);
  const slices = slicesOf(cluster);
  expect(slices.map((slice) => [slice['endpoints'], slice['ports']])).toEqual([
    [
      [
        {
          addresses: [address('a').ip],
          conditions: { ready: true, serving: true, terminating: false },
          nodeName: 'node-1',
          targetRef: address('a').targetRef,
        },
      ],
      [
        { name: 'http', port: 8080, protocol: 'TCP' },
        { name: 'm', port: 9090, protocol: 'TCP' },
      ],
    ],
    [
      [
        {
          addresses: [address('hung').ip],
          conditions: { ready: false, serving: false, terminating: false },
          nodeName: 'node-1',
          targetRef: address('hung').targetRef,
        },
      ],
      [{ name: 'http', port: 8080, protocol: 'TCP' }],
    ],
  ]);
  expect(cluster.failures).toEqual([]);
});

test('a pod that goes leaves the addresses; a Service that goes takes them along', () => {
  const cluster = workloadCluster();
  cluster.apply(pod('a'));
  cluster.apply(service({ selector: { app: 'web' }, ports: [PORTS[0] ?? {}] }));
  cluster.access.delete(PODS, 'default', 'a');
  cluster.pass(0);
  expect(cluster.access.get(ENDPOINTS, 'default', 'web')).not.toHaveProperty('subsets');
  expect(slicesOf(cluster).map((slice) => slice['endpoints'])).toEqual([null]);
  cluster.access.delete(SERVICES, 'default', 'web');
  cluster.pass(0);
  expect(
    [...cluster.access.list(ENDPOINTS, 'default'), ...slicesOf(cluster)].map(({ metadata }) => metadata.name),
  ).toEqual(['kubernetes']);
});

test('endpoints of a Service without selector are left to whoever wrote them', () => {
  const cluster = workloadCluster();
  cluster.apply(service({ ports: [PORTS[0] ?? {}] }));
  const subsets = [{ addresses: [{ ip: '192.0.2.1' }] }];
  cluster.apply({ apiVersion: 'v1', kind: 'Endpoints', metadata: { name: 'web' }, subsets });
  cluster.pass(1000);
  expect(cluster.access.get(ENDPOINTS, 'default', 'web')?.['subsets']).toEqual(subsets);
  expect(slicesOf(cluster)).toEqual([]);
});

test('a load balancer and an Ingress get an address within a second', () => {
  const cluster = workloadCluster();
  cluster.apply(service({ type: 'LoadBalancer', selector: { app: 'web' }, ports: [] }));
  cluster.apply({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'web' }, spec: {} });
  expect([cluster.status(SERVICES, 'web'), cluster.status(INGRESSES, 'web')]).toEqual([undefined, undefined]);
  cluster.pass(1000);
  const ip = expect.stringMatching(/^198\.1[89]\.\d+\.\d+$/);
  expect(cluster.status(SERVICES, 'web')).toEqual({ loadBalancer: { ingress: [{ ip, ipMode: 'VIP' }] } });
  expect(cluster.status(INGRESSES, 'web')).toEqual({ loadBalancer: { ingress: [{ ip }] } });
});
