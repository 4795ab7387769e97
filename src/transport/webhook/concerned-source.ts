/** The match rule of webhooks (features O2, O3): which sources a message may concern. A match costs one question to the remote. */
import { type Constraint, parseConstraint, satisfies } from '../../base/semver/constraint.ts';
import { parseVersion } from '../../base/semver/version.ts';
import type { PublishedArtifact, PushEvent, WebhookEvent } from './push-event.ts';
import { TouchedFiles } from './touched-files.ts';

/** What is watched of a repository, by an Application or by others. */
export interface WatchedSource {
  readonly repoURL: string;
  readonly targetRevision?: string;
  /** Stands before the versions in the names of tags. */
  readonly tagPrefix?: string;
  /** From the root of the repository; touched files outside of them are no concern. Empty: every file is. */
  readonly paths?: readonly string[];
}

type Rule = (source: WatchedSource) => boolean;

/** Whether an event concerns a source of its repository: made once for an event, asked for each of thousands of sources. */
export function concernedBy(event: WebhookEvent): Rule {
  return event.kind === 'push' ? touchedBy(event) : publishedBy(event);
}

/** The revision, where names of branches and tags are one, and the files. */
function touchedBy(push: PushEvent): Rule {
  const files = new TouchedFiles(push.files);
  const within = constraints();
  return ({ targetRevision = '', tagPrefix = '', paths = [] }) => {
    if (!isRevisionOf({ targetRevision, tagPrefix }, push, within)) return false;
    return paths.length === 0 || files.touch(paths);
  };
}

/** A tag, or a constraint that the tag's version is within. In tags, `_` stands for the `+` of versions. */
function publishedBy({ tag }: PublishedArtifact): Rule {
  const within = constraints();
  return ({ targetRevision = '' }) => {
    const wanted = targetRevision || 'latest';
    return wanted === tag || within(wanted, tag.replaceAll('_', '+'));
  };
}

type Within = (wanted: string, revision: string) => boolean;

function isRevisionOf(
  { targetRevision, tagPrefix }: { readonly targetRevision: string; readonly tagPrefix: string },
  { revision, touchesHead }: PushEvent,
  within: Within,
): boolean {
  if (revision === undefined) return true;
  if (targetRevision === '' || targetRevision === 'HEAD') return touchesHead;
  const wanted = targetRevision.replace(/^refs\/(?:heads|tags)\//, '');
  if (wanted === revision) return true;
  return revision.startsWith(tagPrefix) && within(wanted, revision.slice(tagPrefix.length));
}

/** Whether a version is within a constraint; each constraint is read once. */
function constraints(): Within {
  const known = new Map<string, Constraint | undefined>();
  return (wanted, revision) => {
    const version = parseVersion(revision);
    if (version === undefined) return false;
    if (!known.has(wanted)) known.set(wanted, parseConstraint(wanted));
    const constraint = known.get(wanted);
    return constraint !== undefined && satisfies(version, constraint);
  };
}
