/** What a revision of a source is to a render: a tree of files, in a repository of Git or unpacked from an archive. */
import type { GitRemote } from '../../ports/git.ts';
import type { GitObject } from './git-objects.ts';

export interface SourceTree {
  /** Commit, chart version, or digest of an artifact. */
  readonly revision: string;
  /** Object id of the root folder. */
  readonly root: string;
  /** Where objects that are not in memory are read; undefined where all are in `objects`. */
  readonly remote: GitRemote | undefined;
  /** Objects that came with the archive, by id. */
  readonly objects: ReadonlyMap<string, GitObject>;
}

const NONE: ReadonlyMap<string, GitObject> = new Map();

/** The tree of a commit. */
export function commitTree(commit: { readonly oid: string; readonly tree: string }, remote: GitRemote): SourceTree {
  return { revision: commit.oid, root: commit.tree, remote, objects: NONE };
}
