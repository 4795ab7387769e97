/** Picks the newest of a list of names (tags, chart versions) that a constraint accepts. */
import { parseConstraint, satisfies } from './constraint.ts';
import { compareVersions, parseVersion, type Version } from './version.ts';

/** True for a text that is a constraint and not just one version: `1.*`, `>=2`, `~1.2`, but not `1.2.0` or `main`. */
export function isVersionConstraint(text: string): boolean {
  return text !== '' && parseVersion(text) === undefined && parseConstraint(text) !== undefined;
}

/** The name with the highest version that the constraint accepts; undefined where none does. Names that are no versions are passed over. */
export function highestVersion(constraint: string, names: Iterable<string>): string | undefined {
  const parsed = parseConstraint(constraint);
  if (parsed === undefined) return undefined;
  let best: Version | undefined;
  for (const name of names) {
    const version = parseVersion(name);
    if (version === undefined || !satisfies(version, parsed)) continue;
    if (best === undefined || compareVersions(version, best) > 0) best = version;
  }
  return best?.original;
}
