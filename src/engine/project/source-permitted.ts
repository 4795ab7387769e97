import type { AppProjectSpec } from '../../api/app-project/fields.ts';
import { normalizeGitUrl } from '../../base/git-url.ts';
import { isNegation, matchesNegatable } from './negatable-glob.ts';

/**
 * Whether Applications of a project may use a repository. `*` stays within one path segment, `**` crosses. A negation that
 * matches the repository refuses it; one that does not match permits it, so `!team/secret` alone opens everything else
 * (recorded behaviour, features 0b F3).
 */
export function isSourcePermitted(project: AppProjectSpec, repoURL: string): boolean {
  const url = normalizeGitUrl(repoURL);
  let permitted = false;
  for (const pattern of project.sourceRepos ?? []) {
    const negated = isNegation(pattern);
    const normalized = negated ? `!${normalizeGitUrl(pattern.slice(1))}` : normalizeGitUrl(pattern);
    if (matchesNegatable(normalized, url, '/')) permitted = true;
    else if (negated) return false;
  }
  return permitted;
}
