/** Commits that running operations need, kept against garbage collection of the mirrors. */
import type { GitPort, GitRemote, Oid } from '../../ports/git.ts';
import type { Repository } from './repository.ts';

export class KeptCommits {
  readonly #git: GitPort;
  readonly #remotes = new Map<string, Set<GitRemote>>();

  constructor(git: GitPort) {
    this.#git = git;
  }

  async keep(operation: string, remote: GitRemote, commit: Oid): Promise<void> {
    const remotes = this.#remotes.get(operation) ?? new Set<GitRemote>();
    this.#remotes.set(operation, remotes.add(remote));
    await this.#git.keep(remote, commit, operation);
  }

  /**
   * After a restart nothing is remembered: then all repositories in use are looked through. Never rejects: one that cannot
   * be opened (a URL that is none, a broken mirror) keeps nothing from anybody, and a commit kept too long is harmless.
   */
  async release(operation: string, inUse: readonly Repository[]): Promise<void> {
    const remotes = this.#remotes.get(operation) ?? inUse.map(({ remote }) => remote);
    this.#remotes.delete(operation);
    await Promise.allSettled([...remotes].map(async (remote) => await this.#git.release(remote, operation)));
  }
}
