/**
 * Bases and components that kustomizations name in other repositories: permitted by the project, reached with its
 * credentials, read from the mirrors. A fault is an answer, so that the renderer can say which file names the base.
 */
import type { Clock } from '../../base/clock.ts';
import { formatDuration } from '../../base/duration.ts';
import { AppError, messageOf } from '../../base/errors.ts';
import { isOfServers, nearnessRefused } from '../../base/near-address.ts';
import { effectiveProject } from '../../engine/project/effective-project.ts';
import { isSourcePermitted } from '../../engine/project/source-permitted.ts';
import { globalProjectRules } from '../../engine/settings/project-settings.ts';
import type { CommitInfo } from '../../ports/git.ts';
import type { Installation, InstallationPort } from '../../ports/settings.ts';
import type { RepositoryAnswer, RepositoryQuestion } from '../../render/contract.ts';
import { withoutSecrets } from '../../render/kustomize/files/safe-repository.ts';
import { repositoryReference } from '../../render/trace/read.ts';
import { serversFor } from './known-servers.ts';
import type { Repositories } from './repositories.ts';
import type { Freshness, Repository } from './repository.ts';
import { sourceFault } from './source-fault.ts';
import { commitTree, type SourceTree } from './source-tree.ts';
import { pinnedCommit, type Resolution, type RevisionWish } from './target-revision.ts';

/** Codes of what keeps a base or submodule from being had. */
export const BASE_FAULTS = ['source.base-not-permitted', 'source.base-not-read'] as const;

export interface BaseRepositoriesDeps {
  readonly repositories: Repositories;
  readonly installation: InstallationPort;
  readonly clock: Clock;
}

export interface BaseAsker {
  readonly project: string;
  /** Repository of the source that is rendered. */
  readonly sourceUrl: string;
}

/** Those of one render. */
export interface BaseTrees {
  /** Faults are answers; rejects only by our own mistake. */
  answer(question: RepositoryQuestion, freshness: Freshness): Promise<RepositoryAnswer>;
  /** The tree of a commit that was answered. */
  tree(reference: string): SourceTree | undefined;
  /** Their commits turned out not to be there: whoever asks next fetches again. */
  forget(): void;
}

export function baseTrees(deps: BaseRepositoriesDeps, asker: BaseAsker): BaseTrees {
  const found = new Map<string, { readonly repository: Repository; readonly commit: CommitInfo }>();
  const asked = new Set<string>();
  let until: number | undefined;
  return {
    async answer(question, freshness) {
      until ??= deps.clock.monotonic() + MOST_TIME;
      const left = until - deps.clock.monotonic();
      try {
        const repository = permitted(deps, asker, question);
        if (asked.add(repositoryReference(question)).size > MOST_ASKED || left <= 0) throw tooMany(question);
        const timeout = Math.min(question.timeout ?? left, left);
        const commit = await within(deps.clock, { ...question, timeout }, commitOf(repository, question, freshness));
        found.set(repositoryReference(question), { repository, commit });
        return { kind: 'commit', commit: commit.oid, root: commit.tree };
      } catch (error) {
        if (!(error instanceof AppError) || error.kind === 'terminal') throw error;
        return { kind: 'fault', faultKind: error.kind, code: error.code, message: messageOf(error) };
      }
    },
    tree(reference) {
      const one = found.get(reference);
      return one === undefined ? undefined : commitTree(one.commit, one.repository.remote);
    },
    forget() {
      for (const { repository, commit } of found.values()) repository.forget(commit.oid);
    },
  };
}

/** Commits of other repositories that one render may ask for, and milliseconds from the first question to the last answer. */
const MOST_ASKED = 200;
const MOST_TIME = 10 * 60_000;

function tooMany({ url }: RepositoryQuestion): AppError {
  const text = `${withoutSecrets(url)} is not read: more than ${MOST_ASKED} bases of other repositories, or ${MOST_TIME / 60_000} minutes for them`;
  return sourceFault('source.base-not-read', 'user', text);
}

/** Throws `source.base-not-permitted` (user). */
function permitted(
  { repositories, installation }: BaseRepositoriesDeps,
  asker: BaseAsker,
  question: RepositoryQuestion,
) {
  const { project, sourceUrl } = asker;
  const spec = projectOf(installation.current(), project);
  const url = withoutSecrets(question.url);
  if (spec === undefined || !isSourcePermitted(spec, url)) {
    throw sourceFault('source.base-not-permitted', 'user', `base repo ${url} is not permitted in project '${project}'`);
  }
  const known = serversFor(installation.current(), asker);
  const refused = nearnessRefused(question.url, known);
  if (refused !== undefined) throw sourceFault('source.base-not-permitted', 'user', `base repo ${url}: ${refused}`);
  const farOnly = !isOfServers(question.url, known);
  return repositories.ofBase({ url: question.url, project, sourceUrl, farOnly });
}

function projectOf({ projects, clusters, repositories, settings }: Installation, name: string) {
  return effectiveProject(name, { projects, clusters, repositories, globalProjects: rulesOf(settings.cm) });
}

/** What cannot be read adds nothing. */
function rulesOf(cm: Installation['settings']['cm']): ReturnType<typeof globalProjectRules> {
  try {
    return globalProjectRules(cm);
  } catch {
    return [];
  }
}

/** What `git fetch --depth=1 URL REF` brings. Throws `source.base-not-read`. */
async function commitOf(
  repository: Repository,
  { url, ref }: RepositoryQuestion,
  freshness: Freshness,
): Promise<CommitInfo> {
  const command = `git fetch --depth=1 ${withoutSecrets(url)} ${ref || 'HEAD'}`;
  const wish = { targetRevision: ref, tagPrefix: '', isFetched: true };
  const failed = (kind: AppError['kind'], reason: string, cause?: unknown): AppError => {
    const told = reason.replaceAll(url, withoutSecrets(url));
    return sourceFault('source.base-not-read', kind, `failed to run '${command}': ${told}`, cause);
  };
  try {
    const pinned = pinnedCommit(wish);
    if (pinned !== undefined) return await repository.commit(pinned);
    const resolution = await resolved(repository, wish, freshness);
    if (resolution.kind === 'commit') return await repository.commit(resolution.oid);
  } catch (error) {
    throw error instanceof AppError ? failed(error.kind, error.message, error) : error;
  }
  throw failed('user', `fatal: couldn't find remote ref ${ref || 'HEAD'}`);
}

/** A server that does not answer for now changes nothing of what was rendered before. */
async function resolved(repository: Repository, wish: RevisionWish, freshness: Freshness): Promise<Resolution> {
  try {
    return await repository.resolve(wish, freshness);
  } catch (error) {
    const isForNow = freshness === 'cached' && error instanceof AppError && error.kind === 'transient';
    const known = isForNow ? repository.lastKnown(wish) : undefined;
    if (known === undefined) throw error;
    return known;
  }
}

/** Throws `source.base-not-read` (transient) when the time that the address allows is over. */
async function within<T>(
  clock: Clock,
  { url, timeout }: { readonly url: string; readonly timeout: number },
  work: Promise<T>,
): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = clock.after(timeout, () => {
    const text = `hit ${formatDuration(timeout)} timeout running 'git fetch --depth=1 ${withoutSecrets(url)}'`;
    reject(sourceFault('source.base-not-read', 'transient', text));
  });
  try {
    return await Promise.race([work, promise]);
  } finally {
    timer.cancel();
  }
}
