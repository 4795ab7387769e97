/**
 * One repository as the service knows it: its refs with their age, one question to the remote at a time whoever asks, and
 * the commits that were fetched.
 */
import type { Clock } from '../../base/clock.ts';
import { messageOf } from '../../base/errors.ts';
import type { CommitInfo, GitPort, GitRefs, GitRemote, Oid } from '../../ports/git.ts';
import type { LogPort } from '../../ports/log.ts';
import type { MetricsPort } from '../../ports/metrics.ts';
import { repositoryIdentity } from './repository-url.ts';
import { type Failure, isResting, nextFailure } from './resting-failure.ts';
import { sameRemote } from './same-remote.ts';
import {
  type AnnotatedTag,
  extraPrefixes,
  namedTag,
  pinnedCommit,
  type Resolution,
  type RevisionWish,
  resolveRevision,
} from './target-revision.ts';

export interface RepositoryDeps {
  readonly git: GitPort;
  readonly clock: Clock;
  readonly metrics: MetricsPort;
  readonly log: LogPort;
  /** Milliseconds for which refs are good enough; 0: until somebody says otherwise. */
  readonly freshFor: () => number;
  /** Told when a wanted revision resolves to another commit, or the remote stops or begins to answer. */
  readonly onMoved: () => void;
}

export type Freshness = 'cached' | 'latest';

interface Wanted {
  readonly wish: RevisionWish;
  readonly usedAt: number;
  /** What it meant; undefined until somebody was told. */
  readonly seen: string | undefined;
}

/** Wishes that nobody repeated for longer are forgotten: an audit repeats each of them every 12 h. */
const WISH_KEPT = 25 * 3_600_000;
const COMMITS_KEPT = 256;
const USUAL = ['refs/heads/', 'refs/tags/'];

export class Repository {
  readonly #deps: RepositoryDeps;
  readonly #wanted = new Map<string, Wanted>();
  readonly #commits = new Map<Oid, Promise<CommitInfo>>();
  readonly #shorts = new Map<string, Oid>();
  readonly #extra = new Set<string>();
  #remote: GitRemote;
  #refs: { readonly value: GitRefs; readonly at: number; readonly extra: number } | undefined;
  #failure: Failure | undefined;
  readonly #unfetched = new Map<Oid, Failure>();
  /** By the credentials before, when it was asked last. */
  #wasFailing = false;
  #running: Promise<GitRefs> | undefined;
  #queued: Promise<GitRefs> | undefined;

  constructor(deps: RepositoryDeps, remote: GitRemote) {
    this.#deps = deps;
    this.#remote = remote;
  }

  get remote(): GitRemote {
    return this.#remote;
  }

  /** Whether anybody still wants a revision that can move. */
  get isWanted(): boolean {
    const now = this.#deps.clock.monotonic();
    for (const [key, { usedAt }] of this.#wanted) if (now - usedAt > WISH_KEPT) this.#wanted.delete(key);
    return this.#wanted.size > 0;
  }

  /** Refs that bases name, in the words of `git fetch`. */
  fetchedRefs(): readonly string[] {
    const wishes = [...this.#wanted.values()].map(({ wish }) => wish);
    return wishes.flatMap(({ isFetched, targetRevision }) => (isFetched === true ? [targetRevision] : []));
  }

  /** Takes over how the remote is reached now; what was known by other credentials is forgotten. True where they differ. */
  reachBy(remote: GitRemote): boolean {
    if (sameRemote(this.#remote, remote)) return false;
    this.#remote = remote;
    this.#refs = undefined;
    this.#wasFailing ||= this.#failure !== undefined;
    this.#failure = undefined;
    this.#commits.clear();
    this.#unfetched.clear();
    this.#shorts.clear();
    return true;
  }

  /** What a wish means now. Throws faults of the Git port. */
  async resolve(wish: RevisionWish, freshness: Freshness): Promise<Resolution> {
    for (const prefix of extraPrefixes(wish)) this.#extra.add(prefix);
    const key = JSON.stringify([wish.targetRevision, wish.tagPrefix, wish.isFetched === true]);
    const usedAt = this.#deps.clock.monotonic();
    // Wanted also while the remote does not answer: polling then sees that it does again.
    const seen = this.#wanted.get(key)?.seen;
    this.#wanted.set(key, { wish, usedAt, seen });
    const before = this.#refs?.value;
    const refs = await this.refs(freshness);
    const known = resolveRevision(wish, refs);
    // Who begins to follow a branch may have made it since the remote was asked last.
    const isUnheardOf = seen === undefined && known.kind === 'missing' && refs === before;
    const resolution = isUnheardOf ? resolveRevision(wish, await this.refs('latest')) : known;
    this.#wanted.set(key, { wish, usedAt, seen: textOf(resolution) });
    return resolution;
  }

  /** The annotated tag that a wish names, where it stands for this commit. Throws faults of the Git port. */
  async tagObject(wish: RevisionWish, commit: Oid): Promise<AnnotatedTag | undefined> {
    return pinnedCommit(wish) === undefined ? namedTag(wish, await this.refs('cached'), commit) : undefined;
  }

  /** What a wish meant when the remote answered last, however long ago; undefined where it never did. */
  lastKnown(wish: RevisionWish): Resolution | undefined {
    return this.#refs === undefined ? undefined : resolveRevision(wish, this.#refs.value);
  }

  /** Refs within the polling period, or as they are after this call. */
  async refs(freshness: Freshness): Promise<GitRefs> {
    if (freshness === 'latest') return await this.#ask();
    const now = this.#deps.clock.monotonic();
    // What was known does not count while the newest question failed, or one answer would contradict the other.
    const known = this.#failure === undefined ? this.#refs : undefined;
    const freshFor = this.#deps.freshFor();
    const young = known !== undefined && (freshFor === 0 || now - known.at <= freshFor);
    if (young && known.extra === this.#extra.size) return known.value;
    const failure = this.#failure;
    // One asks whether it answers again; the others need not wait for that.
    const isAsked = this.#running !== undefined || this.#queued !== undefined;
    if (failure !== undefined && (isAsked || isResting(failure, now))) throw failure.error;
    return await this.#ask();
  }

  /** Asks again and tells whether anything wanted moved. Never rejects. */
  async poll(): Promise<void> {
    await this.#ask().catch(() => undefined);
  }

  /**
   * Fetches a commit once. Throws faults of the Git port. One that failed is tried again after a while, the longer the more often
   * it failed, or when somebody wants the latest.
   */
  commit(oid: Oid, freshness: Freshness = 'cached'): Promise<CommitInfo> {
    const known = this.#commits.get(oid);
    if (known !== undefined) return known;
    const failure = this.#unfetched.get(oid);
    if (freshness === 'cached' && failure !== undefined && isResting(failure, this.#deps.clock.monotonic())) {
      return Promise.reject(failure.error);
    }
    const fetching = this.#fetch(oid);
    this.#commits.set(oid, fetching);
    forgetOldest(this.#commits);
    fetching.then(
      () => this.#unfetched.delete(oid),
      (error: unknown) => {
        if (this.#commits.get(oid) === fetching) this.#commits.delete(oid);
        this.#unfetched.set(oid, nextFailure(failure, error, this.#deps.clock.monotonic()));
        forgetOldest(this.#unfetched);
      },
    );
    return fetching;
  }

  /** What was fetched turned out not to be there: the next caller fetches again. */
  forget(oid: Oid): void {
    this.#commits.delete(oid);
  }

  /** The commit that a short id means; undefined where there is none. */
  async short(prefix: string): Promise<Oid | undefined> {
    const known = this.#shorts.get(prefix);
    if (known !== undefined) return known;
    const found = await this.#timed('fetch', () => this.#deps.git.resolveShort(this.#remote, prefix));
    if (found !== undefined) this.#shorts.set(prefix, found);
    return found;
  }

  async #fetch(oid: Oid): Promise<CommitInfo> {
    const { git } = this.#deps;
    await this.#timed('fetch', () => git.fetch(this.#remote, oid));
    return await git.commit(this.#remote, oid);
  }

  /**
   * A question that begins after this call: one that has not begun yet serves everybody who asks until it does; one that is
   * under way may have missed what the caller knows of.
   */
  #ask(): Promise<GitRefs> {
    if (this.#queued !== undefined) return this.#queued;
    const before = this.#running?.catch(() => undefined) ?? Promise.resolve();
    const question: Promise<GitRefs> = before.then(() => {
      this.#queued = undefined;
      this.#running = question;
      return this.#listRefs();
    });
    this.#queued = question;
    const end = (): void => {
      if (this.#running === question) this.#running = undefined;
    };
    question.then(end, end);
    return question;
  }

  async #listRefs(): Promise<GitRefs> {
    const { git, clock } = this.#deps;
    const remote = this.#remote;
    const extra = [...this.#extra];
    try {
      const value = await this.#timed('ls-refs', () => git.listRefs(remote, undefined, [...USUAL, ...extra]));
      if (remote === this.#remote) this.#learn(value, extra.length);
      return value;
    } catch (error) {
      const began = this.#failure === undefined;
      this.#failure = nextFailure(this.#failure, error, clock.monotonic());
      if (began)
        this.#deps.log.warn('a repository does not answer', { repository: this.#name, error: messageOf(error) });
      if (began && [...this.#wanted.values()].some(({ seen }) => seen !== undefined)) this.#deps.onMoved();
      throw error;
    }
  }

  #learn(value: GitRefs, extra: number): void {
    const recovered = this.#failure !== undefined || this.#wasFailing;
    if (recovered) this.#deps.log.info('a repository answers again', { repository: this.#name });
    this.#refs = { value, at: this.#deps.clock.monotonic(), extra };
    this.#failure = undefined;
    this.#wasFailing = false;
    if (recovered) this.#unfetched.clear();
    let moved = recovered;
    for (const [key, wanted] of this.#wanted) {
      const seen = textOf(resolveRevision(wanted.wish, value));
      if (seen === wanted.seen || wanted.seen === undefined) continue;
      moved = true;
      this.#wanted.set(key, { ...wanted, seen });
    }
    if (moved) this.#deps.onMoved();
  }

  get #name(): string {
    return repositoryIdentity(this.#remote.url);
  }

  async #timed<T>(kind: 'ls-refs' | 'fetch', request: () => Promise<T>): Promise<T> {
    const { metrics, clock } = this.#deps;
    const began = clock.monotonic();
    metrics.count('git_requests_total', { kind });
    try {
      return await request();
    } finally {
      metrics.observe('git_request_seconds', (clock.monotonic() - began) / 1000, { kind });
    }
  }
}

function forgetOldest(kept: Map<Oid, unknown>): void {
  for (const oldest of kept.keys()) {
    if (kept.size <= COMMITS_KEPT) return;
    kept.delete(oldest);
  }
}

function textOf(resolution: Resolution): string {
  return resolution.kind === 'commit' ? resolution.oid : resolution.kind;
}
