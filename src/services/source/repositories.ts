/** All repositories that Applications use: each polled on its own timer, whoever asks. */
import type { Clock, Timer } from '../../base/clock.ts';
import type { GitPort, GitRemote } from '../../ports/git.ts';
import type { LogPort } from '../../ports/log.ts';
import type { RefreshLevel } from '../../ports/manifest-service.ts';
import type { MetricsPort } from '../../ports/metrics.ts';
import type { InstallationPort } from '../../ports/settings.ts';
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

/** How late a poll may be before callers ask for themselves. */
const LATENESS = 30_000;

interface Polled {
  readonly repository: Repository;
  /** One of the projects that ask for it; all see the same record. */
  readonly project: string;
  /** The URLs by which Applications name it. */
  readonly names: Set<string>;
  timer: Timer | undefined;
}

export class Repositories {
  readonly #deps: RepositoriesDeps;
  readonly #known = new Map<string, Polled>();
  readonly #listeners = new Set<(repoUrl: string) => void>();
  #started = false;

  constructor(deps: RepositoriesDeps) {
    this.#deps = deps;
  }

  /** The repository of a URL as this project sees it. */
  of(url: string, project: string): Repository {
    const record = this.#deps.installation.current().repositoryFor(url, project);
    const key = JSON.stringify([record.project, record.remote.url]);
    const polled = this.#known.get(key) ?? this.#add(key, { remote: record.remote, project });
    polled.names.add(url);
    polled.repository.reachBy(record.remote);
    return polled.repository;
  }

  #add(key: string, { remote, project }: { readonly remote: GitRemote; readonly project: string }): Polled {
    const names = new Set<string>();
    const freshFor = () => freshTime(this.#deps.installation);
    const repository = new Repository({ ...this.#deps, freshFor, onMoved: () => this.#tell(names) }, remote);
    const polled: Polled = { repository, project, names, timer: undefined };
    this.#known.set(key, polled);
    this.#schedule(key, polled);
    return polled;
  }

  all(): readonly Repository[] {
    return [...this.#known.values()].map(({ repository }) => repository);
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
    const installation = this.#deps.installation.current();
    for (const { repository, project, names } of this.#known.values()) {
      const [name = repository.remote.url] = names;
      if (repository.reachBy(installation.repositoryFor(name, project).remote)) void repository.poll();
    }
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
