/** The SCM provider generator: the repositories of an organisation. */
import type { Infer } from '../schema/field.ts';
import {
  always,
  flag,
  integer,
  list,
  optional,
  pointer,
  struct,
  structOrNull,
  text,
  textMap,
  texts,
  value,
} from '../schema/notation.ts';
import { applicationSetTemplate } from './template-fields.ts';

export const secretRef = struct('SecretRef', {
  secretName: text(1, 'Secret in the appset namespace', always),
  key: text(2, 'Key', always),
});
export type SecretRef = Infer<typeof secretRef>;

export const configMapKeyRef = struct('ConfigMapKeyRef', {
  configMapName: text(1, 'ConfigMap', always),
  key: text(2, 'Key', always),
});
export type ConfigMapKeyRef = Infer<typeof configMapKeyRef>;

export const basicAuthBitbucketServer = struct('BasicAuthBitbucketServer', {
  username: text(1, 'User', always),
  passwordRef: structOrNull(2, secretRef, 'Password'),
});
export type BasicAuthBitbucketServer = Infer<typeof basicAuthBitbucketServer>;

export const bearerTokenBitbucket = struct('BearerTokenBitbucket', {
  tokenRef: structOrNull(1, secretRef, 'Token'),
});
export type BearerTokenBitbucket = Infer<typeof bearerTokenBitbucket>;

export const scmProviderGeneratorGithub = struct('SCMProviderGeneratorGithub', {
  organization: text(1, 'Org', always),
  api: text(2, 'URL'),
  tokenRef: optional(3, secretRef, 'Secret'),
  appSecretName: text(4, 'GitHub App repo-creds Secret'),
  allBranches: flag(5, 'Every branch'),
  excludeArchivedRepos: flag(6, 'Skip archived'),
});
export type SCMProviderGeneratorGithub = Infer<typeof scmProviderGeneratorGithub>;

export const scmProviderGeneratorGitlab = struct('SCMProviderGeneratorGitlab', {
  group: text(1, 'Id or path', always),
  includeSubgroups: flag(2, 'Recurse'),
  api: text(3, 'URL'),
  tokenRef: optional(4, secretRef, 'Secret'),
  allBranches: flag(5, 'Every branch'),
  insecure: flag(6, 'Skip TLS check'),
  includeSharedProjects: flag(7, 'Default true', pointer),
  topic: text(8, 'Filter'),
  caRef: optional(9, configMapKeyRef, 'ConfigMap key'),
  includeArchivedRepos: flag(10, 'Include'),
});
export type SCMProviderGeneratorGitlab = Infer<typeof scmProviderGeneratorGitlab>;

export const scmProviderGeneratorGitea = struct('SCMProviderGeneratorGitea', {
  owner: text(1, 'Owner', always),
  api: text(2, 'URL', always),
  tokenRef: optional(3, secretRef, 'Secret'),
  allBranches: flag(4, 'Every branch'),
  insecure: flag(5, 'Skip TLS check'),
  excludeArchivedRepos: flag(6, 'Skip archived'),
});
export type SCMProviderGeneratorGitea = Infer<typeof scmProviderGeneratorGitea>;

export const scmProviderGeneratorBitbucket = struct('SCMProviderGeneratorBitbucket', {
  owner: text(1, 'Workspace', always),
  user: text(2, 'User', always),
  appPasswordRef: structOrNull(3, secretRef, 'Secret'),
  allBranches: flag(4, 'Every branch'),
});
export type SCMProviderGeneratorBitbucket = Infer<typeof scmProviderGeneratorBitbucket>;

export const scmProviderGeneratorBitbucketServer = struct('SCMProviderGeneratorBitbucketServer', {
  project: text(1, 'Project', always),
  api: text(2, 'URL', always),
  basicAuth: optional(3, basicAuthBitbucketServer, 'User + secret'),
  allBranches: flag(4, 'Every branch'),
  bearerToken: optional(5, bearerTokenBitbucket, 'Secret'),
  insecure: flag(6, 'Skip TLS check'),
  caRef: optional(7, configMapKeyRef, 'ConfigMap key'),
});
export type SCMProviderGeneratorBitbucketServer = Infer<typeof scmProviderGeneratorBitbucketServer>;

export const scmProviderGeneratorAzureDevOps = struct('SCMProviderGeneratorAzureDevOps', {
  organization: text(5, 'Org', always),
  api: text(6, 'URL'),
  teamProject: text(7, 'Project', always),
  accessTokenRef: structOrNull(8, secretRef, 'PAT'),
  allBranches: flag(9, 'Every branch'),
});
export type SCMProviderGeneratorAzureDevOps = Infer<typeof scmProviderGeneratorAzureDevOps>;

export const tagFilter = struct('TagFilter', {
  key: text(1, 'Tag key', always),
  value: text(2, 'Tag value'),
});
export type TagFilter = Infer<typeof tagFilter>;

export const scmProviderGeneratorAWSCodeCommit = struct('SCMProviderGeneratorAWSCodeCommit', {
  tagFilters: list(1, tagFilter, 'Key/value list'),
  role: text(2, 'IAM role'),
  region: text(3, 'Region'),
  allBranches: flag(4, 'Every branch'),
});
export type SCMProviderGeneratorAWSCodeCommit = Infer<typeof scmProviderGeneratorAWSCodeCommit>;

export const scmProviderGeneratorFilter = struct('SCMProviderGeneratorFilter', {
  repositoryMatch: text(1, 'Regex', pointer),
  pathsExist: texts(2, 'All must exist'),
  pathsDoNotExist: texts(3, 'None may exist'),
  labelMatch: text(4, 'Regex', pointer),
  branchMatch: text(5, 'Regex', pointer),
});
export type SCMProviderGeneratorFilter = Infer<typeof scmProviderGeneratorFilter>;

export const scmProviderGenerator = struct('SCMProviderGenerator', {
  github: optional(1, scmProviderGeneratorGithub, 'Provider'),
  gitlab: optional(2, scmProviderGeneratorGitlab, 'Provider'),
  bitbucket: optional(3, scmProviderGeneratorBitbucket, 'Provider'),
  bitbucketServer: optional(4, scmProviderGeneratorBitbucketServer, 'Provider'),
  gitea: optional(5, scmProviderGeneratorGitea, 'Provider'),
  azureDevOps: optional(6, scmProviderGeneratorAzureDevOps, 'Provider'),
  filters: list(7, scmProviderGeneratorFilter, 'Any filter may match'),
  cloneProtocol: text(8, 'ssh / https'),
  requeueAfterSeconds: integer(9, 'Default 1800', pointer),
  template: value(10, applicationSetTemplate, 'Override'),
  values: textMap(11, 'Extra'),
  awsCodeCommit: optional(12, scmProviderGeneratorAWSCodeCommit, 'Provider'),
});
export type SCMProviderGenerator = Infer<typeof scmProviderGenerator>;
