/**
 * Registries of artifacts (OCI Distribution Specification 1.1): charts and manifests by tag or digest. Everything that is
 * read by digest is checked against it. Implemented by `adapters/oci` and by the memory registry of the test kit.
 */
import type { HttpAccess } from './http.ts';

export interface OciRepository {
  /** Host with port where it has one. */
  readonly registry: string;
  /** Path of the repository in the registry, e.g. `charts/web`. */
  readonly name: string;
  /** Sent to the registry and to the token service that it names, never along a redirect. */
  readonly access: HttpAccess;
  /** Speak HTTP instead of HTTPS. There is no silent fallback. */
  readonly plainHttp?: boolean;
}

export interface OciDescriptor {
  readonly mediaType: string;
  /** `sha256:…` or `sha512:…`. */
  readonly digest: string;
  readonly size: number;
  readonly annotations: Readonly<Record<string, string>>;
}

export type OciManifest =
  | {
      readonly kind: 'image';
      readonly digest: string;
      readonly artifactType: string;
      readonly config: OciDescriptor;
      readonly layers: readonly OciDescriptor[];
      readonly annotations: Readonly<Record<string, string>>;
    }
  /** A list of manifests, one a platform. */
  | { readonly kind: 'index'; readonly digest: string; readonly manifests: readonly OciDescriptor[] };

export type OciErrorCode =
  | 'oci.unreachable'
  /** The registry wants credentials, or refuses these. */
  | 'oci.authentication'
  /** No such repository, tag or digest. */
  | 'oci.not-found'
  /** What came is not what the digest names. */
  | 'oci.digest-mismatch'
  | 'oci.too-large'
  | 'oci.not-allowed'
  /** The answer is not what the specification says. */
  | 'oci.malformed';

/** Throws `AppError` with a code of `OciErrorCode`; retries nothing. Messages hold no credentials and no query. */
export interface OciPort {
  /** All tags, whatever pages they come in, in no order. */
  tags(repository: OciRepository, signal?: AbortSignal): Promise<readonly string[]>;
  /** The digest that a tag means now, or a digest that is there; undefined where there is none. */
  resolve(repository: OciRepository, reference: string, signal?: AbortSignal): Promise<string | undefined>;
  manifest(repository: OciRepository, digest: string, signal?: AbortSignal): Promise<OciManifest>;
  /** Content of at most `limit` bytes. */
  blob(
    repository: OciRepository,
    descriptor: Pick<OciDescriptor, 'digest' | 'size'>,
    limit: number,
    signal?: AbortSignal,
  ): Promise<Uint8Array>;
}
