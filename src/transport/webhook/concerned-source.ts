/** The match rule of webhooks (features O2, O3): which sources a message may concern. A match costs one question to the remote. */
import { touchesPaths } from '../../base/glob/touches-paths.ts';
import { parseConstraint, satisfies } from '../../base/semver/constraint.ts';
import { parseVersion } from '../../base/semver/version.ts';
import type { PublishedArtifact, PushEvent } from './push-event.ts';

/** What is watched of a repository, by an Application or by others. */
export interface WatchedSource {
  readonly repoURL: string;
  readonly targetRevision?: string;
  /** Stands before the versions in the names of tags. */
  readonly tagPrefix?: string;
  /** From the root of the repository; touched files outside of them are no concern. Empty: every file is. */
  readonly paths?: readonly string[];
}

/** The repository is the same already; now the revision, where names of branches and tags are one, and the files. */
export function isTouchedBy(
  { targetRevision = '', tagPrefix = '', paths = [] }: WatchedSource,
  push: PushEvent,
): boolean {
  if (!isRevisionOf({ targetRevision, tagPrefix }, push)) return false;
  return paths.length === 0 || push.files.length === 0 || push.files.some((file) => touchesPaths(file, paths));
}

/** A tag, or a constraint that the tag's version is within. In tags, `_` stands for the `+` of versions. */
export function isPublishedBy({ targetRevision = '' }: WatchedSource, { tag }: PublishedArtifact): boolean {
  const wanted = targetRevision || 'latest';
  return wanted === tag || isWithin(wanted, tag.replaceAll('_', '+'));
}

function isRevisionOf(
  { targetRevision, tagPrefix }: { readonly targetRevision: string; readonly tagPrefix: string },
  push: PushEvent,
): boolean {
  if (targetRevision === '' || targetRevision === 'HEAD') return push.touchesHead;
  const wanted = targetRevision.replace(/^refs\/(?:heads|tags)\//, '');
  if (wanted === push.revision) return true;
  const { revision } = push;
  return revision.startsWith(tagPrefix) && isWithin(wanted, revision.slice(tagPrefix.length));
}

function isWithin(wanted: string, revision: string): boolean {
  const constraint = parseConstraint(wanted);
  const version = parseVersion(revision);
  return constraint !== undefined && version !== undefined && satisfies(version, constraint);
}
