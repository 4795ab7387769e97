/** Repositories and credential templates from their Secrets (Argo CD declarative setup, "Repositories"). Pure. */
import { normalizeGitUrl } from '../../base/git-url.ts';
import { Secret } from '../../base/secret.ts';
import { plainFlag, plainText } from '../../kube/object/secret-data.ts';
import type { GitCredentials, GitRemote } from '../../ports/git.ts';
import type { HttpAccess, HttpCredentials, HttpRoute } from '../../ports/http.ts';
import type { IssuedIdentity } from '../../ports/issued-identity.ts';
import type { RepositoryRecord } from '../../ports/settings.ts';
import { type EnvironmentProxies, proxyOfEnvironment } from './environment-proxy.ts';

type Data = ReadonlyMap<string, Secret>;

/** `ssh://…` and `user@host:path`. */
const SSH = /^\s*(?:(?:git\+)?ssh:\/\/|[^/:]+@[^/]+:)/i;

/** Whom to trust, by host. */
export interface Trust {
  /** `argocd-tls-certs-cm`: host → PEM bundle. */
  readonly certificates: Readonly<Record<string, string>>;
  /** `ssh_known_hosts` of `argocd-ssh-known-hosts-cm`. */
  readonly knownHosts: string;
}

/** Who asks: at most one of the first two; a certificate may stand beside either, or alone. */
interface Asker {
  readonly credentials: GitCredentials | undefined;
  /** Given out by a service. */
  readonly identity: IssuedIdentity | undefined;
  readonly certificate: HttpRoute['clientCertificate'];
}

/** A Secret of type `repo-creds`. */
export interface CredentialTemplate extends Asker {
  readonly prefix: string;
  /** Of repositories that do not tell theirs. */
  readonly type: RepositoryRecord['type'] | undefined;
  readonly enableOci: boolean;
  readonly plainHttp: boolean;
  readonly proxy: string;
  readonly noProxy: string;
}

/** A repository as its Secret tells it, before templates. */
export interface OwnRepository extends Asker {
  readonly url: string;
  readonly name: string;
  readonly project: string;
  /** Undefined: that of the template, else Git. */
  readonly type: RepositoryRecord['type'] | undefined;
  readonly enableOci: boolean;
  readonly plainHttp: boolean;
  readonly insecure: boolean;
  readonly enableLfs: boolean;
  /** 0: all of history. */
  readonly depth: number;
  readonly proxy: string;
  readonly noProxy: string;
}

export function readRepository(data: Data): OwnRepository {
  return {
    url: plainText(data, 'url'),
    name: plainText(data, 'name'),
    project: plainText(data, 'project'),
    type: typeOf(data),
    ...askerOf(data),
    ...registryFlags(data),
    insecure: plainFlag(data, 'insecure') || plainFlag(data, 'insecureIgnoreHostKey'),
    enableLfs: plainFlag(data, 'enableLfs'),
    depth: /^\d{1,9}$/.test(plainText(data, 'depth')) ? Number(plainText(data, 'depth')) : 0,
    proxy: plainText(data, 'proxy'),
    noProxy: plainText(data, 'noProxy'),
  };
}

export function readTemplate(data: Data): CredentialTemplate {
  return {
    prefix: plainText(data, 'url'),
    type: typeOf(data),
    ...askerOf(data),
    ...registryFlags(data),
    proxy: plainText(data, 'proxy'),
    noProxy: plainText(data, 'noProxy'),
  };
}

export interface RecordSources {
  readonly templates: readonly CredentialTemplate[];
  readonly trust: Trust;
  /** Of the process. */
  readonly proxies?: EnvironmentProxies | undefined;
}

/**
 * The repository at a URL as seen by a project: the Secret of that project, else the one of no project, else nothing but the
 * URL. One without credentials of its own, a client certificate included, gets those of the longest template whose URL is a
 * prefix.
 */
export function repositoryRecord(
  repository: OwnRepository | undefined,
  url: string,
  sources: RecordSources,
): RepositoryRecord {
  const own = repository ?? { ...readRepository(new Map()), url };
  const isAnonymous = [own.credentials, own.identity, own.certificate].every((one) => one === undefined);
  const template = isAnonymous ? templateFor(own.url, sources.templates) : undefined;
  const type = own.type ?? template?.type ?? 'git';
  return {
    url: own.url,
    type,
    name: own.name,
    project: own.project,
    remote: remoteOf(own, template, sources),
    access: accessOf(own, template, sources),
    isOci: type === 'oci' || own.enableOci || own.url.startsWith('oci://') || template?.enableOci === true,
    plainHttp: own.plainHttp || template?.plainHttp === true,
  };
}

function accessOf(own: OwnRepository, template: CredentialTemplate | undefined, sources: RecordSources): HttpAccess {
  const { credentials, identity, clientCertificate, caBundle, insecureSkipVerify, proxy, noProxy } = remoteOf(
    own,
    template,
    sources,
  );
  const route = {
    ...(caBundle ? { caBundle } : {}),
    ...(insecureSkipVerify ? { insecureSkipVerify } : {}),
    ...(clientCertificate ? { clientCertificate } : {}),
    ...(proxy ? { proxy } : {}),
    ...(noProxy ? { noProxy } : {}),
  };
  const plain: HttpCredentials | undefined = credentials?.kind === 'ssh' ? undefined : credentials;
  return { ...(plain ? { credentials: plain } : {}), ...(identity ? { identity } : {}), route };
}

/** Own Secrets of a URL: the one of the project goes before the one for all; of several such the first by name. */
export function findRepository(
  repositories: readonly OwnRepository[],
  url: string,
  project: string,
): OwnRepository | undefined {
  const wanted = normalizeGitUrl(url);
  const same = repositories.filter((repository) => normalizeGitUrl(repository.url) === wanted);
  return same.find((found) => found.project === project) ?? same.find((found) => found.project === '');
}

function templateFor(url: string, templates: readonly CredentialTemplate[]): CredentialTemplate | undefined {
  const wanted = normalizeGitUrl(url);
  const lengthOf = ({ prefix }: CredentialTemplate): number => normalizeGitUrl(prefix).length;
  const matching = templates.filter(({ prefix }) => covers(normalizeGitUrl(prefix), wanted));
  return matching.reduce<CredentialTemplate | undefined>(
    (longest, one) => (longest === undefined || lengthOf(one) > lengthOf(longest) ? one : longest),
    undefined,
  );
}

/**
 * Any prefix covers, even one that ends within a word of the path, as in Argo CD. But a host is whole or it is another host:
 * credentials of `https://example.com` are not for `https://example.com.evil.org`, nor for `https://example.com:x@evil.org`.
 */
function covers(prefix: string, url: string): boolean {
  if (prefix === '' || !url.startsWith(prefix)) return false;
  const afterScheme = prefix.slice(prefix.indexOf('://') < 0 ? 0 : prefix.indexOf('://') + 3);
  return afterScheme.includes('/') || /^(?::\d+)?(?:\/|$)/.test(url.slice(prefix.length)) || isShort(prefix, url);
}

/** `git@example.com` covers `git@example.com:team/app`, which is compared as `git@example.com/team/app`. */
function isShort(prefix: string, url: string): boolean {
  return !url.includes('://') && url.charAt(prefix.length) === ':';
}

function remoteOf(
  own: OwnRepository,
  template: CredentialTemplate | undefined,
  { trust, proxies }: RecordSources,
): GitRemote {
  const credentials = own.credentials ?? template?.credentials;
  const identity = own.identity ?? template?.identity;
  const clientCertificate = own.certificate ?? template?.certificate;
  const caBundle = certificateFor(own.url, trust.certificates);
  const said = own.proxy || template?.proxy;
  const inherited = said ? {} : proxyOfEnvironment(own.url, proxies);
  const proxy = said || inherited.proxy;
  const noProxy = own.noProxy || template?.noProxy || inherited.noProxy;
  return {
    url: own.url,
    ...(credentials ? { credentials } : {}),
    ...(identity ? { identity } : {}),
    ...(clientCertificate ? { clientCertificate } : {}),
    ...(caBundle ? { caBundle } : {}),
    ...(own.insecure ? { insecureSkipVerify: true } : {}),
    ...(trust.knownHosts ? { knownHosts: trust.knownHosts } : {}),
    ...(proxy ? { proxy } : {}),
    ...(noProxy ? { noProxy } : {}),
    ...(own.enableLfs ? { lfs: true } : {}),
    ...(own.depth > 0 ? { depth: own.depth } : {}),
  };
}

function certificateFor(url: string, certificates: Trust['certificates']): string | undefined {
  // Registries are named without a scheme.
  if (!URL.canParse(url.includes('://') ? url : `https://${url}`)) return undefined;
  const { hostname } = new URL(url.includes('://') ? url : `https://${url}`);
  return Object.hasOwn(certificates, hostname) ? certificates[hostname] : undefined;
}

/**
 * In the order in which Argo CD looks at them: passwords and tokens, keys, then what services give out. A key goes first where
 * the address is one of ssh, to which a password says nothing.
 */
function askerOf(data: Data): Asker {
  const key = data.get('tlsClientCertKey');
  const certificate = plainText(data, 'tlsClientCertData');
  const credentials = credentialsOf(data);
  const identity = credentials === undefined ? identityOf(data) : undefined;
  return {
    // A name alone opens nothing where something else does.
    credentials: credentials ?? (identity === undefined ? nameOf(data) : undefined),
    identity,
    certificate: key?.reveal() && certificate !== '' ? { certificate, key } : undefined,
  };
}

function credentialsOf(data: Data): GitCredentials | undefined {
  const privateKey = data.get('sshPrivateKey');
  const key: GitCredentials | undefined = privateKey?.reveal() ? { kind: 'ssh', privateKey } : undefined;
  if (key !== undefined && SSH.test(plainText(data, 'url'))) return key;
  const token = data.get('bearerToken');
  if (token?.reveal()) return { kind: 'bearer', token };
  const password = data.get('password');
  return password?.reveal() ? { kind: 'basic', username: plainText(data, 'username'), password } : key;
}

function nameOf(data: Data): GitCredentials | undefined {
  const username = plainText(data, 'username');
  return username === '' ? undefined : { kind: 'basic', username, password: new Secret('') };
}

function identityOf(data: Data): IssuedIdentity | undefined {
  const privateKey = data.get('githubAppPrivateKey');
  if (privateKey?.reveal()) {
    return {
      kind: 'github-app',
      appId: plainText(data, 'githubAppID'),
      // An id of 0 is that of none: so the API writes what was left out.
      installationId: plainText(data, 'githubAppInstallationID').replace(/^0+$/, ''),
      privateKey,
      baseUrl: plainText(data, 'githubAppEnterpriseBaseUrl'),
    };
  }
  const accountKey = data.get('gcpServiceAccountKey');
  if (accountKey?.reveal()) return { kind: 'google', accountKey };
  const clientSecret = data.get('azureServicePrincipalClientSecret');
  if (clientSecret?.reveal()) {
    return {
      kind: 'azure-principal',
      tenantId: plainText(data, 'azureServicePrincipalTenantId'),
      clientId: plainText(data, 'azureServicePrincipalClientId'),
      clientSecret,
      authority: plainText(data, 'azureActiveDirectoryEndpoint'),
    };
  }
  return plainFlag(data, 'useAzureWorkloadIdentity') ? { kind: 'azure-workload' } : undefined;
}

function registryFlags(data: Data): Pick<OwnRepository, 'enableOci' | 'plainHttp'> {
  return { enableOci: plainFlag(data, 'enableOCI'), plainHttp: plainFlag(data, 'insecureOCIForceHttp') };
}

function typeOf(data: Data): RepositoryRecord['type'] | undefined {
  const type = plainText(data, 'type');
  return type === 'git' || type === 'helm' || type === 'oci' ? type : undefined;
}
