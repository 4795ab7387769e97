/** Fields of a repository as the keys of its Secret (surface, "Repository Secret"), which are named alike but for the URL. */
import type { Json, JsonObject } from '../../base/json-value.ts';
import { Secret } from '../../base/secret.ts';

/** Fields of the API that stand in no Secret. */
const ANSWERS_ONLY = ['connectionState', 'inheritedCreds'];
const FLAGS = [
  'insecure',
  'insecureIgnoreHostKey',
  'enableLfs',
  'enableOCI',
  'insecureOCIForceHttp',
  'forceHttpBasicAuth',
  'useAzureWorkloadIdentity',
  'webhookManifestCacheWarmDisabled',
];
const NUMBERS = ['githubAppID', 'githubAppInstallationID', 'depth'];
/** Told to nobody. */
const SECRETS = [
  'password',
  'sshPrivateKey',
  'bearerToken',
  'tlsClientCertData',
  'tlsClientCertKey',
  'githubAppPrivateKey',
  'gcpServiceAccountKey',
  'azureServicePrincipalClientSecret',
];
const TEXTS = [
  'username',
  'type',
  'name',
  'project',
  'proxy',
  'noProxy',
  'githubAppEnterpriseBaseUrl',
  'azureServicePrincipalClientId',
  'azureServicePrincipalTenantId',
  'azureActiveDirectoryEndpoint',
];

/** Plain texts by key; what is empty, false or 0 is left out. `urlField`: `repo` of a repository, `url` of a template. */
export function textsOf(fields: JsonObject, urlField: 'repo' | 'url'): Readonly<Record<string, string>> {
  const entries = Object.entries(fields).flatMap(([name, value]): readonly (readonly [string, string])[] => {
    if (ANSWERS_ONLY.includes(name) || isNothing(value)) return [];
    return [[name === urlField ? 'url' : name, String(value)]];
  });
  return Object.fromEntries(entries);
}

function isNothing(value: Json | undefined): boolean {
  return value === undefined || value === null || value === '' || value === false || Number(value) === 0;
}

/** Fields of the API from the decoded keys of a Secret. A repository that tells no type is one of Git (recorded: repo/get/life). */
export function decodedOf(data: ReadonlyMap<string, Secret>, urlField: 'repo' | 'url'): JsonObject {
  const text = (key: string): string => data.get(key)?.reveal() ?? '';
  return Object.fromEntries([
    [urlField, text('url')],
    ...(urlField === 'repo' ? [['type', 'git'] as const] : []),
    ...[...TEXTS, ...SECRETS].flatMap((key) => (text(key) === '' ? [] : [[key, text(key)] as const])),
    ...FLAGS.flatMap((key) => (text(key) === 'true' ? [[key, true] as const] : [])),
    ...NUMBERS.flatMap((key) => (/^[1-9]\d*$/.test(text(key)) ? [[key, Number(text(key))] as const] : [])),
  ]);
}

export function withoutSecrets(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !SECRETS.includes(name)));
}

/** The keys that a Secret with these fields would have. */
export function secretKeysOf(fields: JsonObject): ReadonlyMap<string, Secret> {
  return new Map(Object.entries(textsOf(fields, 'repo')).map(([key, text]) => [key, new Secret(text)]));
}

const IDENTITIES = [
  'username',
  'password',
  'sshPrivateKey',
  'bearerToken',
  'githubAppPrivateKey',
  'gcpServiceAccountKey',
  'azureServicePrincipalClientSecret',
  'useAzureWorkloadIdentity',
];

/** Whether they say who asks; else a template may. */
export function hasIdentity(fields: JsonObject): boolean {
  return IDENTITIES.some((name) => !isNothing(fields[name]));
}

/** Fields in Go's order with Go's names where they are not just the field's with a capital letter. */
const GO_NAMES: readonly (readonly [field: string, name: string])[] = [
  ['username', 'Username'],
  ['password', 'Password'],
  ['sshPrivateKey', 'SSHPrivateKey'],
  ['insecureIgnoreHostKey', 'InsecureIgnoreHostKey'],
  ['insecure', 'Insecure'],
  ['enableLfs', 'EnableLFS'],
  ['tlsClientCertData', 'TLSClientCertData'],
  ['tlsClientCertKey', 'TLSClientCertKey'],
  ['type', 'Type'],
  ['name', 'Name'],
  ['enableOCI', 'EnableOCI'],
  ['githubAppPrivateKey', 'GithubAppPrivateKey'],
  ['githubAppID', 'GithubAppId'],
  ['githubAppInstallationID', 'GithubAppInstallationId'],
  ['githubAppEnterpriseBaseUrl', 'GitHubAppEnterpriseBaseURL'],
  ['proxy', 'Proxy'],
  ['project', 'Project'],
  ['gcpServiceAccountKey', 'GCPServiceAccountKey'],
  ['forceHttpBasicAuth', 'ForceHttpBasicAuth'],
  ['noProxy', 'NoProxy'],
  ['useAzureWorkloadIdentity', 'UseAzureWorkloadIdentity'],
  ['bearerToken', 'BearerToken'],
  ['insecureOCIForceHttp', 'InsecureOCIForceHttp'],
  ['depth', 'Depth'],
  ['webhookManifestCacheWarmDisabled', 'WebhookManifestCacheWarmDisabled'],
  ['azureServicePrincipalClientId', 'AzureServicePrincipalClientId'],
  ['azureServicePrincipalClientSecret', 'AzureServicePrincipalClientSecret'],
  ['azureServicePrincipalTenantId', 'AzureServicePrincipalTenantId'],
  ['azureActiveDirectoryEndpoint', 'AzureActiveDirectoryEndpoint'],
];

/**
 * By which fields two differ, as Argo CD names them. One that is given without a type differs from a stored one (recorded:
 * repo/create/same-again).
 */
export function differentKeys(stored: JsonObject, given: JsonObject): readonly string[] {
  const textOf = (fields: JsonObject, field: string): string => (isNothing(fields[field]) ? '' : String(fields[field]));
  return GO_NAMES.filter(([field]) => textOf(stored, field) !== textOf(given, field)).map(([, name]) => name);
}
