/** The folder of one kustomization: what its paths lead to, and what they may not lead to. */
import { kustomizeFault } from '../fault.ts';
import type { KustomizeFiles } from './files.ts';

/** Names of the file that makes a folder a kustomization. */
export const FILE_NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'] as const;

export class Folder {
  /** From the root of all files, without slashes around. */
  readonly path: string;
  readonly files: KustomizeFiles;
  private readonly from: Folder | undefined;

  constructor(files: KustomizeFiles, path: string, from?: Folder) {
    this.files = files;
    this.path = path;
    this.from = from;
  }

  /** As messages name it. */
  get shown(): string {
    return this.files.shown(this.path);
  }

  /** Content of a file. Throws for what is not there, no file, or outside this folder where that is not allowed. */
  read(path: string): Uint8Array {
    if (isRemote(path)) return this.files.remote(path);
    const target = path.startsWith('/') ? path : joined(this.path, path);
    const real = this.files.resolve(target);
    if (real.kind === 'absent') throw kustomizeFault(`open ${this.files.shown(target)}: no such file or directory`);
    if (real.kind === 'folder')
      throw kustomizeFault(`'${this.files.shown(real.path)}' is not a file; it is a directory`);
    if (this.files.restrictsToRoot && !isWithin(real.path, this.path)) {
      throw kustomizeFault(`security; file '${this.files.shown(real.path)}' is not in or below '${this.shown}'`);
    }
    return this.files.content(real.path);
  }

  /** Tells which files of this folder will be read. */
  expect(paths: readonly string[]): void {
    const local = paths.filter((path) => path !== '' && !path.includes('\n') && !isRemote(path));
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

  /** The folder of another kustomization. Throws for what is none, and for one that holds this one. */
  open(path: string): Folder {
    if (path === '') throw kustomizeFault('new root cannot be empty');
    if (path.startsWith('/')) throw kustomizeFault(`new root '${path}' cannot be absolute`);
    const real = this.files.resolve(joined(this.path, path));
    const shown = this.files.shown(joined(this.path, path));
    if (real.kind === 'absent')
      throw kustomizeFault(
        `must build at directory: not a valid directory: evalsymlink failure on '${shown}' : lstat ${shown}: no such file or directory`,
      );
    if (real.kind === 'file')
      throw kustomizeFault(
        `must build at directory: not a valid directory: '${shown}' refers to file '${real.path.split('/').at(-1) ?? ''}'; expecting directory`,
      );
    this.refuseCycle(real.path);
    return new Folder(this.files, real.path, this);
  }

  private refuseCycle(candidate: string): void {
    if (isWithin(this.path, candidate)) {
      throw kustomizeFault(
        `cycle detected: candidate root '${this.files.shown(candidate)}' contains visited root '${this.shown}'`,
      );
    }
    this.from?.refuseCycle(candidate);
  }
}

export function isRemote(path: string): boolean {
  return /^https?:\/\//.test(path);
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
