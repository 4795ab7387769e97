/**
 * Credentials that an installation keeps for repositories and clusters: one Kubernetes Secret each, told apart by a label.
 * The snapshot of `ports/settings.ts` is for reading them while working; this is for whoever administers them. Implemented by
 * `adapters/kube-secrets` and by the memory store of the test kit.
 */
import type { Secret } from '../base/secret.ts';

export type CredentialKind = 'repository' | 'repo-creds' | 'repository-write' | 'repo-write-creds' | 'cluster';

/** What is stored; fields are those of Argo CD's declarative setup (`url`, `username`, `server`, `config` …). */
export interface CredentialContent {
  readonly kind: CredentialKind;
  readonly data: ReadonlyMap<string, Secret>;
  /** Beside those that tell what it is. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface StoredCredential extends CredentialContent {
  /** Of the Secret. */
  readonly name: string;
  /** Whether it was made by this port; one that a person or Git made is not deleted, only let go. */
  readonly isManaged: boolean;
  /** Rises with each change. */
  readonly version: string;
}

export type SecretsErrorCode =
  | 'secrets.already-exists'
  /** No such credential, or a Secret of that name that is none. */
  | 'secrets.not-found'
  /** Somebody else changed it since it was read. */
  | 'secrets.conflict'
  | 'secrets.forbidden'
  | 'secrets.unreachable'
  /** What is to be stored is no Secret to Kubernetes: a name or a size. */
  | 'secrets.invalid';

/** Throws `AppError` with a code of `SecretsErrorCode`; its messages hold names and no values. */
export interface SecretsPort {
  /** In byte order of their names. */
  list(kind: CredentialKind): Promise<readonly StoredCredential[]>;
  /** Undefined where there is none of that name, or a Secret that is no credential. */
  get(name: string): Promise<StoredCredential | undefined>;
  create(name: string, content: CredentialContent): Promise<StoredCredential>;
  /** Replaces data, labels and annotations; `version` is what they were read at. */
  replace(name: string, content: CredentialContent, version: string): Promise<StoredCredential>;
  /** Deletes what this port made; from others only the mark is taken that makes them credentials. */
  remove(name: string): Promise<void>;
}
