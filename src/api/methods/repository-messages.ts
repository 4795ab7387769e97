/** Requests and replies of repositories and of the templates of their credentials (surface §1.8). */

import { applicationSource } from '../application/source-fields.ts';
import { parameterAnnouncement } from '../config-management-plugin/fields.ts';
import { repoCreds, repository } from '../repository/fields.ts';
import type { Infer } from '../schema/field.ts';
import { flag, integer, list, optional, smallInteger, struct, text, texts, value } from '../schema/notation.ts';

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

export const repoUpdateRequest = struct('RepoUpdateRequest', { repo: value(1, repository, 'Repository') });
export type RepoUpdateRequest = Infer<typeof repoUpdateRequest>;

export const repoAppsQuery = struct('RepoAppsQuery', {
  repo: text(1, 'URL'),
  revision: text(2, 'Revision to look at'),
  appName: text(3, 'Application that is to be made of it'),
  appProject: text(4, 'Its project'),
});
export type RepoAppsQuery = Infer<typeof repoAppsQuery>;

const appInfo = struct('AppInfo', { type: text(1, 'Tool'), path: text(2, 'Folder') });
export const repoAppsResponse = struct('RepoAppsResponse', { items: list(1, appInfo, 'Folders that a tool is for') });

export const repoAppDetailsQuery = struct('RepoAppDetailsQuery', {
  source: optional(1, applicationSource, 'What is to be described'),
  appName: text(2, 'Application that has it, or is to have it'),
  appProject: text(3, 'Its project'),
  sourceIndex: smallInteger(4, 'Position among several sources'),
  versionId: smallInteger(5, 'Entry of its history'),
});
export type RepoAppDetailsQuery = Infer<typeof repoAppDetailsQuery>;

const helmParameter = struct('HelmParameter', {
  name: text(1, 'Path of a value'),
  value: text(2, 'Value'),
  forceString: flag(3, 'Not used here'),
});
const helmFileParameter = struct('HelmFileParameter', { name: text(1, 'Path of a value'), path: text(2, 'File') });
const helmAppSpec = struct('HelmAppSpec', {
  name: text(1, 'Not used'),
  valueFiles: texts(3, 'Files that look like values'),
  parameters: list(4, helmParameter, 'All values'),
  values: text(5, 'values.yaml'),
  fileParameters: list(6, helmFileParameter, 'Values from files'),
});
const kustomizeAppSpec = struct('KustomizeAppSpec', { images: texts(3, 'Images of its containers') });
const pluginAppSpec = struct('ParametersAnnouncementAppSpec', {
  parametersAnnouncement: list(1, parameterAnnouncement, 'What the plugin takes'),
});
export const repoAppDetailsResponse = struct('RepoAppDetailsResponse', {
  type: text(1, 'Tool'),
  helm: optional(3, helmAppSpec, 'Chart'),
  kustomize: optional(4, kustomizeAppSpec, 'Kustomization'),
  directory: optional(5, struct('DirectoryAppSpec', {}), 'Folder of manifests'),
  plugin: optional(6, pluginAppSpec, 'Plugin'),
});

const helmChart = struct('HelmChart', { name: text(1, 'Chart'), versions: texts(2, 'In the order of the index') });
export const helmChartsResponse = struct('HelmChartsResponse', { items: list(1, helmChart, 'Charts') });

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

export const repoCredsUpdateRequest = struct('RepoCredsUpdateRequest', { creds: value(1, repoCreds, 'Template') });
export type RepoCredsUpdateRequest = Infer<typeof repoCredsUpdateRequest>;

export const repoCredsResponse = struct('RepoCredsResponse', {});
