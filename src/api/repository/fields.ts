/** Repositories and the templates of their credentials. */

import { connectionState } from '../cluster/fields.ts';
import { listMeta } from '../kube/meta-fields.ts';
import type { Infer } from '../schema/field.ts';
import { always, flag, integer, list, struct, text, value } from '../schema/notation.ts';

export const repository = struct('Repository', {
  repo: text(1, 'URL (identity together with project)', always),
  username: text(2, 'User'),
  password: text(3, 'Password or token'),
  sshPrivateKey: text(4, 'PEM'),
  connectionState: value(5, connectionState, 'Test result'),
  insecureIgnoreHostKey: flag(6, 'Old form of insecure'),
  insecure: flag(7, 'Skip TLS/host key check'),
  enableLfs: flag(8, 'git-lfs'),
  tlsClientCertData: text(9, 'PEM'),
  tlsClientCertKey: text(10, 'PEM'),
  type: text(11, 'git (default) / helm / oci'),
  name: text(12, 'Display name (Helm)'),
  inheritedCreds: flag(13, 'Comes from a template'),
  enableOCI: flag(14, 'Helm over OCI'),
  githubAppPrivateKey: text(15, 'PEM'),
  githubAppID: integer(16, 'Number'),
  githubAppInstallationID: integer(17, 'Number'),
  githubAppEnterpriseBaseUrl: text(18, 'URL'),
  proxy: text(19, 'Proxy URL'),
  project: text(20, 'Owner project'),
  gcpServiceAccountKey: text(21, 'JSON'),
  forceHttpBasicAuth: flag(22, 'Send basic auth first'),
  noProxy: text(23, 'Bypass list'),
  useAzureWorkloadIdentity: flag(24, 'Use identity'),
  bearerToken: text(25, 'Bitbucket DC token'),
  insecureOCIForceHttp: flag(26, 'Plain HTTP for OCI'),
  depth: integer(27, 'Shallow clone depth; 0 = full'),
  webhookManifestCacheWarmDisabled: flag(28, 'Skip cache warm-up after webhook'),
  azureServicePrincipalClientId: text(29, 'Azure SP'),
  azureServicePrincipalClientSecret: text(30, 'Azure SP'),
  azureServicePrincipalTenantId: text(31, 'Azure SP'),
  azureActiveDirectoryEndpoint: text(32, 'Azure SP'),
});
export type Repository = Infer<typeof repository>;

export const repositoryList = struct('RepositoryList', {
  metadata: value(1, listMeta, 'List metadata'),
  items: list(2, repository, 'Repositories', always),
});
export type RepositoryList = Infer<typeof repositoryList>;

export const repoCreds = struct('RepoCreds', {
  url: text(1, 'URL prefix', always),
  username: text(2, 'User'),
  password: text(3, 'Password'),
  sshPrivateKey: text(4, 'PEM'),
  tlsClientCertData: text(5, 'PEM'),
  tlsClientCertKey: text(6, 'PEM'),
  githubAppPrivateKey: text(7, 'PEM'),
  githubAppID: integer(8, 'Number'),
  githubAppInstallationID: integer(9, 'Number'),
  githubAppEnterpriseBaseUrl: text(10, 'URL'),
  enableOCI: flag(11, 'OCI'),
  type: text(12, 'git/helm/oci'),
  gcpServiceAccountKey: text(13, 'JSON'),
  proxy: text(19, 'Proxy'),
  forceHttpBasicAuth: flag(20, 'Basic first'),
  noProxy: text(23, 'Bypass'),
  useAzureWorkloadIdentity: flag(24, 'Identity'),
  bearerToken: text(25, 'Token'),
  insecureOCIForceHttp: flag(26, 'Plain HTTP'),
  azureServicePrincipalClientId: text(29, 'Azure SP'),
  azureServicePrincipalClientSecret: text(30, 'Azure SP'),
  azureServicePrincipalTenantId: text(31, 'Azure SP'),
  azureActiveDirectoryEndpoint: text(32, 'Azure SP'),
});
export type RepoCreds = Infer<typeof repoCreds>;

export const repoCredsList = struct('RepoCredsList', {
  metadata: value(1, listMeta, 'List metadata'),
  items: list(2, repoCreds, 'Credential templates', always),
});
export type RepoCredsList = Infer<typeof repoCredsList>;
