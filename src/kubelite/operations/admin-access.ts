/** Who may look into devices that others use: claims of namespaces that are labelled for it. */
import { isList, type Json, memberAt } from '../../base/json-value.ts';
import type { FieldCause } from '../../kube/object/kube-fault.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { forbidden } from '../../kube/validation/causes.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import type { Cluster } from './cluster.ts';

const LABEL = 'resource.kubernetes.io/admin-access';
const DETAIL = `admin access to devices requires the \`${LABEL}: true\` label on the containing namespace`;
/** Where the requests stand; messages name them as those of a claim. */
const REQUESTS: Readonly<Record<string, readonly string[]>> = {
  'resource.k8s.io/resourceclaims': ['spec', 'devices', 'requests'],
  'resource.k8s.io/resourceclaimtemplates': ['spec', 'spec', 'devices', 'requests'],
};

/** The cause for a new claim or template that asks for more than its namespace may. */
export function adminAccessCauses(
  { store }: Cluster,
  { shelf }: ResourceDefinition,
  object: KubeObject,
): readonly FieldCause[] {
  const path = Object.hasOwn(REQUESTS, shelf) ? REQUESTS[shelf] : undefined;
  const requests = path === undefined ? undefined : memberAt(object as unknown as Json, ...path);
  const index = isList(requests) ? requests.findIndex((one) => memberAt(one, 'exactly', 'adminAccess') === true) : -1;
  if (index < 0) return [];
  return isLabelled(store, object) ? [] : [forbidden(`spec.devices.requests[${index}].adminAccess`, DETAIL)];
}

/** The cause for a claim whose status tells of such devices anew. */
export function adminStatusCauses(
  { store }: Cluster,
  { shelf }: ResourceDefinition,
  object: KubeObject,
  old: KubeObject,
): readonly FieldCause[] {
  if (shelf !== 'resource.k8s.io/resourceclaims') return [];
  const granted = ({ status }: KubeObject): number => {
    const results = memberAt(status, 'allocation', 'devices', 'results');
    return isList(results) ? results.findIndex((one) => memberAt(one, 'adminAccess') === true) : -1;
  };
  const index = granted(object);
  if (index < 0 || granted(old) >= 0 || isLabelled(store, object)) return [];
  return [forbidden(`status.allocation.devices.results[${index}].adminAccess`, DETAIL)];
}

function isLabelled(store: Cluster['store'], object: KubeObject): boolean {
  const labels = store.get('/namespaces', '', object.metadata.namespace ?? '')?.object.metadata.labels;
  return labels?.[LABEL] === 'true';
}
