/** Jsonnet imports from this machine: beside the importing file, then in the library folders, the last one first. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Imported, type Importer, ImportFault, pathBeside } from '../../lang/jsonnet/index.ts';

/** Relative paths begin at `folder`; messages have them as they are. */
export function diskImporter(libraries: readonly string[], folder: string): Importer {
  const known = new Map<string, Imported | undefined>();
  const tried = (file: string): Imported | undefined => {
    if (known.has(file)) return known.get(file);
    const found = read(file, folder);
    known.set(file, found);
    return found;
  };
  return (from, path) => {
    const own = pathBeside(from, path);
    const others = libraries.toReversed().map((library) => pathBeside(`${library}/x`, path));
    for (const file of [own, ...others]) {
      const found = tried(file);
      if (found !== undefined) return found;
    }
    const shown = JSON.stringify(path);
    throw new ImportFault(`couldn't open import ${shown}: no match locally or in the Jsonnet library paths`);
  };
}

function read(file: string, folder: string): Imported | undefined {
  try {
    return { file, bytes: readFileSync(inFolder(folder, file)) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT') return undefined;
    throw new ImportFault(readProblem(file, code));
  }
}

/** The empty path is nothing at all. */
function inFolder(folder: string, file: string): string {
  return file === '' ? '' : resolve(folder, file);
}

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  ENOTDIR: 'not a directory',
  ELOOP: 'too many levels of symbolic links',
  ENAMETOOLONG: 'file name too long',
};

/** As Go tells what is wrong with a file. */
export function readProblem(file: string, code: unknown): string {
  if (code === 'EISDIR') return `read ${file}: is a directory`;
  return `open ${file}: ${problemOf(code)}`;
}

/** The words alone. */
export function problemOf(code: unknown): string {
  return typeof code === 'string' ? (PROBLEMS[code] ?? code) : 'unknown error';
}
