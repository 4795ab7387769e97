/** Kubernetes' own types inside our kinds, with the numbers of its generated.proto files. */
import type { Infer } from '../schema/field.ts';
import {
  always,
  atomicStruct,
  flag,
  integer,
  list,
  omitEmpty,
  pointer,
  rawObject,
  smallInteger,
  struct,
  text,
  textMap,
  texts,
  time,
  timeValue,
} from '../schema/notation.ts';

export const ownerReference = struct('OwnerReference', {
  apiVersion: text(5, 'API version of the owner', always),
  kind: text(1, 'Kind of the owner', always),
  name: text(3, 'Name of the owner', always),
  uid: text(4, 'UID of the owner', always),
  controller: flag(6, 'The owner is the managing controller', pointer),
  blockOwnerDeletion: flag(7, 'Foreground deletion of the owner waits for this object', pointer),
});

export const managedFieldsEntry = struct('ManagedFieldsEntry', {
  manager: text(1, 'Who wrote'),
  operation: text(2, 'Apply or Update'),
  apiVersion: text(3, 'Version in which the fields are named'),
  time: time(4, 'When'),
  fieldsType: text(6, 'FieldsV1'),
  fieldsV1: rawObject(7, 'The set of fields'),
  subresource: text(8, 'Through which subresource'),
});

export const objectMeta = struct('ObjectMeta', {
  name: text(1, 'Name'),
  generateName: text(2, 'Prefix of a generated name'),
  namespace: text(3, 'Namespace'),
  selfLink: text(4, 'Never set now'),
  uid: text(5, 'UID'),
  resourceVersion: text(6, 'Version of the stored object'),
  generation: integer(7, 'Counts changes of the spec'),
  creationTimestamp: timeValue(8, 'When it was created', omitEmpty),
  deletionTimestamp: time(9, 'When it shall be gone'),
  deletionGracePeriodSeconds: integer(10, 'Time given to end gracefully', pointer),
  labels: textMap(11, 'Labels'),
  annotations: textMap(12, 'Annotations'),
  ownerReferences: list(13, ownerReference, 'Owners'),
  finalizers: texts(14, 'Deletion waits until this list is empty'),
  managedFields: list(17, managedFieldsEntry, 'Who owns which fields'),
});

export const listMeta = struct('ListMeta', {
  selfLink: text(1, 'Never set now'),
  resourceVersion: text(2, 'Version of the list'),
  continue: text(3, 'Token of the next page'),
  remainingItemCount: integer(4, 'How many items follow', pointer),
});
export type ListMeta = Infer<typeof listMeta>;

export const labelSelectorRequirement = struct('LabelSelectorRequirement', {
  key: text(1, 'Label', always),
  operator: text(2, 'In, NotIn, Exists or DoesNotExist', always),
  values: texts(3, 'Values of In and NotIn'),
});

export const labelSelector = atomicStruct('LabelSelector', {
  matchLabels: textMap(1, 'Labels that must be equal'),
  matchExpressions: list(2, labelSelectorRequirement, 'Further conditions, all must hold'),
});
export type LabelSelector = Infer<typeof labelSelector>;

export const groupKind = struct('GroupKind', {
  group: text(1, 'Group', always),
  kind: text(2, 'Kind', always),
});
export type GroupKind = Infer<typeof groupKind>;

export const nodeSystemInfo = struct('NodeSystemInfo', {
  machineID: text(1, 'Machine id', always),
  systemUUID: text(2, 'System UUID', always),
  bootID: text(3, 'Boot id', always),
  kernelVersion: text(4, 'Kernel', always),
  osImage: text(5, 'System image', always),
  containerRuntimeVersion: text(6, 'Container runtime', always),
  kubeletVersion: text(7, 'Kubelet', always),
  kubeProxyVersion: text(8, 'Never set now', always),
  operatingSystem: text(9, 'Operating system', always),
  architecture: text(10, 'Processor', always),
});
export type NodeSystemInfo = Infer<typeof nodeSystemInfo>;

export const portStatus = struct('PortStatus', {
  port: smallInteger(1, 'Port', always),
  protocol: text(2, 'TCP, UDP or SCTP', always),
  error: text(3, 'Why the port does not work', pointer),
});

export const loadBalancerIngress = struct('LoadBalancerIngress', {
  ip: text(1, 'Address'),
  hostname: text(2, 'Host name'),
  ipMode: text(3, 'VIP or Proxy', pointer),
  ports: list(4, portStatus, 'State of the ports'),
});
export type LoadBalancerIngress = Infer<typeof loadBalancerIngress>;
