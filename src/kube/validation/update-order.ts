/**
 * In which order, and how often, the server looks at the parts of an object that is to replace another. Many kinds are judged as
 * a new object would be and again as a change, so that what is wrong is told twice.
 */
import type { JsonObject } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { metadataCauses, metadataUpdateCauses } from './metadata.ts';

/**
 * `named`: metadata as of a new object; `kept`: metadata beside the old ones; `content`: all else as of a new object; `changes`:
 * what may not change; `own`: what of it is looked at when an object is judged as a new one only.
 */
type Part = 'named' | 'kept' | 'content' | 'changes' | 'own';

const USUAL: readonly Part[] = ['kept', 'content', 'changes'];
const KEPT_FIRST: readonly Part[] = ['kept', 'named', 'content', 'changes'];
const KEPT_LAST: readonly Part[] = ['named', 'content', 'kept', 'changes'];
const CHANGES_FIRST: readonly Part[] = ['kept', 'changes', 'named', 'content'];
const AS_NEW: readonly Part[] = ['named', 'content', 'changes'];
const TWICE: readonly Part[] = ['named', 'content', 'named', 'content', 'changes'];

/** Kinds by the order of their parts (k8s.io/kubernetes: `ValidateUpdate` of the kinds' strategies). */
const ORDERS: readonly (readonly [order: readonly Part[], kinds: readonly string[]])[] = [
  [
    KEPT_FIRST,
    [
      'apiregistration.k8s.io/v1 APIService',
      'apps/v1 ControllerRevision',
      'networking.k8s.io/v1 Ingress',
      'v1 Endpoints',
      'v1 PersistentVolumeClaim',
      'v1 Pod',
      'v1 ServiceAccount',
    ],
  ],
  [
    KEPT_LAST,
    [
      'certificates.k8s.io/v1 CertificateSigningRequest',
      'networking.k8s.io/v1 IPAddress',
      'node.k8s.io/v1 RuntimeClass',
      'rbac.authorization.k8s.io/v1 ClusterRole',
      'rbac.authorization.k8s.io/v1 ClusterRoleBinding',
      'rbac.authorization.k8s.io/v1 Role',
      'rbac.authorization.k8s.io/v1 RoleBinding',
      'resource.k8s.io/v1 ResourceClaimTemplate',
      'storage.k8s.io/v1 CSIStorageCapacity',
      'storage.k8s.io/v1 StorageClass',
      'v1 Namespace',
      'v1 Node',
    ],
  ],
  [
    CHANGES_FIRST,
    ['networking.k8s.io/v1 IngressClass', 'storage.k8s.io/v1 VolumeAttributesClass', 'v1 ConfigMap', 'v1 Secret'],
  ],
  [
    AS_NEW,
    [
      'admissionregistration.k8s.io/v1 MutatingWebhookConfiguration',
      'admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy',
      'admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding',
      'admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration',
      'discovery.k8s.io/v1 EndpointSlice',
      'flowcontrol.apiserver.k8s.io/v1 FlowSchema',
      'flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration',
      'storage.k8s.io/v1 VolumeAttachment',
      'v1 LimitRange',
    ],
  ],
  [TWICE, ['storage.k8s.io/v1 CSINode', 'v1 PersistentVolume']],
  [
    ['content', 'changes'],
    ['policy/v1 PodDisruptionBudget', 'v1 Event'],
  ],
  [['content', 'kept', 'changes'], ['events.k8s.io/v1 Event']],
  [
    ['kept', 'changes', 'content'],
    ['apps/v1 DaemonSet', 'v1 Service'],
  ],
  [['named', 'own', 'content', 'kept', 'content', 'changes'], ['batch/v1 Job']],
  [['named', 'content', 'kept', 'content'], ['networking.k8s.io/v1 NetworkPolicy']],
  [
    ['named', 'kept', 'content', 'changes'],
    ['resource.k8s.io/v1 DeviceClass', 'resource.k8s.io/v1 ResourceClaim'],
  ],
];

const ORDER_OF_KIND = new Map(ORDERS.flatMap(([order, kinds]) => kinds.map((kind) => [kind, order] as const)));

export interface JudgedParts {
  readonly own: readonly FieldCause[];
  readonly content: readonly FieldCause[];
  readonly changes: readonly FieldCause[];
}

/** All that is wrong with `object`, which is to replace `old`, as its kind is looked at. */
export function orderedCauses(object: JsonObject, old: JsonObject, parts: JudgedParts): readonly FieldCause[] {
  const order = ORDER_OF_KIND.get(`${object['apiVersion']} ${object['kind']}`) ?? USUAL;
  const causes: Readonly<Record<Part, () => readonly FieldCause[]>> = {
    named: () => metadataCauses(object),
    kept: () => metadataUpdateCauses(object, old),
    own: () => parts.own,
    content: () => parts.content,
    changes: () => parts.changes,
  };
  return order.flatMap((part) => causes[part]());
}
