/** The annotation that says which files of its repository an Application depends on (features A22). */

import { APPLICATION_ANNOTATIONS } from '../annotations.ts';
import { hydratedSource } from './effective-sources.ts';
import type { Application, ApplicationSource, ApplicationSpec, SourceHydrator } from './fields.ts';

/**
 * Paths from the root of the repository, without a slash before them; the empty text is the root. Separated by `;` and blanks, relative
 * to the source's path, or absolute from the root. No path at all: every file counts.
 */
export function generatePaths(
  { metadata, spec }: Pick<Application, 'metadata'> & { readonly spec?: Pick<ApplicationSpec, 'sourceHydrator'> },
  source: ApplicationSource,
): readonly string[] {
  if (spec?.sourceHydrator && isHydrated(spec.sourceHydrator, source)) return [cleaned(source.path ?? '')];
  const written = metadata.annotations?.[APPLICATION_ANNOTATIONS.manifestGeneratePaths] ?? '';
  return written
    .split(';')
    .map((path) => path.trim())
    .filter((path) => path !== '')
    .map((path) => cleaned(path.startsWith('/') ? path : `${source.path ?? ''}/${path}`));
}

/** What a hydrator writes lies in its folder, whatever the annotation says of what it reads. */
function isHydrated(hydrator: SourceHydrator, source: ApplicationSource): boolean {
  const written = hydratedSource(hydrator);
  return (['repoURL', 'path', 'targetRevision'] as const).every(
    (name) => (source[name] ?? '') === (written[name] ?? ''),
  );
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
