/** All repositories that Applications use: each polled on its own timer, whoever asks. */
import type { Clock, Timer } from '../../base/clock.ts';
import type { GitPort, GitRemote } from '../../ports/git.ts';
import type { LogPort } from '../../ports/log.ts';
import type { RefreshLevel } from '../../ports/manifest-service.ts';
import type { MetricsPort } from '../../ports/metrics.ts';
import type { Installation, InstallationPort } from '../../ports/settings.ts';
import { requireOffLink, sourceReach } from './known-servers.ts';
import { Repository } from './repository.ts';
import { repositoryIdentity } from './repository-url.ts';
import { pollingPeriod } from './source-settings.ts';

export interface RepositoriesDeps {
  readonly git: GitPort;
  readonly clock: Clock;
  readonly metrics: MetricsPort;
  readonly log: LogPort;
  readonly installation: InstallationPort;
  /** Between 0 and 1; spreads the polling. */
  readonly random: () => number;
}

/** With the credentials of the source's repository where it has none of its own and lies on the same server. */
function remoteOfBase(installation: Installation, base: BaseOf): GitRemote {
  const remote = lentRemote(installation, base);
  const reach = base.farOnly ? { farOnly: true } : sourceReach(installation, base.url, base.project);
  return { ...remote, ...reach };
}

function remoteOfSource(installation: Installation, url: string, project: string): GitRemote {
  return { ...installation.repositoryFor(url, project).remote, ...sourceReach(installation, url, project) };
}

function lentRemote(installation: Installation, { url, project, sourceUrl }: BaseOf): GitRemote {
  const { remote } = installation.repositoryFor(url, project);
  if (remote.credentials !== undefined || originOf(url) !== originOf(sourceUrl)) return remote;
  const source = installation.repositoryFor(sourceUrl, project).remote;
  return source.credentials === undefined ? remote : { ...source, url: remote.url };
}

/** Scheme, host and port; the whole text where it is none of the usual forms, which equals no other. */
function originOf(url: string): string {
  const short = /^(?:[^@/:]+@)?([^/:]+):(?!\/\/)/.exec(url);
  if (short !== null) return `ssh://${short[1]?.toLowerCase()}`;
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed === undefined || parsed.host === '' ? url : `${parsed.protocol}//${parsed.host}`;
}

/** How late a poll may be before callers ask for themselves. */
const LATENESS = 30_000;

interface Polled {
  readonly repository: Repository;
  /** How it is reached now. */
  readonly reach: () => GitRemote;
  /** The URLs by which it is named. */
  readonly names: Set<string>;
  /** The URLs of sources that are rendered anew when it moves: its own names, and those of sources that have bases in it. */
  readonly told: Set<string>;
  /** Whether nothing but bases was ever wanted of it: what a repository names may be much, and is forgotten when it is not used. */
  isOnlyBase: boolean;
  timer: Timer | undefined;
}

/** A source that names a base in another repository. */
export interface BaseOf {
  readonly url: string;
  readonly project: string;
  /** The source's own repository: its credentials serve on the same server where the other has none (A16). */
  readonly sourceUrl: string;
  /** Nothing of the installation says that this machine or its link may be reached for it. */
  readonly farOnly: boolean;
}

export class Repositories {
  readonly #deps: RepositoriesDeps;
  readonly #known = new Map<string, Polled>();
  readonly #listeners = new Set<(repoUrl: string) => void>();
  #started = false;

  constructor(deps: RepositoriesDeps) {
    this.#deps = deps;
  }

  /** The repository of a URL as this project sees it. Throws `source.not-reached`. */
  of(url: string, project: string): Repository {
    const { installation } = this.#deps;
    requireOffLink(installation.current(), url, project);
    const reach = () => remoteOfSource(installation.current(), url, project);
    const record = installation.current().repositoryFor(url, project);
    const polled = this.#polled(JSON.stringify([record.project, record.remote.url, false]), url, reach);
    polled.told.add(url);
    polled.isOnlyBase = false;
    return polled.repository;
  }

  /** The repository of a base. Moves of it are told as moves of the source. */
  ofBase({ url, project, sourceUrl, farOnly }: BaseOf): Repository {
    const { installation } = this.#deps;
    const reach = () => remoteOfBase(installation.current(), { url, project, sourceUrl, farOnly });
    const record = installation.current().repositoryFor(url, project);
    const isLent = record.remote.credentials === undefined && reach().credentials !== undefined;
    const lender = isLent ? [originOf(sourceUrl), installation.current().repositoryFor(sourceUrl, project).url] : [];
    const polled = this.#polled(JSON.stringify([record.project, record.remote.url, farOnly, ...lender]), url, reach);
    polled.told.add(sourceUrl);
    return polled.repository;
  }

  #polled(key: string, url: string, reach: () => GitRemote): Polled {
    const remote = reach();
    const polled = this.#known.get(key) ?? this.#add(key, remote, reach);
    polled.names.add(url);
    polled.repository.reachBy(remote);
    return polled;
  }

  #add(key: string, remote: GitRemote, reach: () => GitRemote): Polled {
    const told = new Set<string>();
    const freshFor = () => freshTime(this.#deps.installation);
    const repository = new Repository({ ...this.#deps, freshFor, onMoved: () => this.#tell(told) }, remote);
    const polled: Polled = { repository, reach, names: new Set(), told, isOnlyBase: true, timer: undefined };
    this.#known.set(key, polled);
    this.#schedule(key, polled);
    return polled;
  }

  all(): readonly Repository[] {
    return [...this.#known.values()].map(({ repository }) => repository);
  }

  /** Bases and the refs of them that are wanted now. */
  bases(): readonly { readonly repoURL: string; readonly targetRevision: string }[] {
    return [...this.#known.values()].flatMap(({ repository, names }) =>
      [...names].flatMap((repoURL) => repository.fetchedRefs().map((targetRevision) => ({ repoURL, targetRevision }))),
    );
  }

  /** Asks the repositories of this URL again, now. */
  notice(repoUrl: string): void {
    const wanted = repositoryIdentity(repoUrl);
    for (const { repository, names } of this.#known.values()) {
      const all = [repository.remote.url, ...names];
      if (all.some((name) => repositoryIdentity(name) === wanted)) void repository.poll();
    }
  }

  onMoved(listener: (repoUrl: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Begins polling. */
  start(): void {
    this.#started = true;
    this.reschedule();
  }

  /** After credentials may have changed: those that are reached another way now are asked at once. */
  reachAnew(): void {
    for (const { repository, reach } of this.#known.values()) if (repository.reachBy(reach())) void repository.poll();
  }

  /** After the settings changed. */
  reschedule(): void {
    for (const [key, polled] of this.#known) this.#schedule(key, polled);
  }

  stop(): void {
    this.#started = false;
    for (const { timer } of this.#known.values()) timer?.cancel();
  }

  #schedule(key: string, polled: Polled): void {
    polled.timer?.cancel();
    polled.timer = undefined;
    const { period, jitter } = pollingPeriod(this.#deps.installation.current().settings);
    if (!this.#started || period === 0) return;
    polled.timer = this.#deps.clock.after(period + this.#deps.random() * jitter, () => {
      void this.#poll(key, polled);
    });
  }

  async #poll(key: string, polled: Polled): Promise<void> {
    if (polled.repository.isWanted) await polled.repository.poll();
    else if (polled.isOnlyBase) this.#known.delete(key);
    if (this.#known.get(key) === polled) this.#schedule(key, polled);
  }

  #tell(names: ReadonlySet<string>): void {
    for (const name of names) for (const listener of this.#listeners) listener(name);
  }
}

/** Milliseconds for which answers are good: until the next poll is overdue. */
export function freshTime(installation: InstallationPort): number {
  const { period, jitter } = pollingPeriod(installation.current().settings);
  return period === 0 ? 0 : period + jitter + LATENESS;
}

/** How old an answer may be for a refresh of that level. */
export function ageFor(refresh: RefreshLevel, installation: InstallationPort): number {
  if (refresh !== 'cached') return 0;
  return freshTime(installation) || Number.POSITIVE_INFINITY;
}
