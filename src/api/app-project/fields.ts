/** The AppProject: what Applications of a project may do. */

import { applicationDestination } from '../application/spec-fields.ts';
import { GPG_MODES } from '../enumerations.ts';
import { groupKind, listMeta, objectMeta } from '../kube/meta-fields.ts';
import type { Infer } from '../schema/field.ts';
import {
  always,
  choice,
  flag,
  integer,
  list,
  map,
  optional,
  pointer,
  required,
  shortText,
  stated,
  struct,
  structOrNull,
  text,
  texts,
  value,
} from '../schema/notation.ts';

export const jwtToken = struct('JWTToken', {
  iat: integer(1, 'Issue time, seconds', always),
  exp: integer(2, 'Expiry'),
  id: text(3, 'Token id'),
});
export type JWTToken = Infer<typeof jwtToken>;

export const jwtTokens = struct('JWTTokens', {
  items: list(1, jwtToken, 'Tokens'),
});
export type JWTTokens = Infer<typeof jwtTokens>;

export const projectRole = struct('ProjectRole', {
  name: text(1, 'Name', always),
  description: text(2, 'Text'),
  policies: texts(3, 'Casbin lines p, proj:<p>:<r>, …'),
  jwtTokens: list(4, jwtToken, 'Issued tokens'),
  groups: texts(5, 'OIDC groups'),
});
export type ProjectRole = Infer<typeof projectRole>;

export const clusterResourceRestrictionItem = struct('ClusterResourceRestrictionItem', {
  group: text(1, 'Glob', always),
  kind: text(2, 'Glob', always),
  name: text(3, 'Glob; empty = all'),
});
export type ClusterResourceRestrictionItem = Infer<typeof clusterResourceRestrictionItem>;

export const orphanedResourceKey = struct('OrphanedResourceKey', {
  group: text(1, 'Glob'),
  kind: text(2, 'Glob'),
  name: text(3, 'Glob'),
});
export type OrphanedResourceKey = Infer<typeof orphanedResourceKey>;

export const orphanedResourcesMonitorSettings = struct('OrphanedResourcesMonitorSettings', {
  warn: flag(1, 'Add a warning condition. Default false (absent = monitor silently)', pointer),
  ignore: list(2, orphanedResourceKey, 'Exceptions'),
});
export type OrphanedResourcesMonitorSettings = Infer<typeof orphanedResourcesMonitorSettings>;

export const applicationDestinationServiceAccount = struct('ApplicationDestinationServiceAccount', {
  server: text(1, 'Glob', always),
  namespace: text(2, 'Glob'),
  defaultServiceAccount: text(3, '[ns:]name', always),
});
export type ApplicationDestinationServiceAccount = Infer<typeof applicationDestinationServiceAccount>;

export const signatureKey = struct('SignatureKey', {
  keyID: text(1, 'Key id; deprecated way of asking for signatures', always),
});
export type SignatureKey = Infer<typeof signatureKey>;

export const sourceIntegrityGitPolicyRepo = struct('SourceIntegrityGitPolicyRepo', {
  url: text(1, 'URL glob', always),
});
export type SourceIntegrityGitPolicyRepo = Infer<typeof sourceIntegrityGitPolicyRepo>;

export const sourceIntegrityGitPolicyGPG = struct('SourceIntegrityGitPolicyGPG', {
  mode: choice(1, GPG_MODES, 'none / head / strict', always),
  keys: texts(3, 'Trusted ids', always),
});
export type SourceIntegrityGitPolicyGPG = Infer<typeof sourceIntegrityGitPolicyGPG>;

export const sourceIntegrityGitPolicy = struct('SourceIntegrityGitPolicy', {
  repos: list(1, sourceIntegrityGitPolicyRepo, 'URL globs {url}', always),
  gpg: structOrNull(2, sourceIntegrityGitPolicyGPG, 'GPG rule'),
});
export type SourceIntegrityGitPolicy = Infer<typeof sourceIntegrityGitPolicy>;

export const sourceIntegrityGit = struct('SourceIntegrityGit', {
  policies: list(1, sourceIntegrityGitPolicy, 'Policies, first match counts', always),
});
export type SourceIntegrityGit = Infer<typeof sourceIntegrityGit>;

export const sourceIntegrity = struct('SourceIntegrity', {
  git: structOrNull(1, sourceIntegrityGit, 'Policies for git'),
});
export type SourceIntegrity = Infer<typeof sourceIntegrity>;

export const syncWindow = struct('SyncWindow', {
  kind: text(1, 'allow / deny'),
  schedule: text(2, '5-field cron, start'),
  duration: text(3, 'e.g. 1h'),
  applications: texts(4, 'Name globs'),
  namespaces: texts(5, 'Globs'),
  clusters: texts(6, 'Globs'),
  manualSync: flag(7, 'Manual syncs allowed inside a deny'),
  timeZone: text(8, 'IANA; default UTC'),
  andOperator: flag(9, 'All three selectors must match; default any'),
  description: text(10, 'Text'),
  syncOverrun: flag(11, 'Running sync may go on past the edge'),
});
export type SyncWindow = Infer<typeof syncWindow>;

export const appProjectSpec = struct('AppProjectSpec', {
  sourceRepos: texts(1, 'Allowed repo globs; !x denies; empty = none'),
  destinations: list(2, applicationDestination, 'Allowed {server or name, namespace} globs; ! denies'),
  description: shortText(3, 255, 'What the project is for'),
  roles: list(4, projectRole, 'Project roles'),
  clusterResourceWhitelist: list(5, clusterResourceRestrictionItem, 'Allowed cluster kinds; empty = none'),
  namespaceResourceBlacklist: list(6, groupKind, 'Denied namespaced kinds'),
  orphanedResources: optional(7, orphanedResourcesMonitorSettings, 'Present = monitor orphans'),
  syncWindows: list(8, syncWindow, 'Allow/deny times'),
  namespaceResourceWhitelist: list(9, groupKind, 'Allowed namespaced kinds; absent = all'),
  signatureKeys: list(10, signatureKey, 'Old GPG key list'),
  clusterResourceBlacklist: list(11, clusterResourceRestrictionItem, 'Denied cluster kinds'),
  sourceNamespaces: texts(12, 'Namespaces from which Applications may use it'),
  permitOnlyProjectScopedClusters: flag(13, 'Only own clusters. Default false'),
  destinationServiceAccounts: list(14, applicationDestinationServiceAccount, 'Impersonation map'),
  sourceIntegrity: optional(15, sourceIntegrity, 'New signature policies'),
});
export type AppProjectSpec = Infer<typeof appProjectSpec>;

export const appProjectStatus = struct('AppProjectStatus', {
  jwtTokensByRole: map(1, jwtTokens, 'Issued tokens by role'),
});
export type AppProjectStatus = Infer<typeof appProjectStatus>;

export const appProject = struct('AppProject', {
  kind: text(0, 'AppProject', stated),
  apiVersion: text(0, 'argoproj.io/v1alpha1', stated),
  metadata: required(1, objectMeta, 'Name, labels, annotations and the rest of Kubernetes object metadata'),
  spec: required(2, appProjectSpec, 'Wanted'),
  status: value(3, appProjectStatus, 'Tokens'),
});
export type AppProject = Infer<typeof appProject>;

export const appProjectList = struct('AppProjectList', {
  metadata: required(1, listMeta, 'List metadata'),
  items: list(2, appProject, 'Projects', always),
});
export type AppProjectList = Infer<typeof appProjectList>;
