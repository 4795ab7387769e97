/**
 * Imports of a source's Jsonnet files (A8): beside the importing file, in the library folders (the last one first), in the
 * source's folder. Nothing is read outside of the repository, whatever a path or a link says.
 */
import { hasCode } from '../../base/errors.ts';
import { type Importer, ImportFault, importPaths, pathBeside } from '../../lang/jsonnet/index.ts';
import { childPath } from '../app-path.ts';
import { renderFault } from '../render-fault.ts';
import type { Questions } from '../trace/questions.ts';
import { joinInside, type ResolvedPath, resolvePath } from '../trace/resolve-path.ts';

export interface ImportPlaces {
  /** Folder of the source. */
  readonly folder: string;
  /** Library folders from the root of the repository. */
  readonly libraries: readonly string[];
}

/** Largest file that is imported. */
const LARGEST = 32 * 1024 * 1024;
/** Files that are asked for ahead. */
const MOST_AHEAD = 10_000;

/** Folders to look in after the importing file's own. Throws `render.path-outside` for a library out of the repository. */
export function libraryFolders({ folder, libraries }: ImportPlaces): readonly string[] {
  const folders = libraries.map((library) => {
    const inside = joinInside('', library.replace(/^\/+/, ''));
    if (inside !== undefined) return inside;
    throw renderFault('render.path-outside', `${library}: jsonnet library path outside root`);
  });
  return [...folders.reverse(), folder];
}

/** The importer over the tree of the source. */
export function repositoryImporter(questions: Questions, folders: readonly string[]): Importer {
  const known = new Map<string, Uint8Array>();
  return (from, path) => {
    const found = locate(questions, candidates(folders, from, path));
    if (found === undefined) {
      const shown = JSON.stringify(path);
      throw new ImportFault(`couldn't open import ${shown}: no match locally or in the Jsonnet library paths`);
    }
    const { file, target } = found;
    if (target.entry.mode !== 'file' && target.entry.mode !== 'executable')
      throw new ImportFault(`read ${file}: is a directory`);
    const bytes = known.get(file) ?? contentOf(questions, found);
    known.set(file, bytes);
    return { file, bytes };
  };
}

/** Asks at once for all that files import, level by level: what is not in memory costs one more attempt a level only. */
export function expectImports(questions: Questions, files: readonly string[], folders: readonly string[]): void {
  const seen = new Set<string>(files);
  for (let level = files; level.length > 0 && seen.size < MOST_AHEAD; ) {
    const located = level.flatMap((file) => {
      const found = locate(questions, [file]);
      return found !== undefined && isFile(found) ? [found] : [];
    });
    const contents = questions.contents(
      located.map(({ target }) => target.entry),
      LARGEST,
    );
    const next: string[] = [];
    for (const [index, content] of contents.entries()) {
      if (content === 'too-large') continue;
      for (const { path } of importPaths(content)) {
        const found = locateQuietly(questions, { folders, from: located[index]?.file ?? '', path });
        if (found === undefined || seen.has(found.file)) continue;
        seen.add(found.file);
        next.push(found.file);
      }
    }
    level = next;
  }
}

interface Located {
  /** As imports name it: links not followed. */
  readonly file: string;
  readonly target: ResolvedPath;
}

/** Paths to try, in order. An absolute path, or one that leads out, is a fault that names it. */
function candidates(folders: readonly string[], from: string, path: string): readonly string[] {
  if (path.startsWith('/')) throw outside(path);
  const own = from === '' ? [] : [pathBeside(from, path)];
  const all = [...own, ...folders.map((folder) => pathBeside(childPath(folder, 'x'), path))];
  const inside = all.flatMap((one) => (one === '..' || one.startsWith('../') || one.includes('\0') ? [] : [one]));
  if (inside.length === 0) throw outside(path);
  return inside.map((one) => (one === '.' ? '' : one));
}

function outside(path: string): ImportFault {
  return new ImportFault(`import ${JSON.stringify(path)} leads out of the repository, which is not allowed`);
}

function locate(questions: Questions, paths: readonly string[]): Located | undefined {
  for (const file of paths) {
    const target = resolvePath(questions, file);
    if (target !== undefined) return { file: file === '' ? '.' : file, target };
  }
  return undefined;
}

interface WantedImport {
  readonly folders: readonly string[];
  readonly from: string;
  readonly path: string;
}

/** What is wrong with an import is told when the program comes to it. */
function locateQuietly(questions: Questions, { folders, from, path }: WantedImport): Located | undefined {
  try {
    const found = locate(questions, candidates(folders, from, path));
    return found !== undefined && isFile(found) ? found : undefined;
  } catch (error) {
    if (error instanceof ImportFault || hasCode(error, 'render.path-outside')) return undefined;
    throw error;
  }
}

function isFile({ target }: Located): boolean {
  return target.entry.mode === 'file' || target.entry.mode === 'executable';
}

function contentOf(questions: Questions, { file, target }: Located): Uint8Array {
  const [content] = questions.contents([target.entry], LARGEST);
  if (content === undefined || content === 'too-large')
    throw new ImportFault(`import ${JSON.stringify(file)} is larger than ${LARGEST} bytes`);
  return content;
}
