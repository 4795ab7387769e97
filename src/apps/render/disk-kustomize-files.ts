/** Kustomizations on this machine: links are followed, what they lead to is judged by where it really is. */
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { kustomizeFault, repositoryFault } from '../../render/kustomize/fault.ts';
import type { ChartReference, KustomizeFiles, RemoteFile, Resolved } from '../../render/kustomize/files/files.ts';
import type { RepositoryUrl } from '../../render/kustomize/files/repository-url.ts';
import { shownIn } from '../../render/kustomize-source/source-files.ts';

/** What a build needs from elsewhere. */
export type Wanted =
  | { readonly kind: 'file'; readonly url: string }
  | { readonly kind: 'chart'; readonly chart: ChartReference }
  | { readonly kind: 'repository'; readonly url: RepositoryUrl };

export type Fetched =
  | { readonly kind: 'file'; readonly file: RemoteFile }
  | { readonly kind: 'chart'; readonly archive: Uint8Array }
  /** A folder with the files of the commit. */
  | { readonly kind: 'repository'; readonly folder: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** Thrown to have what is wanted fetched, and the build begun again. */
export class Elsewhere {
  readonly wanted: readonly Wanted[];

  constructor(wanted: readonly Wanted[]) {
    this.wanted = wanted;
  }
}

/** One text for all mentions of the same thing. */
export function wantedKey(wanted: Wanted): string {
  if (wanted.kind !== 'repository') return JSON.stringify(wanted);
  const { clone, ref, submodules } = wanted.url;
  return JSON.stringify(['repository', clone, ref, submodules]);
}

export interface DiskFilesOptions {
  readonly restrictsToRoot: boolean;
  /** By `wantedKey`. What is not here is thrown as `Elsewhere`. */
  readonly fetched: ReadonlyMap<string, Fetched>;
}

/** Paths begin at the root of this machine. */
export function diskKustomizeFiles(options: DiskFilesOptions): KustomizeFiles {
  return filesBelow('/', { options, shown: (path) => `/${path.replace(/^\//, '')}` });
}

interface Mount {
  readonly options: DiskFilesOptions;
  readonly shown: (path: string) => string;
}

function filesBelow(root: string, { options, shown }: Mount): KustomizeFiles {
  const isMissing = (wanted: Wanted): boolean => !options.fetched.has(wantedKey(wanted));
  const fetched = (wanted: Wanted): Fetched => {
    const found = options.fetched.get(wantedKey(wanted));
    if (found === undefined) throw new Elsewhere([wanted]);
    return found;
  };
  return {
    restrictsToRoot: options.restrictsToRoot,
    resolve: (path) => resolve(root, path),
    expect: () => undefined,
    content: (path) => readFileSync(join(root, path)),
    list: (path) =>
      new Map(readdirSync(join(root, path)).map((name) => [name, kindOf(resolve(root, join(path, name)))])),
    remote: (url) => {
      const found = fetched({ kind: 'file', url });
      return found.kind === 'file' ? found.file : { kind: 'unreachable', reason: reasonOf(found) };
    },
    chart: (chart) => {
      const found = fetched({ kind: 'chart', chart });
      if (found.kind !== 'chart') throw kustomizeFault(reasonOf(found));
      return found.archive;
    },
    repository: (url) => {
      const found = fetched({ kind: 'repository', url });
      if (found.kind !== 'repository') throw repositoryFault(reasonOf(found), 'user');
      const inside = { options: { ...options, restrictsToRoot: true }, shown: (path: string) => shownIn(url, path) };
      return filesBelow(found.folder, inside);
    },
    expectRemote: ({ files, repositories }) => {
      const wanted: Wanted[] = [
        ...files.map((url): Wanted => ({ kind: 'file', url })),
        ...repositories.map((url): Wanted => ({ kind: 'repository', url })),
      ];
      const missing = wanted.filter(isMissing);
      if (missing.length > 0) throw new Elsewhere(missing);
    },
    each: (works) => {
      for (const work of works) work();
    },
    shown,
  };
}

function reasonOf(fetched: Fetched): string {
  return fetched.kind === 'failed' ? fetched.reason : 'something else was fetched';
}

function resolve(root: string, path: string): Resolved {
  try {
    const real = realpathSync(join(root, path));
    const inside = root === '/' ? '/' : `${root}/`;
    if (real !== root && !real.startsWith(inside)) return { kind: 'outside' };
    const stat = statSync(real);
    if (!stat.isDirectory() && !stat.isFile()) throw kustomizeFault(`'${real}' is neither a file nor a directory`);
    return { kind: stat.isDirectory() ? 'folder' : 'file', path: real.slice(inside.length) };
  } catch (error) {
    if (isAbsent(error)) return { kind: 'absent' };
    throw error;
  }
}

function isAbsent(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP';
}

function kindOf({ kind }: Resolved): 'file' | 'folder' | 'irregular' {
  return kind === 'file' || kind === 'folder' ? kind : 'irregular';
}
