/**
 * From an Application's sources to manifests: what the repo-server does. Serialisable both ways, so that it runs in the
 * same process or behind mutual TLS. Implemented by `services/source`.
 */
import type { ApplicationSource } from '../api/application/fields.ts';
import type { KubeObject } from '../kube/object/kube-object.ts';

export interface RenderRequest {
  /** Instance name: `<app>` or `<namespace>_<app>`. */
  readonly appName: string;
  readonly project: string;
  /** Destination namespace; build variable and default of templates. */
  readonly namespace: string;
  /** In order; a single source is a list of one. */
  readonly sources: readonly ApplicationSource[];
  /** They stand in the list `sources`, and may lend files to one another; without this, where there are two or more. */
  readonly isMultiSource?: boolean;
  /** Already resolved revisions to render instead of `targetRevision`, by position; empty text = resolve. */
  readonly revisions: readonly string[];
  readonly kubeVersion: string;
  /** `group/version` and `group/version/Kind` of the destination. */
  readonly apiVersions: readonly string[];
  readonly refresh: RefreshLevel;
  /** By position; absent: every commit counts. A `hard` refresh does not look at it. */
  readonly carry?: readonly SourceCarry[];
  /** Files to render the only source from instead of its repository. */
  readonly upload?: SourceUpload;
}

/** Which files a source depends on, as its Application says (features A22). */
export interface SourceCarry {
  /** From the root of the repository, without a slash before them. Empty: every file counts. */
  readonly paths: readonly string[];
  /** The revision that the manifests in use are of: where none of the paths differs from there, they stay. */
  readonly from: string;
  /** The revision that was synced to last, or tried; absent or empty: none. */
  readonly synced?: string;
}

/** What somebody sent to be rendered, as a repository would have it. */
export interface SourceUpload {
  /** A tar archive, gzipped. Links stay inside it. */
  readonly archive: Uint8Array;
}

/**
 * - `cached`: a revision resolved within the polling period is good enough.
 * - `latest`: ask the remote again.
 * - `hard`: also forget rendered manifests.
 */
export type RefreshLevel = 'cached' | 'latest' | 'hard';

export type RenderResult =
  | { readonly kind: 'rendered'; readonly sources: readonly RenderedSource[] }
  | {
      readonly kind: 'failed';
      /**
       * For the ComparisonError condition, in Argo CD's words from `failed to generate manifest for source …` on; names
       * revision, file, line and reason where they are the matter. The caller puts `Failed to load target state: ` before it.
       */
      readonly message: string;
      /** The bare reason at the end of that message, for people who asked for these manifests themselves. */
      readonly reason: string;
      /** `user` faults stay until the input changes; `transient` ones fall under the repository grace period. */
      readonly error: { readonly code: string; readonly kind: 'user' | 'transient' | 'terminal' };
      /** What was resolved before it failed, by source position. */
      readonly revisions: readonly string[];
    };

export interface RenderedSource {
  /** Commit, chart version or digest. */
  readonly revision: string;
  /** Directory, Helm, Kustomize, Plugin; empty for a `ref`-only source. */
  readonly sourceType: '' | 'Directory' | 'Helm' | 'Kustomize' | 'Plugin';
  readonly manifests: readonly RenderedManifest[];
  /** Equal digest = equal manifests; lets a comparison be skipped. */
  readonly digest: string;
  /** The revision that was synced to last, where none of the files that count differs from there. */
  readonly asSynced?: string;
  /** What stands against syncing it: signatures that the project wants and the commits do not have. Absent: nothing. */
  readonly problems?: readonly string[];
  /** Absent: it is made of more than files of its own repository of Git. */
  readonly basis?: SourceBasis;
}

/** All that a source was rendered from: commits that have the same at these paths have the same manifests, digest and problems. */
export type SourceBasis = readonly PathState[];

/** What lies at a path from the root of a repository, links not followed. */
export interface PathState {
  readonly path: string;
  readonly mode: 'file' | 'executable' | 'symlink' | 'tree' | 'submodule' | 'absent';
  /** That of a folder changes with all that is in it; empty where only the mode counts. */
  readonly oid: string;
}

export interface RenderedManifest {
  readonly object: KubeObject;
  /** File (and document number from 1) that it came from, for messages. */
  readonly file: string;
  readonly document: number;
}

export interface RevisionMetadata {
  readonly author: string;
  /** RFC 3339. */
  readonly date: string;
  readonly message: string;
  readonly tags: readonly string[];
}

export interface ManifestService {
  /**
   * Rejects with the reason of `signal` as soon as that aborts; work that nobody else waits for is ended. Where `overtaken`
   * aborts, the caller will ask for something newer: what waits for its turn is not begun, and its reason is thrown; what runs
   * goes on to its result.
   */
  render(request: RenderRequest, signal?: AbortSignal, overtaken?: AbortSignal): Promise<RenderResult>;
  /**
   * Revisions that the sources stand at now, without rendering: polled once per repository, whoever asks. Throws git errors.
   * `latest` asks the remote.
   */
  resolve(
    request: Pick<RenderRequest, 'project' | 'sources' | 'refresh'>,
    signal?: AbortSignal,
  ): Promise<readonly string[]>;
  /**
   * Which of these bases are the same in the commit that the source's target means now, by its position. The commit is fetched
   * where it is not here. Throws git errors.
   */
  stand(source: ApplicationSource, project: string, bases: readonly SourceBasis[]): Promise<readonly boolean[]>;
  revisionMetadata(source: ApplicationSource, project: string, revision: string): Promise<RevisionMetadata>;
  /** A hint (webhook, push) that a repository changed: the next `resolve` asks again, and subscribers are told if refs moved. */
  notice(repoUrl: string): void;
  /**
   * Told when polling or a notice saw a revision that somebody wants move, or a repository stop or begin to answer; with the
   * URL as its sources write it. `cached` is then the newest. Returns the unsubscription.
   */
  onMoved(listener: (repoUrl: string) => void): () => void;
  /** Keeps the commits an operation needs until released. */
  keep(
    operation: string,
    sources: readonly ApplicationSource[],
    revisions: readonly string[],
    project: string,
  ): Promise<void>;
  release(operation: string): Promise<void>;
}
