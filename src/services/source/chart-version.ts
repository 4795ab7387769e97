/** Which of a chart's versions a source or a dependency means (A4). */

import { parseConstraint } from '../../base/semver/constraint.ts';
import { highestVersion } from '../../base/semver/highest-version.ts';
import { parseVersion } from '../../base/semver/version.ts';
import { sourceFault } from './source-fault.ts';

/** One version by itself: it never moves, and nobody is asked what it means. */
export function isPinnedVersion(target: string): boolean {
  return parseVersion(target) !== undefined && /^v?\d+\.\d+\.\d+/.test(target);
}

/**
 * The very name where it is there, else the highest that the constraint accepts; the empty text is the newest release.
 * Throws `source.revision-not-found` with Argo CD's words.
 */
export function chosenVersion(target: string, versions: readonly string[]): string {
  if (versions.includes(target)) return target;
  const found = highestVersion(target === '' ? '*' : target, versions);
  if (found !== undefined) return found;
  throw sourceFault('source.revision-not-found', 'user', `invalid revision: ${reason(target, versions.length)}`);
}

function reason(target: string, count: number): string {
  if (target === '' || parseConstraint(target) !== undefined) {
    return `version matching constraint not found in ${count} tags`;
  }
  return `failed to determine semver constraint: improper constraint: ${target}`;
}
