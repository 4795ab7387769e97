/** A registered cluster, as the API sends it and as its Secret holds the configuration. */

import { CONNECTION_STATUSES } from '../enumerations.ts';
import { listMeta } from '../kube/meta-fields.ts';
import type { Infer } from '../schema/field.ts';
import {
  always,
  bytes,
  choice,
  flag,
  integer,
  list,
  nullable,
  optional,
  pointer,
  rawObject,
  required,
  struct,
  text,
  textMap,
  texts,
  time,
  timeValue,
  value,
} from '../schema/notation.ts';

export const tlsClientConfig = struct('TLSClientConfig', {
  insecure: flag(1, 'Skip verification', always),
  serverName: text(2, 'SNI'),
  certData: bytes(3, 'PEM, base64'),
  keyData: bytes(4, 'PEM, base64'),
  caData: bytes(5, 'PEM, base64'),
});
export type TLSClientConfig = Infer<typeof tlsClientConfig>;

export const awsAuthConfig = struct('AWSAuthConfig', {
  clusterName: text(1, 'EKS name'),
  roleARN: text(2, 'Role'),
  profile: text(3, 'Profile'),
});
export type AWSAuthConfig = Infer<typeof awsAuthConfig>;

export const execProviderConfig = struct('ExecProviderConfig', {
  command: text(1, 'Program'),
  args: texts(2, 'Arguments'),
  env: textMap(3, 'Environment'),
  apiVersion: text(4, 'ExecCredential version'),
  installHint: text(5, 'Text'),
  provideClusterInfo: flag(6, 'Send cluster info'),
  config: rawObject(7, 'Extra object'),
});
export type ExecProviderConfig = Infer<typeof execProviderConfig>;

export const clusterConfig = struct('ClusterConfig', {
  username: text(1, 'Basic auth'),
  password: text(2, 'Basic auth'),
  bearerToken: text(3, 'Token'),
  tlsClientConfig: required(4, tlsClientConfig, 'TLS settings'),
  awsAuthConfig: optional(5, awsAuthConfig, 'EKS auth'),
  execProviderConfig: optional(6, execProviderConfig, 'Exec plugin'),
  disableCompression: flag(7, 'No gzip'),
  proxyUrl: text(8, 'Proxy'),
});
export type ClusterConfig = Infer<typeof clusterConfig>;

export const connectionState = struct('ConnectionState', {
  status: choice(1, CONNECTION_STATUSES, 'Successful/Failed/Unknown', always),
  message: text(2, 'Text', always),
  attemptedAt: timeValue(3, 'Time of the last try', nullable),
});
export type ConnectionState = Infer<typeof connectionState>;

export const clusterCacheInfo = struct('ClusterCacheInfo', {
  resourcesCount: integer(1, 'Objects'),
  apisCount: integer(2, 'Kinds'),
  lastCacheSyncTime: time(3, 'Time'),
});
export type ClusterCacheInfo = Infer<typeof clusterCacheInfo>;

export const clusterInfo = struct('ClusterInfo', {
  connectionState: value(1, connectionState, 'Successful / Failed / Unknown + message + attemptedAt'),
  serverVersion: text(2, '1.32-like'),
  cacheInfo: value(3, clusterCacheInfo, 'Cache numbers'),
  applicationsCount: integer(4, 'Apps on it', always),
  apiVersions: texts(5, 'API list'),
});
export type ClusterInfo = Infer<typeof clusterInfo>;

export const cluster = struct('Cluster', {
  server: text(1, 'API URL (identity)', always),
  name: text(2, 'Display name. Default: server', always),
  config: required(3, clusterConfig, 'Connection settings; secrets blanked in replies'),
  connectionState: value(4, connectionState, 'Deprecated copy'),
  serverVersion: text(5, 'Deprecated copy'),
  namespaces: texts(6, 'Namespaced mode list'),
  refreshRequestedAt: time(7, 'Forces cache rebuild'),
  info: value(8, clusterInfo, 'Live status'),
  shard: integer(9, 'Fixed shard', pointer),
  clusterResources: flag(10, 'Manage cluster-scoped kinds in namespaced mode'),
  project: text(11, 'Owner project'),
  labels: textMap(12, 'Secret labels'),
  annotations: textMap(13, 'Secret annotations'),
});
export type Cluster = Infer<typeof cluster>;

export const clusterList = struct('ClusterList', {
  metadata: required(1, listMeta, 'List metadata'),
  items: list(2, cluster, 'Clusters', always),
});
export type ClusterList = Infer<typeof clusterList>;
