/** The pull request generator: open pull requests of a repository. */
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
import { basicAuthBitbucketServer, bearerTokenBitbucket, configMapKeyRef, secretRef } from './scm-provider-fields.ts';
import { applicationSetTemplate } from './template-fields.ts';

export const bearerTokenBitbucketCloud = struct('BearerTokenBitbucketCloud', {
  tokenRef: structOrNull(1, secretRef, 'Token'),
});
export type BearerTokenBitbucketCloud = Infer<typeof bearerTokenBitbucketCloud>;

export const pullRequestGeneratorGithub = struct('PullRequestGeneratorGithub', {
  owner: text(1, 'Owner', always),
  repo: text(2, 'Repo', always),
  api: text(3, 'URL'),
  tokenRef: optional(4, secretRef, 'Secret'),
  appSecretName: text(5, 'App Secret'),
  labels: texts(6, 'All must be on the PR'),
});
export type PullRequestGeneratorGithub = Infer<typeof pullRequestGeneratorGithub>;

export const pullRequestGeneratorGitLab = struct('PullRequestGeneratorGitLab', {
  project: text(1, 'Project', always),
  api: text(2, 'URL'),
  tokenRef: optional(3, secretRef, 'Secret'),
  labels: texts(4, 'Labels'),
  pullRequestState: text(5, 'opened/closed/merged/locked; empty all'),
  insecure: flag(6, 'Skip TLS check'),
  caRef: optional(7, configMapKeyRef, 'ConfigMap key'),
});
export type PullRequestGeneratorGitLab = Infer<typeof pullRequestGeneratorGitLab>;

export const pullRequestGeneratorGitea = struct('PullRequestGeneratorGitea', {
  owner: text(1, 'Owner', always),
  repo: text(2, 'Repo', always),
  api: text(3, 'URL', always),
  tokenRef: optional(4, secretRef, 'Secret'),
  insecure: flag(5, 'Skip TLS check'),
  labels: texts(6, 'Labels'),
});
export type PullRequestGeneratorGitea = Infer<typeof pullRequestGeneratorGitea>;

export const pullRequestGeneratorAzureDevOps = struct('PullRequestGeneratorAzureDevOps', {
  organization: text(1, 'Org', always),
  project: text(2, 'Project', always),
  repo: text(3, 'Repo', always),
  api: text(4, 'URL'),
  tokenRef: optional(5, secretRef, 'PAT'),
  labels: texts(6, 'Labels'),
});
export type PullRequestGeneratorAzureDevOps = Infer<typeof pullRequestGeneratorAzureDevOps>;

export const pullRequestGeneratorBitbucketServer = struct('PullRequestGeneratorBitbucketServer', {
  project: text(1, 'Project', always),
  repo: text(2, 'Repo', always),
  api: text(3, 'URL', always),
  basicAuth: optional(4, basicAuthBitbucketServer, 'User + secret'),
  bearerToken: optional(5, bearerTokenBitbucket, 'Secret'),
  insecure: flag(6, 'Skip TLS check'),
  caRef: optional(7, configMapKeyRef, 'ConfigMap key'),
});
export type PullRequestGeneratorBitbucketServer = Infer<typeof pullRequestGeneratorBitbucketServer>;

export const pullRequestGeneratorBitbucket = struct('PullRequestGeneratorBitbucket', {
  owner: text(1, 'Workspace', always),
  repo: text(2, 'Repo', always),
  api: text(3, 'URL'),
  basicAuth: optional(4, basicAuthBitbucketServer, 'User + secret'),
  bearerToken: optional(5, bearerTokenBitbucketCloud, 'Secret'),
});
export type PullRequestGeneratorBitbucket = Infer<typeof pullRequestGeneratorBitbucket>;

export const pullRequestGeneratorFilter = struct('PullRequestGeneratorFilter', {
  branchMatch: text(1, 'Regex', pointer),
  targetBranchMatch: text(2, 'Regex', pointer),
  titleMatch: text(3, 'Regex', pointer),
});
export type PullRequestGeneratorFilter = Infer<typeof pullRequestGeneratorFilter>;

export const pullRequestGenerator = struct('PullRequestGenerator', {
  github: optional(1, pullRequestGeneratorGithub, 'Provider'),
  gitlab: optional(2, pullRequestGeneratorGitLab, 'Provider'),
  gitea: optional(3, pullRequestGeneratorGitea, 'Provider'),
  bitbucketServer: optional(4, pullRequestGeneratorBitbucketServer, 'Provider'),
  filters: list(5, pullRequestGeneratorFilter, 'Any may match'),
  requeueAfterSeconds: integer(6, 'Default 1800', pointer),
  template: value(7, applicationSetTemplate, 'Override'),
  bitbucket: optional(8, pullRequestGeneratorBitbucket, 'Provider'),
  azuredevops: optional(9, pullRequestGeneratorAzureDevOps, 'Provider'),
  values: textMap(10, 'Extra'),
  continueOnRepoNotFoundError: flag(11, 'Missing repo is not an error'),
});
export type PullRequestGenerator = Infer<typeof pullRequestGenerator>;
