/** Which repositories lie on this machine, and where: clones known by their remotes, and folders named by `--local`. */
import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AppError } from '../../../base/errors.ts';
import { normalizeGitUrl } from '../../../base/git-url.ts';
import { cloneAround, remotesOf } from './user-git.ts';

export interface LocalRepository {
  readonly folder: string;
  /** By which Applications name it; the first is its name in messages. */
  readonly urls: readonly string[];
  /** Without one there is only the folder as it is. */
  readonly isClone: boolean;
  /** Read instead of the working tree where the command names no other. */
  readonly revision?: string;
}

export interface LocalRepositories {
  readonly all: readonly LocalRepository[];
  /** The repository of a URL, where it lies here. */
  of(url: string): LocalRepository | undefined;
}

/** The first that has a URL wins. */
export function localRepositories(all: readonly LocalRepository[]): LocalRepositories {
  const byUrl = new Map<string, LocalRepository>();
  for (const local of [...all].reverse()) for (const url of local.urls) byUrl.set(identity(url), local);
  return { all, of: (url) => byUrl.get(identity(url)) };
}

/** Where a path lies: in a clone, or else in a folder that stands for a repository. `undefined` for a file outside clones. */
export async function repositoryAround(path: string): Promise<LocalRepository | undefined> {
  const isFolder = statSync(path).isDirectory();
  const folder = isFolder ? path : dirname(path);
  const clone = await cloneAround(folder);
  if (clone !== undefined) return await cloneAt(clone);
  return isFolder ? { folder, urls: [pathToFileURL(folder).href], isClone: false } : undefined;
}

/** What `--local` says: `DIR`, or `URL=DIR`. Throws `cli.usage` (user). */
export async function namedLocal(text: string): Promise<LocalRepository> {
  const plain = existingFolder(text);
  if (plain !== undefined) {
    const clone = await cloneAround(plain);
    const local = clone === undefined ? undefined : await cloneAt(clone);
    if (local !== undefined && local.urls.length > 1) return local;
    throw usage(`--local ${text}: no clone with a remote; name the repository: --local URL=DIR`);
  }
  const equals = text.lastIndexOf('=');
  const folder = existingFolder(text.slice(equals + 1));
  if (equals <= 0 || folder === undefined) throw usage(`--local ${text}: no such folder`);
  return { folder, urls: [text.slice(0, equals)], isClone: (await cloneAround(folder)) === folder };
}

/** Path of something in a repository as a source names it. */
export function pathInside({ folder }: LocalRepository, path: string): string {
  return relative(folder, path) || '.';
}

/** What a source is called that a folder stands for. */
export function nameOf(path: string): string {
  return basename(path).toLowerCase() || 'app';
}

/** A clone without remotes has the address of its folder, which others have too. */
async function cloneAt(clone: string): Promise<LocalRepository> {
  const folder = realpathSync(clone);
  return { folder, urls: [...(await remotesOf(folder)), pathToFileURL(folder).href], isClone: true };
}

function existingFolder(path: string): string | undefined {
  return path !== '' && statSync(path, { throwIfNoEntry: false })?.isDirectory() ? realpathSync(path) : undefined;
}

/** However it is written: by https or by ssh it is one repository. */
function identity(url: string): string {
  const plain = normalizeGitUrl(url.replace(/\/+$/, ''));
  return plain.replace(/^(?:https?|ssh|git\+ssh|file):\/\//, '').replace(/^[^@/]*@/, '');
}

function usage(message: string): AppError {
  return new AppError({ code: 'cli.usage', kind: 'user', message });
}
