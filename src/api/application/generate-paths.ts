/** The annotation that says which files of its repository an Application depends on (features A22). */

import { APPLICATION_ANNOTATIONS } from '../annotations.ts';
import type { Application, ApplicationSource } from './fields.ts';

/**
 * Paths from the root of the repository, without a slash before them; the empty text is the root. Separated by `;`, relative to
 * the source's path, or absolute from the root. No path at all: every file counts.
 */
export function generatePaths(
  { metadata }: Pick<Application, 'metadata'>,
  source: ApplicationSource,
): readonly string[] {
  const written = metadata.annotations?.[APPLICATION_ANNOTATIONS.manifestGeneratePaths] ?? '';
  return written
    .split(';')
    .filter((path) => path !== '')
    .map((path) => cleaned(path.startsWith('/') ? path : `${source.path ?? ''}/${path}`));
}

/** As Go's `filepath.Clean` inside of a root: `..` never leads out of it. */
function cleaned(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
