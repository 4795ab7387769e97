/** The folder that a source means (A26): inside the repository, there, and a folder. */
import { renderFault } from './render-fault.ts';
import type { Questions } from './trace/questions.ts';
import { joinInside, type ResolvedPath, resolvePath } from './trace/resolve-path.ts';

/**
 * The folder without links. Throws `render.path-outside` and `render.path-missing` with the words of Argo CD
 * (recorded: scenarios on `path`).
 */
export function appFolder(questions: Questions, path: string): ResolvedPath {
  if (path.startsWith('/')) throw renderFault('render.path-outside', `${path}: app path is absolute`);
  const inside = joinInside('', path);
  if (inside === undefined) throw renderFault('render.path-outside', `${path}: app path outside root`);
  const found = resolvePath(questions, inside);
  if (found === undefined) throw renderFault('render.path-missing', `${path}: app path does not exist`);
  if (found.entry.mode !== 'tree') throw renderFault('render.path-missing', `${path}: app path is not a directory`);
  return found;
}

/** A name inside a folder. */
export function childPath(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
