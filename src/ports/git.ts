/**
 * Git as rendering needs it: refs of a remote, commits brought into a bare mirror once, trees and blobs read by object id.
 * Implemented by `adapters/git-cli` and by the memory repositories of the test kit. No checkout, no lock.
 */

import type { Secret } from '../base/secret.ts';
import type { IssuedIdentity } from './issued-identity.ts';

/** Full object id, 40 hex digits. */
export type Oid = string;

/** How to reach a remote. Credentials are bound to the URL's origin; a redirect elsewhere drops them. */
export interface GitRemote {
  readonly url: string;
  readonly credentials?: GitCredentials;
  /** In place of credentials; `adapters/issued-tokens` turns it into such. */
  readonly identity?: IssuedIdentity;
  /** Shown to the server of the URL, beside the credentials. */
  readonly clientCertificate?: { readonly certificate: string; readonly key: Secret };
  /** PEM bundle that the server's certificate must be signed by, beside the system's. */
  readonly caBundle?: string;
  readonly insecureSkipVerify?: boolean;
  /** Lines of a known_hosts file; ssh to a host that is not in it is refused. */
  readonly knownHosts?: string;
  readonly proxy?: string;
  readonly noProxy?: string;
  /** Blobs that stand for files of Git LFS are read as those files. */
  readonly lfs?: boolean;
  /** Commits of history that are fetched; absent: all. */
  readonly depth?: number;
  /** The URL was named by what a repository holds: neither this machine nor its link is connected to, whatever the name means. */
  readonly farOnly?: boolean;
  /** No repository of its server is configured: the link of this machine is not connected to, whatever the name means. */
  readonly offLink?: boolean;
}

export type GitCredentials =
  | { readonly kind: 'basic'; readonly username: string; readonly password: Secret }
  | { readonly kind: 'bearer'; readonly token: Secret }
  | { readonly kind: 'ssh'; readonly privateKey: Secret };

export interface GitRefs {
  /** Full ref name → object id, e.g. `refs/heads/main`, and `HEAD`; annotated tags are peeled to their commit. */
  readonly refs: ReadonlyMap<string, Oid>;
  /** What HEAD points to, e.g. `refs/heads/main`; undefined in an empty repository and where HEAD is a commit. */
  readonly head: string | undefined;
  /** Full name of each annotated tag → id of the tag object itself. */
  readonly tagObjects: ReadonlyMap<string, Oid>;
}

export type TreeEntryMode = 'file' | 'executable' | 'symlink' | 'tree' | 'submodule';

export interface TreeEntry {
  readonly name: string;
  readonly mode: TreeEntryMode;
  readonly oid: Oid;
}

export interface CommitInfo {
  readonly oid: Oid;
  readonly tree: Oid;
  readonly author: string;
  readonly authorDate: number;
  readonly message: string;
  readonly parents: readonly Oid[];
}

/** A commit or an annotated tag, as whoever signed it has seen it. */
export interface SignedObject {
  readonly kind: 'commit' | 'tag';
  /** What the signature covers: the object without it. */
  readonly payload: Uint8Array;
  /** Armoured; empty where nobody has signed. */
  readonly signature: string;
  /** Author or tagger: name and address. */
  readonly by: string;
  readonly message: string;
  readonly parents: readonly Oid[];
}

export type GitErrorCode =
  | 'git.unreachable'
  | 'git.authentication'
  | 'git.not-a-repository'
  | 'git.host-key'
  | 'git.timeout'
  | 'git.missing-object'
  | 'git.too-large'
  | 'git.scheme-not-allowed'
  /** The address is one that the installation does not connect to. */
  | 'git.not-allowed'
  | 'git.tool-missing'
  | 'git.failed';

/** Attached as `cause` of an `AppError` that stands for an answer of the server. */
export interface GitServerAnswer {
  readonly status: number;
  /** What the server said, at most 1 KiB of plain text. Untrusted. */
  readonly text: string;
}

/** Every call throws `AppError` with a code of `GitErrorCode`; nothing is retried inside. */
export interface GitPort {
  /**
   * Asks the remote for HEAD and the refs that begin with one of `prefixes` (default: branches and tags). One request; no
   * process where the transport allows it.
   */
  listRefs(remote: GitRemote, signal?: AbortSignal, prefixes?: readonly string[]): Promise<GitRefs>;
  /**
   * Makes a commit, or an annotated tag with its commit, and all trees and blobs of it present in the mirror of this remote. A
   * no-op where it is. Single flight per remote.
   */
  fetch(remote: GitRemote, commit: Oid, signal?: AbortSignal): Promise<void>;
  /** Resolves a short object id among the fetched objects, after a full fetch; undefined where there is none or it is ambiguous. */
  resolveShort(remote: GitRemote, prefix: string, signal?: AbortSignal): Promise<Oid | undefined>;
  /** Throws `git.missing-object` where the commit was not fetched. */
  commit(remote: GitRemote, oid: Oid): Promise<CommitInfo>;
  /** A fetched commit or tag with its signature. Throws `git.missing-object`. */
  signed(remote: GitRemote, oid: Oid): Promise<SignedObject>;
  /** Entries of a tree in Git's order. */
  tree(remote: GitRemote, oid: Oid): Promise<readonly TreeEntry[]>;
  /** Content of a blob. `limit` bytes at most: over it, `git.too-large`. */
  blob(remote: GitRemote, oid: Oid, limit?: number): Promise<Uint8Array>;
  /** Keeps a commit (an operation still needs it) against garbage collection, or lets it go. */
  keep(remote: GitRemote, commit: Oid, reason: string): Promise<void>;
  release(remote: GitRemote, reason: string): Promise<void>;
}
