/** What a source's `targetRevision` means among the refs of its repository (A3). */
import { highestVersion, isVersionConstraint } from '../../base/semver/highest-version.ts';
import type { GitRefs, Oid } from '../../ports/git.ts';

export interface RevisionWish {
  /** Branch, tag, commit, `refs/…`, version constraint; empty or `HEAD` for the default branch. */
  readonly targetRevision: string;
  /** Only tags with this prefix take part in a constraint; it is cut off before they are compared. */
  readonly tagPrefix: string;
  /** As `git fetch` looks a name up: tags before branches, no constraints, no shortened ids. */
  readonly isFetched?: boolean;
}

export type Resolution =
  | { readonly kind: 'commit'; readonly oid: Oid }
  /** Looks like the beginning of a commit id and is no ref. */
  | { readonly kind: 'short'; readonly prefix: string }
  | { readonly kind: 'missing' };

const FULL = /^[0-9a-f]{40}$/i;
/** Longer than an id, too, as Argo CD has it: git knows that there is none. */
const SHORT = /^[0-9a-f]{7,}$/i;
const TAGS = 'refs/tags/';
/** Git would look for them below `refs/`, Argo CD does not (recorded): a branch is written in full or by its name alone. */
const HALF_SHORT = /^(?:heads|tags|remotes)\//;

/** The commit that the wish itself names; such a source never asks its remote. */
export function pinnedCommit({ targetRevision }: RevisionWish): Oid | undefined {
  return FULL.test(targetRevision) ? targetRevision.toLowerCase() : undefined;
}

/** Refs to ask for beside branches and tags. */
export function extraPrefixes({ targetRevision }: RevisionWish): readonly string[] {
  if (!targetRevision.includes('/') || /^refs\/(?:heads|tags)\//.test(targetRevision)) return [];
  return [targetRevision.startsWith('refs/') ? targetRevision : `refs/${targetRevision}`];
}

/** Full names first, then versions among tags, then branches before tags of the same short name. */
export function resolveRevision(wish: RevisionWish, { refs }: GitRefs): Resolution {
  const pinned = pinnedCommit(wish);
  if (pinned !== undefined) return { kind: 'commit', oid: pinned };
  if (wish.isFetched === true) return fetchedRevision(wish, refs);
  const oid = refs.get(resolvedRef(wish, refs) ?? '');
  if (oid !== undefined) return { kind: 'commit', oid };
  const name = wish.targetRevision;
  return SHORT.test(name) ? { kind: 'short', prefix: name.toLowerCase() } : { kind: 'missing' };
}

export interface AnnotatedTag {
  /** Without `refs/tags/`. */
  readonly name: string;
  readonly oid: Oid;
}

/** The annotated tag that a wish names, where it stands for this commit. */
export function namedTag(wish: RevisionWish, { refs, tagObjects }: GitRefs, commit: Oid): AnnotatedTag | undefined {
  const ref = pinnedCommit(wish) === undefined ? resolvedRef(wish, refs) : undefined;
  const oid = ref !== undefined && refs.get(ref) === commit ? tagObjects.get(ref) : undefined;
  return ref === undefined || oid === undefined ? undefined : { name: ref.slice(TAGS.length), oid };
}

/** The full name of the ref that a wish means. */
function resolvedRef(wish: RevisionWish, refs: GitRefs['refs']): string | undefined {
  const name = taggedVersion(wish, refs) ?? (wish.targetRevision === '' ? 'HEAD' : wish.targetRevision);
  const short = [`refs/heads/${name}`, `${TAGS}${name}`, ...(HALF_SHORT.test(name) ? [] : [`refs/${name}`])];
  return [name, ...short].find((ref) => refs.has(ref));
}

/** The order of `git fetch URL NAME`. */
function fetchedRevision({ targetRevision }: RevisionWish, refs: GitRefs['refs']): Resolution {
  const name = targetRevision === '' ? 'HEAD' : targetRevision;
  const oid = [name, `refs/${name}`, `${TAGS}${name}`, `refs/heads/${name}`].map((ref) => refs.get(ref)).find(Boolean);
  return oid === undefined ? { kind: 'missing' } : { kind: 'commit', oid };
}

/** The full name of the newest tag that a constraint accepts; undefined where the wish is no constraint or none fits. */
function taggedVersion({ targetRevision, tagPrefix }: RevisionWish, refs: GitRefs['refs']): string | undefined {
  if (!isVersionConstraint(targetRevision)) return undefined;
  const prefix = `${TAGS}${tagPrefix}`;
  const versions = [...refs.keys()].flatMap((ref) => (ref.startsWith(prefix) ? [ref.slice(prefix.length)] : []));
  const newest = highestVersion(targetRevision, versions);
  return newest === undefined ? undefined : `${prefix}${newest}`;
}
