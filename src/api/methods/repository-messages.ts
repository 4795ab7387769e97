/** Requests and replies of repositories and of the templates of their credentials (surface §1.8). */
import { repoCreds, repository } from '../repository/fields.ts';
import type { Infer } from '../schema/field.ts';
import { flag, integer, struct, text, texts, value } from '../schema/notation.ts';

export const repoQuery = struct('RepoQuery', {
  repo: text(1, 'URL'),
  forceRefresh: flag(2, 'Ask the repository anew'),
  appProject: text(3, 'Project whose repository is meant'),
});
export type RepoQuery = Infer<typeof repoQuery>;

export const repoResponse = struct('RepoResponse', {});

export const repoCreateRequest = struct('RepoCreateRequest', {
  repo: value(1, repository, 'Repository'),
  upsert: flag(2, 'Replace another one of the same URL'),
  credsOnly: flag(3, 'No longer supported'),
});
export type RepoCreateRequest = Infer<typeof repoCreateRequest>;

export const repoAccessQuery = struct('RepoAccessQuery', {
  repo: text(1, 'URL'),
  username: text(2, 'User'),
  password: text(3, 'Password'),
  sshPrivateKey: text(4, 'PEM'),
  insecure: flag(5, 'Trust any certificate and host key'),
  tlsClientCertData: text(6, 'PEM'),
  tlsClientCertKey: text(7, 'PEM'),
  type: text(9, 'git, helm or oci'),
  name: text(10, 'Name'),
  enableOci: flag(11, 'Charts are artifacts of a registry'),
  githubAppPrivateKey: text(12, 'PEM'),
  githubAppID: integer(13, 'Number'),
  githubAppInstallationID: integer(14, 'Number'),
  githubAppEnterpriseBaseUrl: text(15, 'URL'),
  proxy: text(16, 'Proxy'),
  project: text(17, 'Project'),
  gcpServiceAccountKey: text(18, 'JSON'),
  forceHttpBasicAuth: flag(19, 'Send the password unasked'),
  useAzureWorkloadIdentity: flag(20, 'Use the identity of the process'),
  bearerToken: text(21, 'Token'),
  insecureOciForceHttp: flag(22, 'The registry speaks HTTP'),
  azureServicePrincipalClientId: text(23, 'Service principal'),
  azureServicePrincipalClientSecret: text(24, 'Its password'),
  azureServicePrincipalTenantId: text(25, 'Its tenant'),
  azureActiveDirectoryEndpoint: text(26, 'Its login service'),
});
export type RepoAccessQuery = Infer<typeof repoAccessQuery>;

export const refs = struct('Refs', { branches: texts(1, 'Branches'), tags: texts(2, 'Tags') });

export const repoCredsQuery = struct('RepoCredsQuery', { url: text(1, 'URL prefix') });
export type RepoCredsQuery = Infer<typeof repoCredsQuery>;

export const repoCredsCreateRequest = struct('RepoCredsCreateRequest', {
  creds: value(1, repoCreds, 'Template'),
  upsert: flag(2, 'Replace another one of the same URL'),
});
export type RepoCredsCreateRequest = Infer<typeof repoCredsCreateRequest>;

export const repoCredsResponse = struct('RepoCredsResponse', {});
