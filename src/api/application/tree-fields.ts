/** The resource tree of an Application and the state of its managed resources, as the API sends them. */

import { loadBalancerIngress, nodeSystemInfo } from '../kube/meta-fields.ts';
import type { Infer } from '../schema/field.ts';
import {
  embedded,
  flag,
  integer,
  list,
  optional,
  struct,
  text,
  textMap,
  texts,
  time,
  value,
} from '../schema/notation.ts';
import { healthStatus } from './status-fields.ts';

export const resourceRef = struct('ResourceRef', {
  group: text(1, 'Group'),
  version: text(2, 'Version'),
  kind: text(3, 'Kind'),
  namespace: text(4, 'Namespace'),
  name: text(5, 'Name'),
  uid: text(6, 'UID'),
});
export type ResourceRef = Infer<typeof resourceRef>;

export const infoItem = struct('InfoItem', {
  name: text(1, 'Label'),
  value: text(2, 'Text'),
});
export type InfoItem = Infer<typeof infoItem>;

export const resourceNetworkingInfo = struct('ResourceNetworkingInfo', {
  targetLabels: textMap(1, 'Selector of a Service'),
  targetRefs: list(2, resourceRef, 'What it points to'),
  labels: textMap(3, 'Pod labels'),
  ingress: list(4, loadBalancerIngress, 'LB ingress list'),
  externalURLs: texts(5, 'URLs'),
});
export type ResourceNetworkingInfo = Infer<typeof resourceNetworkingInfo>;

export const resourceNode = struct('ResourceNode', {
  resourceRef: embedded(1, resourceRef),
  parentRefs: list(2, resourceRef, 'Owners'),
  info: list(3, infoItem, 'Tags (Revision, Status Reason, Restart Count, Containers n/m, Images…)'),
  networkingInfo: optional(4, resourceNetworkingInfo, 'Network facts'),
  resourceVersion: text(5, 'Live version'),
  images: texts(6, 'Images'),
  health: optional(7, healthStatus, 'Health'),
  createdAt: time(8, 'Creation time'),
});
export type ResourceNode = Infer<typeof resourceNode>;

export const hostResourceInfo = struct('HostResourceInfo', {
  resourceName: text(1, 'cpu / memory'),
  requestedByApp: integer(2, 'Milli-units'),
  requestedByNeighbors: integer(3, 'Milli-units'),
  capacity: integer(4, 'Milli-units'),
});
export type HostResourceInfo = Infer<typeof hostResourceInfo>;

export const hostInfo = struct('HostInfo', {
  name: text(1, 'Node name'),
  resourcesInfo: list(2, hostResourceInfo, 'Per resource usage'),
  systemInfo: value(3, nodeSystemInfo, 'NodeSystemInfo'),
  labels: textMap(4, 'Allowed node labels'),
});
export type HostInfo = Infer<typeof hostInfo>;

export const applicationTree = struct('ApplicationTree', {
  nodes: list(1, resourceNode, 'Managed resources and their descendants'),
  orphanedNodes: list(2, resourceNode, 'Unmanaged in the namespace (when monitored)'),
  hosts: list(3, hostInfo, 'Nodes that run its pods'),
  shardsCount: integer(4, 'Redis chunk count; keep 0/1'),
});
export type ApplicationTree = Infer<typeof applicationTree>;

export const resourceDiff = struct('ResourceDiff', {
  group: text(1, 'Group'),
  kind: text(2, 'Kind'),
  namespace: text(3, 'Namespace'),
  name: text(4, 'Name'),
  targetState: text(5, 'JSON text or null'),
  liveState: text(6, 'JSON text or null'),
  diff: text(7, 'Deprecated'),
  hook: flag(8, 'Is hook'),
  normalizedLiveState: text(9, 'Live after ignore rules'),
  predictedLiveState: text(10, 'Live after the would-be apply'),
  resourceVersion: text(11, 'Live version'),
  modified: flag(12, 'Differs'),
});
export type ResourceDiff = Infer<typeof resourceDiff>;
