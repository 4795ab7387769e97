/** Whether files of a repository fall under paths that somebody named. Pure. */
import { matchPath } from './path-match.ts';

/**
 * A file is one of the paths, lies in one, or fits one as a pattern of Go's `filepath.Match`. The empty path is the whole
 * repository. All are written from the root of the repository, without a slash before them.
 */
export function touchesPaths(file: string, paths: readonly string[]): boolean {
  return paths.some(
    (path) => path === '' || file === path || file.startsWith(`${path}/`) || matchPath(path, file) === 'match',
  );
}
