/** A folder of the source's tree as the loader of charts walks it: links count as what they lead to. */
import { childPath } from '../app-path.ts';
import type { PathMode } from '../contract.ts';
import type { ChartFolder, FolderEntryKind } from '../helm/chart/load-folder.ts';
import type { Questions } from '../trace/questions.ts';
import { resolvePath } from '../trace/resolve-path.ts';

/** Links that lead out of the tree are refused with `render.path-outside`; those that lead nowhere are irregular. */
export function chartFolder(questions: Questions, root: string): ChartFolder {
  return {
    list(path) {
      const folder = resolvePath(questions, join(root, path));
      const entries = folder === undefined ? [] : (questions.listing(folder.path) ?? []);
      return new Map(
        entries.map(({ name, mode }) => {
          const meant = mode === 'symlink' ? resolvePath(questions, join(join(root, path), name))?.entry.mode : mode;
          return [name, kindOf(meant)] as const;
        }),
      );
    },
    read(paths, limit) {
      const found = paths.map((path) => resolvePath(questions, join(root, path)));
      return questions.contents(
        found.flatMap((file) => file?.entry ?? []),
        limit,
      );
    },
  };
}

function join(folder: string, path: string): string {
  return path === '' ? folder : childPath(folder, path);
}

function kindOf(mode: PathMode | undefined): FolderEntryKind {
  if (mode === 'file' || mode === 'executable') return 'file';
  // A submodule is a folder whose files are elsewhere.
  return mode === 'tree' || mode === 'submodule' ? 'folder' : 'irregular';
}
