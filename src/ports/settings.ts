/**
 * Settings, projects, repositories and clusters as immutable snapshots. A snapshot has a version; who holds one sees no
 * change. Implemented over the `argocd-*` ConfigMaps, Secrets and AppProjects of the control-plane namespace.
 */

import type { AppProject } from '../api/app-project/fields.ts';
import type { Secret } from '../base/secret.ts';
import type { GitRemote } from './git.ts';
import type { HttpAccess } from './http.ts';

export interface Settings {
  /** Rises with every change of anything below. */
  readonly version: number;
  /** `argocd-cm`, raw keys. `settings-reading.ts` in `engine` gives them their meaning. */
  readonly cm: Readonly<Record<string, string>>;
  readonly commandParameters: Readonly<Record<string, string>>;
  /** `argocd-rbac-cm`. */
  readonly rbac: Readonly<Record<string, string>>;
  /** `argocd-secret`, decoded. */
  readonly secret: ReadonlyMap<string, Secret>;
}

export interface RepositoryRecord {
  readonly url: string;
  readonly type: 'git' | 'helm' | 'oci';
  readonly name: string;
  /** Empty: for every project. */
  readonly project: string;
  readonly remote: GitRemote;
  /** How charts, artifacts and files are read from it. */
  readonly access: HttpAccess;
  /** Charts are artifacts of a registry (`enableOCI`, or type `oci`). */
  readonly isOci: boolean;
  /** The registry speaks HTTP (`insecureOCIForceHttp`). */
  readonly plainHttp: boolean;
}

export interface ClusterRecord {
  readonly server: string;
  readonly name: string;
  readonly namespaces: readonly string[];
  readonly clusterResources: boolean;
  readonly project: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Uid of the Secret. Absent: there is none. */
  readonly id?: string;
  /** The Secret's word on which controller looks after it. */
  readonly shard?: number;
  /** The Secret's `config` JSON; undefined for the in-cluster destination. */
  readonly config: Secret | undefined;
}

export interface Installation {
  readonly settings: Settings;
  readonly projects: ReadonlyMap<string, AppProject>;
  readonly clusters: readonly ClusterRecord[];
  /** The repository for a URL as seen by a project: its own record, else credentials of the longest matching template. */
  repositoryFor(url: string, project: string): RepositoryRecord;
  /** The repository that a Secret with these decoded keys would be. */
  recordFor(data: ReadonlyMap<string, Secret>): RepositoryRecord;
  /** Every repository of its own, in the order of their Secrets' names. */
  readonly repositories: readonly RepositoryRecord[];
  /** Armoured public keys of `argocd-gpg-keys-cm`, in the order of their names. */
  readonly gpgKeys: readonly string[];
  /**
   * What a `$key` of `argocd-secret` or a `$name:key` of another labelled Secret stands for; undefined where there is none, or
   * where the text is no reference.
   */
  secretFor(reference: string): Secret | undefined;
}

export interface InstallationPort {
  /** The newest snapshot; the same object until something changes. */
  current(): Installation;
  /** Called after each change with the new snapshot. Returns the unsubscription. */
  subscribe(listener: (installation: Installation) => void): () => void;
}
