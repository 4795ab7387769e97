/** The files that a build sees. Answers come at once; what is not in memory is thrown as a need by who answers. */
import type { Read } from '../../contract.ts';
import type { RepositoryUrl } from './repository-url.ts';

export type Resolved =
  | { readonly kind: 'file' | 'folder'; readonly path: string }
  | { readonly kind: 'absent' }
  /** Out of the repository that the path begins in. */
  | { readonly kind: 'outside' };

export interface ChartReference {
  readonly repository: string;
  readonly name: string;
  readonly version: string;
}

/** What is behind a URL that may be a file: anything but its content leaves open that it is a repository. */
export type RemoteFile =
  | { readonly kind: 'content'; readonly content: Uint8Array }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'unreachable'; readonly reason: string };

export interface KustomizeFiles {
  /** Files outside a kustomization's folder are refused. */
  readonly restrictsToRoot: boolean;
  /** What stands at a path, all links followed. */
  resolve(path: string): Resolved;
  /** Tells that what these paths lead to will be read, so that all that is missing is fetched at once. */
  expect(paths: readonly string[]): void;
  /** Bytes of a resolved file. */
  content(path: string): Uint8Array;
  /** Names in a resolved folder, links followed. */
  list(path: string): ReadonlyMap<string, 'file' | 'folder' | 'irregular'>;
  /** The archive of a chart of a repository; an empty version is the newest. `asker`: the field that names it. */
  chart(question: ChartReference, asker: string): Uint8Array;
  remote(url: string): RemoteFile;
  /** The files of another repository, which lead nowhere out of it. */
  repository(url: RepositoryUrl): KustomizeFiles;
  /** Tells that these URLs and repositories will be read. */
  expectRemote(wanted: { readonly files: readonly string[]; readonly repositories: readonly RepositoryUrl[] }): void;
  /** Does one piece of work after the other; what is missing may be told for all of them at once. */
  each(works: readonly (() => void)[]): void;
  /** A path as messages name it. */
  shown(path: string): string;
  /** Where what is read is recorded. */
  readonly trace?: FolderTrace;
}

/** What was read of a folder, apart from where it lies. Made and read by who has the trace only. */
export type FolderReads = readonly Read[];

export interface FolderTrace {
  /** Equal for folders that are equal in everything below them; undefined where that is not known. */
  digest(path: string): string | undefined;
  /** Runs the work, and tells what it read if that was nothing but the folder. */
  recorded<T>(path: string, work: () => T): { readonly value: T; readonly reads: FolderReads | undefined };
  /** Records the same as read of this folder. */
  replay(path: string, reads: FolderReads): void;
}
