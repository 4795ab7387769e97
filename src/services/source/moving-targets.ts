/**
 * Targets that may come to mean another version: who wants them is remembered, and polling tells when one moved, or when
 * its server stopped or began to answer.
 */
import type { ApplicationSource } from '../../api/application/fields.ts';
import type { Clock, Timer } from '../../base/clock.ts';
import type { InstallationPort } from '../../ports/settings.ts';
import { repositoryIdentity } from './repository-url.ts';
import { pollingPeriod } from './source-settings.ts';

export interface ProjectSource {
  readonly source: ApplicationSource;
  readonly project: string;
}

export interface MovingDeps {
  readonly installation: InstallationPort;
  readonly clock: Clock;
  /** Between 0 and 1; spreads the polling. */
  readonly random: () => number;
}

/** What a target means, by an answer of at most that age in milliseconds. */
export type LookUp = (wanted: ProjectSource, maxAge: number) => Promise<string>;

interface Wanted extends ProjectSource {
  readonly usedAt: number;
  readonly seen: string | undefined;
}

/** Wishes that nobody repeated for longer are forgotten: an audit repeats each of them every 12 h. */
const WISH_KEPT = 25 * 3_600_000;
/** Targets of one repository that are looked at together share one answer. */
const TOGETHER = 10_000;

export class MovingTargets {
  readonly #deps: MovingDeps;
  readonly #lookUp: LookUp;
  readonly #wanted = new Map<string, Wanted>();
  readonly #listeners = new Set<(repoUrl: string) => void>();
  #timer: Timer | undefined;
  #isStarted = false;

  constructor(deps: MovingDeps, lookUp: LookUp) {
    this.#deps = deps;
    this.#lookUp = lookUp;
  }

  /** What the target means now, remembered as wanted. Rejects as the look-up does. */
  async resolve({ source, project }: ProjectSource, maxAge: number): Promise<string> {
    const key = JSON.stringify([project, source.repoURL, source.chart ?? '', source.targetRevision ?? '']);
    const usedAt = this.#deps.clock.monotonic();
    // Wanted also while the server does not answer: polling then sees that it does again.
    this.#wanted.set(key, { source, project, usedAt, seen: this.#wanted.get(key)?.seen });
    const seen = await this.#lookUp({ source, project }, maxAge);
    this.#wanted.set(key, { source, project, usedAt, seen });
    return seen;
  }

  onMoved(listener: (repoUrl: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Looks at the targets of this repository again, now. */
  notice(repoUrl: string): void {
    const identity = repositoryIdentity(repoUrl);
    void this.#poll(({ source }) => repositoryIdentity(source.repoURL) === identity);
  }

  /** After credentials may have changed: those that failed are looked at again, now. */
  reachAnew(): void {
    void this.#poll(({ seen }) => seen === undefined);
  }

  /** Begins polling. */
  start(): void {
    this.#isStarted = true;
    this.reschedule();
  }

  /** After the settings changed. */
  reschedule(): void {
    this.#timer?.cancel();
    const { period, jitter } = pollingPeriod(this.#deps.installation.current().settings);
    if (!this.#isStarted || period === 0) return;
    this.#timer = this.#deps.clock.after(period + this.#deps.random() * jitter, () => {
      void this.#poll(() => true).then(() => this.reschedule());
    });
  }

  stop(): void {
    this.#isStarted = false;
    this.#timer?.cancel();
  }

  async #poll(isMeant: (wanted: Wanted) => boolean): Promise<void> {
    const now = this.#deps.clock.monotonic();
    for (const [key, wanted] of [...this.#wanted]) {
      if (now - wanted.usedAt > WISH_KEPT) this.#wanted.delete(key);
      else if (isMeant(wanted)) await this.#look(key, wanted);
    }
  }

  async #look(key: string, wanted: Wanted): Promise<void> {
    const seen = await this.#lookUp(wanted, TOGETHER).catch(() => undefined);
    const before = this.#wanted.get(key);
    if (before === undefined || seen === before.seen) return;
    this.#wanted.set(key, { ...before, seen });
    for (const listener of this.#listeners) listener(wanted.source.repoURL);
  }
}
