/** The API's own Service and where it leads: the server's port, at an address that stands for it. */
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import type { ClusterAccess, ClusterResource } from '../cluster-access.ts';
import { ENDPOINT_SLICES, ENDPOINTS, SERVICES } from '../resources.ts';

const PLACE = { name: 'kubernetes', namespace: 'default' };
/** Endpoints may not name the loopback, so it is one kept for documentation (RFC 5737), as on the recorded server. */
const ADDRESS = '192.0.2.1';

/** The objects by which programs inside a cluster find an API that listens on that port. */
export function ownAddress(port: number): readonly KubeObject[] {
  const https = { name: 'https', protocol: 'TCP' };
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { ...PLACE, labels: { component: 'apiserver', provider: 'kubernetes' } },
      spec: { type: 'ClusterIP', clusterIP: '10.96.0.1', ports: [{ ...https, port: 443, targetPort: port }] },
    },
    {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { ...PLACE, labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
      subsets: [{ addresses: [{ ip: ADDRESS }], ports: [{ ...https, port }] }],
    },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { ...PLACE, labels: { 'kubernetes.io/service-name': PLACE.name } },
      addressType: 'IPv4',
      endpoints: [{ addresses: [ADDRESS], conditions: { ready: true } }],
      ports: [{ ...https, port }],
    },
  ];
}

const RESOURCES: Readonly<Record<string, ClusterResource>> = {
  Service: SERVICES,
  Endpoints: ENDPOINTS,
  EndpointSlice: ENDPOINT_SLICES,
};

/** Brings those objects to a port that is known only now. One that is gone stays so. */
export function moveOwnAddress(access: ClusterAccess, port: number): void {
  for (const wanted of ownAddress(port)) {
    const resource = RESOURCES[wanted.kind];
    const known = resource && access.get(resource, PLACE.namespace, PLACE.name);
    if (!known) continue;
    const { apiVersion: _, kind: __, metadata: ___, spec, ...content } = wanted;
    const merged = typeof spec === 'object' ? { spec: { ...(known.spec as object), ...spec } } : {};
    access.update({ ...known, ...content, ...merged });
  }
}
