/** `argocd repo …` and `argocd repocreds …`: repositories and templates of their credentials. */
import { readFileSync } from 'node:fs';
import type { RepoCreds, RepoCredsList, Repository, RepositoryList } from '../../../api/repository/fields.ts';
import { AppError } from '../../../base/errors.ts';
import type { Json, JsonObject } from '../../../base/json-value.ts';
import { type CommandContext, EXIT, FATAL, openSession } from '../command.ts';
import { mayRemove } from '../confirm.ts';
import { formatTable } from '../print/table.ts';
import { checkFormat, written } from '../print/written.ts';
import { askSecret } from '../prompt.ts';

export interface CredentialFlags {
  readonly username?: string;
  readonly password?: string;
  readonly bearerToken?: string;
  readonly sshPrivateKeyPath?: string;
  readonly tlsClientCertPath?: string;
  readonly tlsClientCertKeyPath?: string;
  readonly githubAppId?: string;
  readonly githubAppInstallationId?: string;
  readonly githubAppPrivateKeyPath?: string;
  readonly githubAppEnterpriseBaseUrl?: string;
  readonly gcpServiceAccountKeyPath?: string;
  readonly useAzureWorkloadIdentity?: boolean;
  readonly azureServicePrincipalClientId?: string;
  readonly azureServicePrincipalClientSecret?: string;
  readonly azureServicePrincipalTenantId?: string;
  readonly azureActiveDirectoryEndpoint?: string;
  readonly type: string;
  readonly enableOci?: boolean;
  readonly insecureOciForceHttp?: boolean;
  readonly forceHttpBasicAuth?: boolean;
  readonly proxy?: string;
  readonly proxyUrl?: string;
  readonly noProxy?: string;
  readonly upsert?: boolean;
}

export interface RepoAddFlags extends CredentialFlags {
  readonly name?: string;
  readonly project?: string;
  readonly insecureSkipServerVerification?: boolean;
  readonly insecureIgnoreHostKey?: boolean;
  readonly enableLfs?: boolean;
  readonly depth?: string;
  readonly webhookManifestCacheWarmDisabled?: boolean;
}

export async function repoAdd(context: CommandContext, url: string, flags: RepoAddFlags): Promise<number> {
  const { api } = openSession(context);
  const body = await repositoryFields(url, flags);
  await api.call({ method: 'POST', path: '/api/v1/repositories', query: { upsert: flags.upsert }, body });
  context.output.print(`Repository '${url}' added\n`);
  return EXIT.ok;
}

/** What flags say of a repository, as fields of the API. Throws `cli.*` (user). */
export async function repositoryFields(url: string, flags: RepoAddFlags): Promise<JsonObject> {
  if (flags.type === 'helm' && !flags.name) throw refused("Must specify --name for repos of type 'helm'");
  return {
    repo: url,
    ...(await credentialFields(url, flags)),
    ...texts({ name: flags.name, project: flags.project }),
    ...whenSet({ insecure: flags.insecureSkipServerVerification, enableLfs: flags.enableLfs }),
    ...whenSet({ insecureIgnoreHostKey: flags.insecureIgnoreHostKey }),
    ...whenSet({ webhookManifestCacheWarmDisabled: flags.webhookManifestCacheWarmDisabled }),
    ...numbers({ depth: flags.depth }),
  };
}

const FORMATS = ['yaml', 'json', 'url', 'wide'];

export interface RepoReadFlags {
  readonly output: string;
  readonly refresh?: string;
  readonly project?: string;
}

export async function repoList(context: CommandContext, flags: RepoReadFlags): Promise<number> {
  checkFormat(flags.output, FORMATS);
  const { api } = openSession(context);
  const query = { forceRefresh: isHard(flags), appProject: flags.project };
  const { items } = await api.call<RepositoryList>({ path: '/api/v1/repositories', query });
  context.output.print(formatted(items ?? [], flags.output));
  return EXIT.ok;
}

export async function repoGet(context: CommandContext, url: string, flags: RepoReadFlags): Promise<number> {
  checkFormat(flags.output, FORMATS);
  const { api } = openSession(context);
  const query = { forceRefresh: isHard(flags), appProject: flags.project };
  const found = await api.call<Repository>({ path: `/api/v1/repositories/${encodeURIComponent(url)}`, query });
  const isText = flags.output === 'json' || flags.output === 'yaml';
  context.output.print(isText ? written(found as unknown as Json, flags.output) : formatted([found], flags.output));
  return EXIT.ok;
}

export async function repoRemove(
  context: CommandContext,
  urls: readonly string[],
  { project, yes }: { readonly project?: string; readonly yes?: boolean },
): Promise<number> {
  const { api } = openSession(context);
  for (const url of urls) {
    const question = `Are you sure you want to delete repository '${url}'? [y/n]`;
    const cancelled = `The command to delete '${url}' was cancelled.`;
    if (!(await mayRemove(context, { question, cancelled, yes }))) continue;
    const path = `/api/v1/repositories/${encodeURIComponent(url)}`;
    await api.call({ method: 'DELETE', path, query: { appProject: project } });
    context.output.print(`Repository '${url}' removed\n`);
  }
  return EXIT.ok;
}

export async function repoCredsAdd(context: CommandContext, url: string, flags: CredentialFlags): Promise<number> {
  const { api } = openSession(context);
  const body = { ...(await credentialFields(url, flags)), url };
  await api.call({ method: 'POST', path: '/api/v1/repocreds', query: { upsert: flags.upsert }, body });
  context.output.print(`Repository credentials for '${url}' added\n`);
  return EXIT.ok;
}

export async function repoCredsList(context: CommandContext, { output }: { readonly output: string }): Promise<number> {
  checkFormat(output, FORMATS);
  const { api } = openSession(context);
  const { items } = await api.call<RepoCredsList>({ path: '/api/v1/repocreds' });
  context.output.print(formattedTemplates(items ?? [], output));
  return EXIT.ok;
}

export async function repoCredsRemove(
  context: CommandContext,
  urls: readonly string[],
  { yes }: { readonly yes?: boolean } = {},
): Promise<number> {
  const { api } = openSession(context);
  for (const url of urls) {
    const question = `Are you sure you want to remove '${url}'? [y/n]`;
    const cancelled = `The command to remove '${url}' was cancelled.`;
    if (!(await mayRemove(context, { question, cancelled, yes }))) continue;
    await api.call({ method: 'DELETE', path: `/api/v1/repocreds/${encodeURIComponent(url)}` });
    context.output.print(`Repository credentials for '${url}' removed\n`);
  }
  return EXIT.ok;
}

/** A password that is not given is asked for, where a user is. Throws `cli.*` (user). */
async function credentialFields(
  url: string,
  flags: CredentialFlags,
): Promise<Readonly<Record<string, string | boolean | number>>> {
  checkScheme(url, flags);
  const isAsked = flags.username && !flags.password && !flags.sshPrivateKeyPath;
  const password = isAsked ? await askSecret('Password: ') : flags.password;
  checkToken(url, flags, password);
  return {
    ...texts({ username: flags.username, password, bearerToken: flags.bearerToken, type: flags.type }),
    ...files({
      sshPrivateKey: flags.sshPrivateKeyPath,
      tlsClientCertData: flags.tlsClientCertPath,
      tlsClientCertKey: flags.tlsClientCertKeyPath,
      githubAppPrivateKey: flags.githubAppPrivateKeyPath,
      gcpServiceAccountKey: flags.gcpServiceAccountKeyPath,
    }),
    ...numbers({ githubAppID: flags.githubAppId, githubAppInstallationID: flags.githubAppInstallationId }),
    ...texts({
      githubAppEnterpriseBaseUrl: flags.githubAppEnterpriseBaseUrl,
      azureServicePrincipalClientId: flags.azureServicePrincipalClientId,
      azureServicePrincipalClientSecret: flags.azureServicePrincipalClientSecret,
      azureServicePrincipalTenantId: flags.azureServicePrincipalTenantId,
      azureActiveDirectoryEndpoint: flags.azureActiveDirectoryEndpoint,
      proxy: flags.proxy ?? flags.proxyUrl,
      noProxy: flags.noProxy,
    }),
    ...whenSet({
      useAzureWorkloadIdentity: flags.useAzureWorkloadIdentity,
      enableOCI: flags.enableOci,
      insecureOCIForceHttp: flags.insecureOciForceHttp,
      forceHttpBasicAuth: flags.forceHttpBasicAuth,
    }),
  };
}

function texts(given: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(given).flatMap(([name, text]) => (text ? [[name, text]] : [])));
}

function numbers(given: Readonly<Record<string, string | undefined>>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, text]) => {
      if (!text) return [];
      if (!/^\d{1,15}$/.test(text)) throw fatal(`${name} is to be a number: ${text}`);
      return [[name, Number(text)]];
    }),
  );
}

function whenSet(given: Readonly<Record<string, boolean | undefined>>): Readonly<Record<string, boolean>> {
  return Object.fromEntries(Object.entries(given).flatMap(([name, flag]) => (flag ? [[name, true]] : [])));
}

function files(given: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, path]) => {
      if (!path) return [];
      try {
        return [[name, readFileSync(path, 'utf8')]];
      } catch {
        throw fatal(`open ${path}: no such file or directory`);
      }
    }),
  );
}

function isHard({ refresh = '' }: RepoReadFlags): boolean | undefined {
  if (refresh === '') return undefined;
  if (refresh === 'hard') return true;
  throw refused(`unknown refresh value: ${refresh}. Supported values: hard`);
}

const COLUMNS = ['TYPE', 'NAME', 'REPO', 'INSECURE', 'OCI', 'LFS', 'CREDS', 'STATUS', 'MESSAGE', 'PROJECT'];

function formatted(repositories: readonly Repository[], output: string): string {
  if (output === 'url') return repositories.map(({ repo }) => `${repo}\n`).join('');
  if (output === 'json' || output === 'yaml') return written(repositories as unknown as Json, output);
  return formatTable([COLUMNS, ...repositories.map(rowOf)]);
}

function rowOf(one: Repository): readonly string[] {
  const {
    type,
    name = '',
    repo,
    insecure,
    insecureIgnoreHostKey,
    enableOCI,
    enableLfs,
    connectionState,
    project,
  } = one;
  const { status = '', message = '' } = connectionState ?? {};
  const flags = [insecure === true || insecureIgnoreHostKey === true, enableOCI === true, enableLfs === true];
  return [type || 'git', name, repo, ...flags.map(String), credsOf(one), status, message, project ?? ''];
}

function credsOf({ inheritedCreds, username, githubAppID, useAzureWorkloadIdentity }: Repository): string {
  if (inheritedCreds) return 'inherited';
  return String(Boolean(username) || Boolean(githubAppID) || useAzureWorkloadIdentity === true);
}

function formattedTemplates(templates: readonly RepoCreds[], output: string): string {
  if (output === 'url') return templates.map(({ url }) => `${url}\n`).join('');
  if (output === 'json' || output === 'yaml') return written(templates as unknown as Json, output);
  const rows = templates.map(({ url, username = '', sshPrivateKey, tlsClientCertData }) => {
    return [url, username || '-', String(Boolean(sshPrivateKey)), String(Boolean(tlsClientCertData))];
  });
  return formatTable([['URL PATTERN', 'USERNAME', 'SSH_CREDS', 'TLS_CREDS'], ...rows]);
}

/** Throws `cli.refused` where credentials are of a kind that the address cannot be reached with. */
function checkScheme(url: string, flags: CredentialFlags): void {
  const { sshPrivateKeyPath, tlsClientCertPath, tlsClientCertKeyPath, githubAppPrivateKeyPath } = flags;
  const isSsh = /^(?:ssh:\/\/|[^/@]+@[^/:]+:)/.test(url);
  const isHttps = /^https:\/\//i.test(url);
  if (sshPrivateKeyPath && !isSsh) {
    throw refused('--ssh-private-key-path is only supported for SSH repositories.');
  }
  if (Boolean(tlsClientCertPath) !== Boolean(tlsClientCertKeyPath)) {
    throw refused('--tls-client-cert-path and --tls-client-cert-key-path must be specified together');
  }
  if (tlsClientCertPath && !isHttps && flags.type === 'git') {
    throw refused('--tls-client-cert-path is only supported for HTTPS repositories');
  }
  if (githubAppPrivateKeyPath && !isHttps) {
    throw refused('--github-app-private-key-path is only supported for HTTPS repositories');
  }
  if (flags.gcpServiceAccountKeyPath && !isHttps) {
    throw refused('--gcp-service-account-key-path is only supported for HTTPS repositories');
  }
  const isOci = flags.type === 'oci' || (flags.type === 'helm' && flags.enableOci);
  if (flags.insecureOciForceHttp && !isOci) {
    throw refused('--insecure-oci-force-http requires --type oci or --enable-oci');
  }
}

/** Throws `cli.refused` where a token cannot be for this repository. */
function checkToken(url: string, { bearerToken, type }: CredentialFlags, password: string | undefined): void {
  if (!bearerToken) return;
  if (password) throw refused('only --bearer-token or --password is allowed, not both');
  if (type !== 'git') throw refused('--bearer-token is only supported for Git repositories');
  if (!/^https:\/\//i.test(url)) throw refused('--bearer-token is only supported for HTTPS repositories');
}

function refused(message: string): AppError {
  return new AppError({ code: 'cli.refused', kind: 'user', message });
}

function fatal(message: string): AppError {
  return new AppError({ code: FATAL, kind: 'user', message });
}
