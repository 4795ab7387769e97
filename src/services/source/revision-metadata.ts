/** Author, date, message and tags of a commit, as the API shows them. */
import type { ApplicationSource } from '../../api/application/fields.ts';
import { rfc3339 } from '../../base/clock.ts';
import { sortedTexts } from '../../base/json/byte-order.ts';
import type { CommitInfo, GitRefs } from '../../ports/git.ts';
import type { RevisionMetadata } from '../../ports/manifest-service.ts';

const TAGS = 'refs/tags/';

export function revisionMetadata(commit: CommitInfo, { refs }: GitRefs): RevisionMetadata {
  const names = [...refs].filter(([name, oid]) => oid === commit.oid && name.startsWith(TAGS));
  return {
    author: commit.author,
    date: rfc3339(commit.authorDate),
    message: commit.message.trim(),
    tags: sortedTexts(names.map(([name]) => name.slice(TAGS.length))),
  };
}

/** A version of a chart or an artifact has nobody who committed it. */
export function chartMetadata({ chart = '', repoURL }: ApplicationSource, revision: string): RevisionMetadata {
  return { author: '', date: '', message: `${chart === '' ? repoURL : chart} ${revision}`, tags: [] };
}
