/**
 * Repositories of packed Helm charts behind HTTP: an index and the archives it names. Which version of a chart is wanted is
 * decided elsewhere. Implemented by `adapters/helm-repo` and by the memory repositories of the test kit.
 */
import type { HttpAccess } from './http.ts';

export interface HelmRepository {
  /** Folder of the `index.yaml`, with or without trailing slash; a query is kept for the index and relative addresses. */
  readonly url: string;
  /** Bound to the host of `url` unless `passCredentials`. */
  readonly access: HttpAccess;
  /** Archives on other hosts get the credentials too (Helm's `--pass-credentials`). */
  readonly passCredentials?: boolean;
}

/** One version of a chart, as the index tells it. */
export interface ChartVersion {
  readonly name: string;
  readonly version: string;
  /** Of the archive; as the index writes them, relative ones to the repository. */
  readonly urls: readonly string[];
  /** SHA-256 of the archive in hex; empty where the index has none. */
  readonly digest: string;
  readonly appVersion: string;
  readonly description: string;
  /** RFC 3339 or empty. */
  readonly created: string;
  readonly deprecated: boolean;
}

export interface ChartArchive {
  readonly bytes: Uint8Array;
  /** SHA-256 of `bytes` in hex. */
  readonly digest: string;
}

export interface HelmAsking {
  /** Milliseconds for which an index that was read before is good enough; 0 asks whether it changed. */
  readonly maxAge: number;
  readonly signal?: AbortSignal | undefined;
}

export type HelmRepoErrorCode =
  | 'helm-repo.unreachable'
  /** The server wants credentials, or refuses these. */
  | 'helm-repo.authentication'
  /** There is no index, or it cannot be read. */
  | 'helm-repo.not-a-repository'
  /** The index names an archive that is not there. */
  | 'helm-repo.chart-missing'
  /** The archive is not the one that the index tells of. */
  | 'helm-repo.digest-mismatch'
  | 'helm-repo.too-large'
  /** The address, or one that it leads to, is not permitted. */
  | 'helm-repo.not-allowed';

/** Throws `AppError` with a code of `HelmRepoErrorCode`; retries nothing. Messages hold no credentials and no query. */
export interface HelmRepoPort {
  /** Names of all charts, in byte order. */
  charts(repository: HelmRepository, asking: HelmAsking): Promise<readonly string[]>;
  /** In the order of the index; undefined where it has no such chart. Entries that are no charts are left out. */
  versions(repository: HelmRepository, chart: string, asking: HelmAsking): Promise<readonly ChartVersion[] | undefined>;
  archive(repository: HelmRepository, version: ChartVersion, signal?: AbortSignal): Promise<ChartArchive>;
  /** The signed statement that lies beside the archive (`.prov`); undefined where there is none. */
  provenance(repository: HelmRepository, version: ChartVersion, signal?: AbortSignal): Promise<Uint8Array | undefined>;
}
