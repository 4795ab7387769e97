import type { AppProjectSpec } from '../../api/app-project/fields.ts';
import { normalizeGitUrl } from '../../base/git-url.ts';
import { isNegation, matchesNegatable } from './negatable-glob.ts';
import { placeUrl, reachedUrl } from './source-spellings.ts';

/**
 * Whether Applications of a project may use a repository. `*` stays within one path segment, `**` crosses. A negation that
 * matches the repository refuses it; one that does not match permits it, so `!team/secret` alone opens everything else
 * (recorded behaviour, features 0b F3). What is written is not always what is reached: both have to be permitted, and what is refused is
 * refused in every spelling.
 */
export function isSourcePermitted({ sourceRepos = [] }: AppProjectSpec, repoURL: string): boolean {
  const refused = sourceRepos.filter(isNegation);
  const place = normalizeGitUrl(placeUrl(repoURL));
  if (refused.some((pattern) => !matchesNegatable(normalized(pattern), place, '/'))) return false;
  return [...new Set([repoURL, reachedUrl(repoURL)])].every((url) => isPermittedAs(sourceRepos, normalizeGitUrl(url)));
}

function isPermittedAs(patterns: readonly string[], url: string): boolean {
  let permitted = false;
  for (const pattern of patterns) {
    if (matchesNegatable(normalized(pattern), url, '/')) permitted = true;
    else if (isNegation(pattern)) return false;
  }
  return permitted;
}

function normalized(pattern: string): string {
  return isNegation(pattern) ? `!${normalizeGitUrl(pattern.slice(1))}` : normalizeGitUrl(pattern);
}
