/**
 * A host of source code as generators and notifications use it: which repositories, branches and pull requests there are,
 * and a word about a commit. One port is one host with its credentials. Implemented by `adapters/scm/<host>` and by the
 * memory host of the test kit.
 */

export interface ScmRepository {
  /** Organisation, group or user. */
  readonly owner: string;
  readonly name: string;
  /** The host's own id, which survives renaming. */
  readonly id: string;
  readonly httpsUrl: string;
  readonly sshUrl: string;
  readonly defaultBranch: string;
  /** Topics of the repository. */
  readonly labels: readonly string[];
  readonly isArchived: boolean;
}

export type ScmRepositoryName = Pick<ScmRepository, 'owner' | 'name'>;

export interface ScmBranch {
  readonly name: string;
  readonly sha: string;
}

export interface ScmPullRequest {
  readonly number: number;
  readonly title: string;
  readonly author: string;
  readonly branch: string;
  readonly targetBranch: string;
  readonly headSha: string;
  readonly labels: readonly string[];
}

export interface ScmCommitStatus {
  readonly state: 'pending' | 'success' | 'failure' | 'error';
  /** Tells one reporter from another; a later status of the same label takes the place of the earlier. */
  readonly label: string;
  readonly description: string;
  /** Where details stand; empty for nowhere. */
  readonly targetUrl: string;
}

export type ScmErrorCode =
  | 'scm.unreachable'
  /** The host wants credentials, or refuses these. */
  | 'scm.authentication'
  | 'scm.not-found'
  /** Asked too often; the cause is an `ScmPause`. */
  | 'scm.rate-limited'
  /** More pages than anybody has: the host, or who runs it, plays with us. */
  | 'scm.too-much'
  | 'scm.not-allowed'
  | 'scm.malformed';

/** The cause of `scm.rate-limited`. */
export interface ScmPause {
  /** Milliseconds after which asking makes sense again. */
  readonly retryAfter: number;
}

/** Throws `AppError` with a code of `ScmErrorCode`; retries and waits for nothing. Messages hold no credentials. */
export interface ScmPort {
  /** All repositories of an owner that the credentials can see. Throws `scm.not-found` for an owner that is none. */
  repositories(owner: string, signal?: AbortSignal): Promise<readonly ScmRepository[]>;
  branches(repository: ScmRepositoryName, signal?: AbortSignal): Promise<readonly ScmBranch[]>;
  /** Undefined where there is no branch of that name. */
  branch(repository: ScmRepositoryName, name: string, signal?: AbortSignal): Promise<ScmBranch | undefined>;
  /** Whether a file or folder is there on a branch or commit. */
  hasPath(repository: ScmRepositoryName, revision: string, path: string, signal?: AbortSignal): Promise<boolean>;
  /** Open ones, the newest first. */
  pullRequests(repository: ScmRepositoryName, signal?: AbortSignal): Promise<readonly ScmPullRequest[]>;
  setCommitStatus(
    repository: ScmRepositoryName,
    sha: string,
    status: ScmCommitStatus,
    signal?: AbortSignal,
  ): Promise<void>;
}
