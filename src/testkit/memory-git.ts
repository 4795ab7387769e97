/** The Git port in memory, with the same repository builder as real Git: no process, no disk, no clock. */
import { AppError } from '../base/errors.ts';
import type { GitErrorCode, GitPort, GitRefs, GitRemote, Oid } from '../ports/git.ts';
import type { TestCommit, TestRepository } from './git-repository.ts';
import { type MemoryObject, MemoryObjects, type StoredFile, type StoredFiles } from './memory-git-objects.ts';

export interface MemoryGit {
  readonly port: GitPort;
  /** Makes (or finds) a repository, reached at `https://git.example.com/<name>.git`. */
  repository(name?: string): TestRepository;
  /** From now on every request to the repository ends with this code; undefined: works again. */
  break(name: string, code: GitErrorCode | undefined): void;
  /** Requests so far by kind: `ls-refs`, `fetch` (those that brought something). */
  requests(kind: 'ls-refs' | 'fetch'): number;
  /** Reasons for which commits are kept now. */
  kept(): readonly string[];
}

interface MemoryRepository {
  readonly objects: MemoryObjects;
  readonly mirror: Map<Oid, MemoryObject>;
  readonly refs: Map<string, Oid>;
  readonly files: Map<Oid, StoredFiles>;
  broken: GitErrorCode | undefined;
}

interface MemoryState {
  readonly repositories: Map<string, MemoryRepository>;
  readonly counts: { 'ls-refs': number; fetch: number };
  readonly kept: Set<string>;
}

export function createMemoryGit(): MemoryGit {
  const state: MemoryState = { repositories: new Map(), counts: { 'ls-refs': 0, fetch: 0 }, kept: new Set() };
  return {
    port: portOf(state),
    repository(name = 'app') {
      const url = urlOf(name);
      const repository = state.repositories.get(url) ?? emptyRepository();
      state.repositories.set(url, repository);
      return builderOf(repository, url);
    },
    break(name, code) {
      const repository = state.repositories.get(urlOf(name));
      if (repository !== undefined) repository.broken = code;
    },
    requests: (kind) => state.counts[kind],
    kept: () => [...state.kept].sort(),
  };
}

function urlOf(name: string): string {
  return `https://git.example.com/${name}.git`;
}

function emptyRepository(): MemoryRepository {
  return { objects: new MemoryObjects(), mirror: new Map(), refs: new Map(), files: new Map(), broken: undefined };
}

function builderOf(repository: MemoryRepository, url: string): TestRepository {
  return {
    url,
    commit: async (commit) => addCommit(repository, commit),
    async tag(name, target) {
      repository.refs.set(`refs/tags/${name}`, target);
    },
    async setRef(ref, target) {
      if (target === undefined) repository.refs.delete(ref);
      else repository.refs.set(ref, target);
    },
  };
}

function addCommit(repository: MemoryRepository, commit: TestCommit): Oid {
  const ref = `refs/heads/${commit.branch ?? 'main'}`;
  const base = commit.orphan === true ? undefined : repository.refs.get(ref);
  const files = new Map<string, StoredFile>(base === undefined ? [] : repository.files.get(base));
  for (const [path, file] of Object.entries(commit.files)) {
    for (const old of file === null ? [...files.keys()].filter((key) => key.startsWith(`${path}/`)) : []) {
      files.delete(old);
    }
    if (file === null) files.delete(path);
    else files.set(path, repository.objects.file(file));
  }
  const oid = repository.objects.commit({
    tree: repository.objects.tree(files),
    author: commit.author ?? 'Test Author <author@example.com>',
    authorDate: (commit.date ?? 1_700_000_000) * 1000,
    message: commit.message ?? 'a commit',
    parents: base === undefined ? [] : [base],
  });
  repository.files.set(oid, files);
  repository.refs.set(ref, oid);
  return oid;
}

function portOf(state: MemoryState): GitPort {
  const mirrored = (remote: GitRemote, oid: Oid) => state.repositories.get(remote.url)?.mirror.get(oid);
  return {
    async listRefs(remote, signal, prefixes = ['refs/heads/', 'refs/tags/']) {
      signal?.throwIfAborted();
      state.counts['ls-refs'] += 1;
      return refsOf(reach(state, remote), prefixes);
    },
    async fetch(remote, commit, signal) {
      signal?.throwIfAborted();
      if (mirrored(remote, commit)?.kind === 'commit') return;
      state.counts.fetch += 1;
      const repository = reach(state, remote);
      if (repository.objects.get(commit)?.kind !== 'commit') throw missing(`there is no commit ${commit}`);
      copy(repository, commit);
    },
    async resolveShort(remote, prefix) {
      const { objects } = reach(state, remote);
      const found = [...objects.ids()].filter((oid) => oid.startsWith(prefix) && objects.get(oid)?.kind === 'commit');
      return found.length === 1 ? found[0] : undefined;
    },
    async commit(remote, oid) {
      const object = mirrored(remote, oid);
      if (object?.kind !== 'commit') throw missing(`there is no commit ${oid}`);
      return object.info;
    },
    async signed(remote, oid) {
      const object = mirrored(remote, oid);
      if (object?.kind !== 'commit') throw missing(`there is no commit or tag ${oid}`);
      const { author: by, message, parents } = object.info;
      return { kind: 'commit', payload: new TextEncoder().encode(message), signature: '', by, message, parents };
    },
    async tree(remote, oid) {
      const object = mirrored(remote, oid);
      if (object?.kind !== 'tree') throw missing(`there is no tree ${oid}`);
      return object.entries;
    },
    async blob(remote, oid, limit = Number.POSITIVE_INFINITY) {
      const object = mirrored(remote, oid);
      if (object?.kind !== 'blob') throw missing(`there is no blob ${oid}`);
      if (object.content.length > limit) throw fault('git.too-large', `${oid} is over the limit of ${limit} bytes`);
      return object.content;
    },
    async keep(_remote, commit, reason) {
      state.kept.add(`${reason} ${commit}`);
    },
    async release(_remote, reason) {
      for (const entry of state.kept) if (entry.startsWith(`${reason} `)) state.kept.delete(entry);
    },
  };
}

function reach(state: MemoryState, remote: GitRemote): MemoryRepository {
  const repository = state.repositories.get(remote.url);
  if (repository === undefined) throw fault('git.not-a-repository', `${remote.url}: repository not found`);
  if (repository.broken !== undefined) throw fault(repository.broken, `${remote.url}: broken by the test`);
  return repository;
}

function refsOf(repository: MemoryRepository, prefixes: readonly string[]): GitRefs {
  const told = [...repository.refs].filter(([name]) => prefixes.some((prefix) => name.startsWith(prefix)));
  const main = repository.refs.get('refs/heads/main');
  if (main === undefined) return { refs: new Map(told), head: undefined, tagObjects: new Map() };
  return { refs: new Map([['HEAD', main], ...told]), head: 'refs/heads/main', tagObjects: new Map() };
}

/** Brings an object and all it holds into the mirror. */
function copy(repository: MemoryRepository, oid: Oid): void {
  const object = repository.objects.get(oid);
  if (object === undefined || repository.mirror.has(oid)) return;
  repository.mirror.set(oid, object);
  if (object.kind === 'commit') for (const next of [object.info.tree, ...object.info.parents]) copy(repository, next);
  if (object.kind === 'tree') for (const entry of object.entries) copy(repository, entry.oid);
}

function missing(message: string): AppError {
  return fault('git.missing-object', message);
}

function fault(code: GitErrorCode, message: string): AppError {
  const passing = code === 'git.unreachable' || code === 'git.timeout';
  return new AppError({ code, kind: passing ? 'transient' : 'user', message });
}
