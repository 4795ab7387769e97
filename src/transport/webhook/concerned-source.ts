/** The match rule of webhooks (features O2): which sources a push may have changed. A match costs one question to the remote. */
import type { ApplicationSource } from '../../api/application/fields.ts';
import { parseConstraint, satisfies } from '../../base/semver/constraint.ts';
import { parseVersion } from '../../base/semver/version.ts';
import type { PushEvent } from './push-event.ts';

/** Host and path must agree, whatever the scheme, user, port, case or `.git`; then the revision, where names of branches and tags are one. */
export function isConcerned({ repoURL, targetRevision = '' }: ApplicationSource, push: PushEvent): boolean {
  const place = placeOf(repoURL);
  if (!push.urls.some((url) => placeOf(url) === place)) return false;
  if (targetRevision === '' || targetRevision === 'HEAD') return push.touchesHead;
  const wanted = targetRevision.replace(/^refs\/(?:heads|tags)\//, '');
  return wanted === push.revision || isWithin(wanted, push.revision);
}

function isWithin(wanted: string, revision: string): boolean {
  const constraint = parseConstraint(wanted);
  const version = parseVersion(revision);
  return constraint !== undefined && version !== undefined && satisfies(version, constraint);
}

/** `host/path`. The port is that of the page on one side and that of Git on the other, so it says nothing. */
function placeOf(url: string): string {
  const plain = url
    .trim()
    .toLowerCase()
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
  const [, host = '', path = ''] = /^(?:[a-z+]+:\/\/)?(?:[^@/]*@)?([^:/]+)(?::\d+(?=\/))?[:/]+(.*)$/.exec(plain) ?? [];
  return `${host}/${path}`;
}
