/** The folder of one kustomization: what its paths lead to, and what they may not lead to. */
import { kustomizeFault } from '../fault.ts';
import type { KustomizeFiles } from './files.ts';
import { isRemote, mayBeFile, remoteContent } from './remote-content.ts';
import { type RepositoryUrl, readRepositoryUrl } from './repository-url.ts';
import { isSafe, refuseUnsafe, withoutSecrets } from './safe-repository.ts';

/** Names of the file that makes a folder a kustomization. */
export const FILE_NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'] as const;

/** Repositories that may lead to one another in one line, and that one build may open. */
const DEEPEST = 32;
const MOST_OPENED = 1000;

export class Folder {
  /** From the root of all files, without slashes around. */
  readonly path: string;
  readonly files: KustomizeFiles;
  private readonly from: Folder | undefined;
  /** The other repository whose files these are, where this is the folder that its URL names. */
  private readonly repository: RepositoryUrl | undefined;
  private readonly opened: { count: number };

  constructor(files: KustomizeFiles, path: string, from?: Folder, repository?: RepositoryUrl) {
    this.files = files;
    this.path = path;
    this.from = from;
    this.repository = repository;
    this.opened = from?.opened ?? { count: 0 };
  }

  /** As messages name it. */
  get shown(): string {
    return this.files.shown(this.path);
  }

  shownFile(name: string): string {
    return this.files.shown(joined(this.path, name));
  }

  /** Content of a file. Throws for what is not there, no file, or outside this folder where that is not allowed. */
  read(path: string): Uint8Array {
    if (isRemote(path)) return remoteContent(this.files, path);
    const target = path.startsWith('/') ? path : joined(this.path, path);
    const real = this.files.resolve(target);
    const shown = path.startsWith('/') ? path : this.files.shown(target);
    if (real.kind === 'absent') throw kustomizeFault(this.absent(shown));
    if (real.kind === 'folder') {
      throw kustomizeFault(
        this.files.restrictsToRoot ? `'${shown}' must resolve to a file` : `read ${shown}: is a directory`,
      );
    }
    if (real.kind === 'outside') throw this.notBelow(target);
    if (this.files.restrictsToRoot && !isWithin(real.path, this.path)) throw this.notBelow(real.path);
    return this.files.content(real.path);
  }

  private absent(shown: string): string {
    const fault = `${shown}: no such file or directory`;
    return this.files.restrictsToRoot ? `evalsymlink failure on '${shown}' : lstat ${fault}` : `open ${fault}`;
  }

  private notBelow(path: string): Error {
    return kustomizeFault(`security; file '${this.files.shown(path)}' is not in or below '${this.shown}'`);
  }

  /** Tells which files and folders will be read, in whatever order; folders only where they lie in other repositories. */
  expect(files: readonly string[], folders: readonly string[]): void {
    const words = files.filter((path) => path !== '' && !path.includes('\n'));
    const elsewhere = [...words.filter((path) => !mayBeFile(path)), ...folders].map(readRepositoryUrl);
    const repositories = elsewhere.filter((url) => url !== undefined).filter(isSafe);
    this.files.expectRemote({ files: words.filter(mayBeFile), repositories });
    const local = words.filter((path) => !isRemote(path) && readRepositoryUrl(path) === undefined);
    this.files.expect(local.map((path) => joined(this.path, path)));
  }

  /** Whether something stands there. */
  has(name: string): boolean {
    return this.files.resolve(joined(this.path, name)).kind === 'file';
  }

  /** Whether a folder stands at a path. */
  holdsFolder(path: string): boolean {
    return this.files.resolve(joined(this.path, path)).kind === 'folder';
  }

  /** The folder of another kustomization, here or in another repository. Throws for what is none, and for one that holds this one. */
  open(path: string): Folder {
    if (path === '') throw kustomizeFault('new root cannot be empty');
    const url = readRepositoryUrl(path);
    if (url !== undefined) return this.openRepository(url);
    if (path.startsWith('/')) throw kustomizeFault(`new root '${path}' cannot be absolute`);
    const target = joined(this.path, path);
    const real = this.files.resolve(target);
    const shown = this.files.shown(target);
    if (real.kind === 'outside')
      throw kustomizeFault(
        `security; bases in kustomizations found in cloned git repos must be within the repo, but base '${shown}' is outside '${this.files.shown('')}'`,
      );
    if (real.kind === 'absent')
      throw kustomizeFault(
        `must build at directory: not a valid directory: evalsymlink failure on '${shown}' : lstat ${shown}: no such file or directory`,
      );
    if (real.kind === 'file') throw kustomizeFault(`must build at directory: '${shown}': file is not directory`);
    this.refuseCycle(real.path, this.files);
    return new Folder(this.files, real.path, this);
  }

  private openRepository(url: RepositoryUrl): Folder {
    this.refuseRepositoryCycle(url.raw);
    if (this.depth >= DEEPEST || this.opened.count >= MOST_OPENED)
      throw kustomizeFault(
        `${withoutSecrets(url.raw)} is not opened: more than ${DEEPEST} repositories lead to one another, or more than ${MOST_OPENED} are opened`,
      );
    this.opened.count += 1;
    return repositoryFolder(this.files, url, this);
  }

  private get depth(): number {
    return (this.from?.depth ?? 0) + (this.repository === undefined ? 0 : 1);
  }

  private refuseCycle(candidate: string, files: KustomizeFiles): void {
    if (this.files === files && isWithin(this.path, candidate)) {
      throw kustomizeFault(
        `cycle detected: candidate root '${files.shown(candidate)}' contains visited root '${this.shown}'`,
      );
    }
    this.from?.refuseCycle(candidate, files);
  }

  /** Kustomize compares the addresses as they are written. */
  private refuseRepositoryCycle(raw: string): void {
    const visited = this.repository?.raw;
    if (visited?.startsWith(raw)) {
      throw kustomizeFault(
        `cycle detected: URI '${withoutSecrets(raw)}' referenced by previous URI '${withoutSecrets(visited)}'`,
      );
    }
    this.from?.refuseRepositoryCycle(raw);
  }
}

/** The folder that a repository's address names. `files` are those that it is reached from. Throws for what is no folder. */
export function repositoryFolder(files: KustomizeFiles, url: RepositoryUrl, from?: Folder): Folder {
  refuseUnsafe(url);
  const inside = files.repository(url);
  const real = inside.resolve(url.path);
  const shown = inside.shown(url.path);
  if (real.kind === 'folder') return new Folder(inside, real.path, from, url);
  if (real.kind === 'file')
    throw kustomizeFault(`'${shown}' refers to file '${real.path.split('/').at(-1) ?? ''}'; expecting directory`);
  if (real.kind === 'outside')
    throw kustomizeFault(`"${shown}" refers to directory outside of repo "${inside.shown('')}"`);
  throw kustomizeFault(`evalsymlink failure on '${shown}' : lstat ${shown}: no such file or directory`);
}

function isWithin(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/** A path from a folder; `..` may lead above the root, which nothing is found at. */
export function joined(folder: string, path: string): string {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..' || parts.length === 0 || parts.at(-1) === '..') parts.push(part);
    else parts.pop();
  }
  return parts.join('/');
}
