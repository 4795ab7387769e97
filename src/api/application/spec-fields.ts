/** What an Application asks for. */
import type { Infer } from '../schema/field.ts';
import {
  always,
  flag,
  integer,
  list,
  optional,
  pointer,
  required,
  struct,
  text,
  textMap,
  texts,
} from '../schema/notation.ts';
import {
  applicationSource,
  applicationSourceDirectory,
  applicationSourceHelm,
  applicationSourceKustomize,
  applicationSourcePlugin,
} from './source-fields.ts';

export const applicationDestination = struct('ApplicationDestination', {
  server: text(1, 'API URL. Exclusive with name. https://kubernetes.default.svc = in-cluster'),
  namespace: text(2, 'Default namespace for objects without one'),
  name: text(3, 'Registered cluster name; in-cluster built in'),
});
export type ApplicationDestination = Infer<typeof applicationDestination>;

export const backoff = struct('Backoff', {
  duration: text(1, 'First pause; number = seconds. Default 5s'),
  factor: integer(2, 'Multiplier. Default 2', pointer),
  maxDuration: text(3, 'Cap. Default 3m'),
});
export type Backoff = Infer<typeof backoff>;

export const retryStrategy = struct('RetryStrategy', {
  limit: integer(1, 'Tries; 0 none, negative endless. Auto-sync default 5'),
  backoff: optional(2, backoff, 'Pause settings'),
  refresh: flag(3, 'Use newest commit on retry. Default false'),
});
export type RetryStrategy = Infer<typeof retryStrategy>;

export const syncPolicyAutomated = struct('SyncPolicyAutomated', {
  prune: flag(1, 'Delete extra resources. Default false', pointer),
  selfHeal: flag(2, 'Re-sync on live drift. Default false', pointer),
  allowEmpty: flag(3, 'Permit a sync that prunes everything. Default false', pointer),
  enabled: flag(4, 'false turns automation off while keeping settings. Default true', pointer),
});
export type SyncPolicyAutomated = Infer<typeof syncPolicyAutomated>;

export const managedNamespaceMetadata = struct('ManagedNamespaceMetadata', {
  labels: textMap(1, 'Labels to keep on the namespace'),
  annotations: textMap(2, 'Annotations to keep'),
});
export type ManagedNamespaceMetadata = Infer<typeof managedNamespaceMetadata>;

export const syncPolicy = struct('SyncPolicy', {
  automated: optional(1, syncPolicyAutomated, 'Absent = manual sync'),
  syncOptions: texts(2, 'Option strings such as CreateNamespace=true'),
  retry: optional(3, retryStrategy, 'Retry of failed syncs'),
  managedNamespaceMetadata: optional(
    4,
    managedNamespaceMetadata,
    'Labels/annotations for the namespace when CreateNamespace=true',
  ),
});
export type SyncPolicy = Infer<typeof syncPolicy>;

export const resourceIgnoreDifferences = struct('ResourceIgnoreDifferences', {
  group: text(1, 'API group; * or empty'),
  kind: text(2, 'Kind; * allowed', always),
  name: text(3, 'Limit to one name'),
  namespace: text(4, 'Limit to one namespace'),
  jsonPointers: texts(5, 'RFC 6901 pointers removed on both sides'),
  jqPathExpressions: texts(6, 'jq paths removed'),
  managedFieldsManagers: texts(7, 'Ignore whatever these managers own'),
});
export type ResourceIgnoreDifferences = Infer<typeof resourceIgnoreDifferences>;

export const info = struct('Info', {
  name: text(1, 'Title', always),
  value: text(2, 'Text or URL', always),
});
export type Info = Infer<typeof info>;

export const drySource = struct('DrySource', {
  repoURL: text(1, 'Git address', always),
  targetRevision: text(2, 'Branch/tag/commit', always),
  path: text(3, 'Folder', always),
  helm: optional(4, applicationSourceHelm, 'Options'),
  kustomize: optional(5, applicationSourceKustomize, 'Options'),
  directory: optional(6, applicationSourceDirectory, 'Options'),
  plugin: optional(7, applicationSourcePlugin, 'Options'),
});
export type DrySource = Infer<typeof drySource>;

export const syncSource = struct('SyncSource', {
  targetBranch: text(1, 'Branch with rendered manifests', always),
  path: text(2, 'Folder in it; must not be the repo root', always),
  repoURL: text(3, 'Default: dry repo'),
});
export type SyncSource = Infer<typeof syncSource>;

export const hydrateTo = struct('HydrateTo', {
  targetBranch: text(1, 'Branch to push to', always),
});
export type HydrateTo = Infer<typeof hydrateTo>;

export const sourceHydrator = struct('SourceHydrator', {
  drySource: required(1, drySource, 'Where templates live'),
  syncSource: required(2, syncSource, 'Branch/path with rendered YAML, from which the app syncs'),
  hydrateTo: optional(3, hydrateTo, 'Optional staging branch; a person promotes it to syncSource'),
});
export type SourceHydrator = Infer<typeof sourceHydrator>;

export const applicationSpec = struct('ApplicationSpec', {
  source: optional(1, applicationSource, 'Single source. Ignored when sources is set or sourceHydrator is set'),
  destination: required(2, applicationDestination, 'Target cluster and namespace'),
  project: text(3, 'Project name; empty means default', always),
  syncPolicy: optional(4, syncPolicy, 'Automation, options, retry'),
  ignoreDifferences: list(5, resourceIgnoreDifferences, 'Rules of fields to leave out of comparison'),
  info: list(6, info, 'Free name/value pairs shown in the UI (links become clickable)'),
  revisionHistoryLimit: integer(7, 'History entries kept. Default 10; 0 keeps none', pointer),
  sources: list(8, applicationSource, 'Multi-source list; wins over source'),
  sourceHydrator: optional(
    9,
    sourceHydrator,
    'Render from a dry branch to a hydrated branch, then sync the hydrated one',
  ),
});
export type ApplicationSpec = Infer<typeof applicationSpec>;
