/**
 * The Git port of this command: repositories of this machine are read from their folders, or from their clones at commits;
 * others from the network, where that is permitted.
 */
import { pathToFileURL } from 'node:url';
import { type GitFolder, openGitFolder } from '../../../adapters/git-folder/git-folder.ts';
import { AppError } from '../../../base/errors.ts';
import type { GitPort, GitRefs, GitRemote, Oid } from '../../../ports/git.ts';
import { withoutSecrets } from '../../../render/kustomize/files/safe-repository.ts';
import type { LocalRepositories, LocalRepository } from './local-repositories.ts';

export interface LocalGitDeps {
  readonly locals: LocalRepositories;
  /** Reads clones of this machine, as remotes. */
  readonly clones: GitPort;
  /** Undefined: nothing is asked of other machines. */
  readonly network: GitPort | undefined;
  /** The commit at which a repository is read instead of its working tree. */
  readonly commitOf: (local: LocalRepository) => Promise<Oid | undefined>;
}

export interface LocalGit {
  readonly port: GitPort;
  /** What a source of this repository is rendered from; undefined: as it says itself. */
  revisionOf(repoUrl: string): Promise<Oid | undefined>;
}

/** One repository of this machine. */
interface Opened {
  readonly folder: GitFolder;
  readonly local: LocalRepository;
  /** The clone as a remote. */
  readonly remote: GitRemote;
}

export function createLocalGit(deps: LocalGitDeps): LocalGit {
  const opened = new Map<LocalRepository, Opened>();
  const at = (url: string): Opened | undefined => {
    const local = deps.locals.of(url);
    if (local === undefined) return undefined;
    const known = opened.get(local) ?? open(local);
    opened.set(local, known);
    return known;
  };
  const head = async ({ folder, local }: Opened) => (await deps.commitOf(local)) ?? folder.commit;
  /** Who has an object: the folder, its clone, or another machine. */
  const keeper = (remote: GitRemote, oid: Oid): readonly [GitPort, GitRemote] => {
    const found = at(remote.url);
    if (found === undefined) return [deps.network ?? refuse(remote.url), remote];
    return found.folder.has(oid) || !found.local.isClone ? [found.folder.port, remote] : [deps.clones, found.remote];
  };
  return {
    port: portOf(keeper, async (remote, signal, prefixes) => {
      const found = at(remote.url);
      if (found === undefined) return await (deps.network ?? refuse(remote.url)).listRefs(remote, signal, prefixes);
      if (!found.local.isClone) return await found.folder.port.listRefs(found.remote);
      const told = await deps.clones.listRefs(found.remote, signal, prefixes);
      return { ...told, refs: new Map([...told.refs, ['HEAD', await head(found)]]) };
    }),
    async revisionOf(repoUrl) {
      const found = at(repoUrl);
      return found === undefined ? undefined : await head(found);
    },
  };
}

function open(local: LocalRepository): Opened {
  return { local, folder: openGitFolder(local.folder), remote: { url: pathToFileURL(local.folder).href } };
}

type Keeper = (remote: GitRemote, oid: Oid) => readonly [GitPort, GitRemote];
type ListRefs = (remote: GitRemote, signal?: AbortSignal, prefixes?: readonly string[]) => Promise<GitRefs>;

function portOf(keeper: Keeper, listRefs: ListRefs): GitPort {
  return {
    listRefs,
    async fetch(remote, oid, signal) {
      const [port, where] = keeper(remote, oid);
      await port.fetch(where, oid, signal);
    },
    async resolveShort(remote, prefix, signal) {
      const [port, where] = keeper(remote, '');
      return await port.resolveShort(where, prefix, signal);
    },
    async commit(remote, oid) {
      const [port, where] = keeper(remote, oid);
      return await port.commit(where, oid);
    },
    async signed(remote, oid) {
      const [port, where] = keeper(remote, oid);
      return await port.signed(where, oid);
    },
    async tree(remote, oid) {
      const [port, where] = keeper(remote, oid);
      return await port.tree(where, oid);
    },
    async blob(remote, oid, limit) {
      const [port, where] = keeper(remote, oid);
      return await port.blob(where, oid, limit);
    },
    // Nothing here outlives the command.
    keep: async () => undefined,
    release: async () => undefined,
  };
}

function refuse(url: string): never {
  throw offlineFault(url, 'name a clone of it: --local DIR');
}

/** The fault of a question to another machine under `--offline`. User information is left out. */
export function offlineFault(url: string, advice?: string): AppError {
  const shown = withoutSecrets(url);
  const message = `${shown} is not on this machine, and --offline forbids to ask for it`;
  return new AppError({ code: 'cli.offline', kind: 'user', message: advice ? `${message} (${advice})` : message });
}
