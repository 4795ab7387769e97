/**
 * Ports whose remotes may name an identity: plain credentials take its place before the port is asked, and once more when the
 * server refuses them, for they may have been taken back.
 */
import { AppError, hasCode } from '../../base/errors.ts';
import type { GitPort, GitRemote } from '../../ports/git.ts';
import type { HelmRepoPort, HelmRepository } from '../../ports/helm-repo.ts';
import type { HttpAccess, HttpCredentials, HttpRoute } from '../../ports/http.ts';
import type { TokenIssuer, TokenWish } from '../../ports/issued-identity.ts';
import type { OciPort, OciRepository } from '../../ports/oci.ts';

/** `codes`: the prefix of the port's own codes. */
type Family = 'git' | 'oci' | 'helm-repo';

interface Issued<T> {
  readonly issuer: TokenIssuer;
  readonly family: Family;
  readonly wish: TokenWish | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Without credentials where nobody is to be named. */
  readonly work: (credentials: HttpCredentials | undefined) => Promise<T>;
}

async function asIssued<T>({ issuer, family, wish, signal, work }: Issued<T>): Promise<T> {
  if (wish === undefined) return await work(undefined);
  const translate = (error: unknown): never => {
    throw inWordsOf(family, error);
  };
  const credentials = await issuer.credentials(wish, signal).catch(translate);
  try {
    return await work(credentials);
  } catch (error) {
    if (!hasCode(error, `${family}.authentication`)) throw error;
    const renewed = await issuer.renewed(wish, credentials, signal).catch(translate);
    if (renewed === undefined) throw error;
    return await work(renewed);
  }
}

function inWordsOf(family: Family, error: unknown): unknown {
  if (!(error instanceof AppError) || !error.code.startsWith('identity.')) return error;
  const { kind, message, hint } = error;
  const code = `${family}.${hasCode(error, 'identity.unreachable') ? 'unreachable' : 'authentication'}`;
  return new AppError({ code, kind, message, cause: error, ...(hint === undefined ? {} : { hint }) });
}

export function gitWithIssuedTokens(git: GitPort, issuer: TokenIssuer): GitPort {
  const issued = <T>(remote: GitRemote, signal: AbortSignal | undefined, work: (remote: GitRemote) => Promise<T>) =>
    asIssued({
      issuer,
      family: 'git',
      wish: gitWish(remote),
      signal,
      work: (credentials) => work(credentials === undefined ? remote : { ...remote, credentials }),
    });
  return {
    listRefs: (remote, signal, prefixes) => issued(remote, signal, (known) => git.listRefs(known, signal, prefixes)),
    fetch: (remote, commit, signal) => issued(remote, signal, (known) => git.fetch(known, commit, signal)),
    resolveShort: (remote, prefix, signal) =>
      issued(remote, signal, (known) => git.resolveShort(known, prefix, signal)),
    // Files of Git LFS lie on the server.
    blob: (remote, oid, limit) =>
      remote.lfs === true
        ? issued(remote, undefined, (known) => git.blob(known, oid, limit))
        : git.blob(remote, oid, limit),
    commit: (remote, oid) => git.commit(remote, oid),
    signed: (remote, oid) => git.signed(remote, oid),
    tree: (remote, oid) => git.tree(remote, oid),
    keep: (remote, commit, reason) => git.keep(remote, commit, reason),
    release: (remote, reason) => git.release(remote, reason),
  };
}

/** Tokens are for HTTP: an address of another kind has its own ways. */
function gitWish({ url, identity, credentials, ...rest }: GitRemote): TokenWish | undefined {
  if (identity === undefined || credentials !== undefined || !/^https?:\/\//i.test(url)) return undefined;
  return { identity, url, use: 'git', route: routeOf(rest) };
}

function routeOf({
  caBundle,
  insecureSkipVerify,
  clientCertificate,
  proxy,
  noProxy,
}: Omit<GitRemote, 'url'>): HttpRoute {
  return {
    ...(caBundle === undefined ? {} : { caBundle }),
    ...(insecureSkipVerify === undefined ? {} : { insecureSkipVerify }),
    ...(clientCertificate === undefined ? {} : { clientCertificate }),
    ...(proxy === undefined ? {} : { proxy }),
    ...(noProxy === undefined ? {} : { noProxy }),
  };
}

export function ociWithIssuedTokens(oci: OciPort, issuer: TokenIssuer): OciPort {
  const issued = <T>(
    repository: OciRepository,
    signal: AbortSignal | undefined,
    work: (repository: OciRepository) => Promise<T>,
  ) => {
    const { registry, access, plainHttp } = repository;
    const wish = registryWish(access, `${plainHttp === true ? 'http' : 'https'}://${registry}/`);
    return asIssued({ issuer, family: 'oci', wish, signal, work: (found) => work(opened(repository, found)) });
  };
  return {
    tags: (repository, signal) => issued(repository, signal, (known) => oci.tags(known, signal)),
    resolve: (repository, reference, signal) =>
      issued(repository, signal, (known) => oci.resolve(known, reference, signal)),
    manifest: (repository, digest, signal) =>
      issued(repository, signal, (known) => oci.manifest(known, digest, signal)),
    blob: (repository, descriptor, limit, signal) =>
      issued(repository, signal, (known) => oci.blob(known, descriptor, limit, signal)),
  };
}

export function helmRepoWithIssuedTokens(helm: HelmRepoPort, issuer: TokenIssuer): HelmRepoPort {
  const issued = <T>(
    repository: HelmRepository,
    signal: AbortSignal | undefined,
    work: (repository: HelmRepository) => Promise<T>,
  ) => {
    const wish = registryWish(repository.access, repository.url);
    return asIssued({ issuer, family: 'helm-repo', wish, signal, work: (found) => work(opened(repository, found)) });
  };
  return {
    charts: (repository, asking) => issued(repository, asking.signal, (known) => helm.charts(known, asking)),
    versions: (repository, chart, asking) =>
      issued(repository, asking.signal, (known) => helm.versions(known, chart, asking)),
    archive: (repository, version, signal) =>
      issued(repository, signal, (known) => helm.archive(known, version, signal)),
    provenance: (repository, version, signal) =>
      issued(repository, signal, (known) => helm.provenance(known, version, signal)),
  };
}

function registryWish({ identity, credentials, route = {} }: HttpAccess, url: string): TokenWish | undefined {
  return identity === undefined || credentials !== undefined ? undefined : { identity, url, use: 'registry', route };
}

function opened<T extends { readonly access: HttpAccess }>(place: T, credentials: HttpCredentials | undefined): T {
  return credentials === undefined ? place : { ...place, access: { ...place.access, credentials } };
}
