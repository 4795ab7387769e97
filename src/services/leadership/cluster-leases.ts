/**
 * Several controllers that share the clusters of one control plane. Who looks after a cluster holds a Lease of its own for it,
 * so that two never do, whatever each believes about the number of shards. A controller that leads all clusters alone holds
 * the one Lease of all: it begins when no Lease of a cluster lives, and those who share give way to it.
 */
import type { Clock, Timer } from '../../base/clock.ts';
import { AppError, hasCode, messageOf } from '../../base/errors.ts';
import type { KubePort } from '../../ports/kube.ts';
import type { Leadership } from '../../ports/leadership.ts';
import type { LogPort } from '../../ports/log.ts';
import { createElection, type Election, LEASE_TIMING, type LeaseTiming } from './election.ts';
import { LeaseSight } from './lease-sight.ts';

export interface ClusterLeasesOptions {
  readonly kube: KubePort;
  readonly namespace: string;
  /** Of the Lease of all; those of clusters begin with it. */
  readonly name: string;
  readonly identity: string;
  readonly clock: Clock;
  readonly log: LogPort;
  readonly timing?: LeaseTiming;
  readonly isGone?: (holder: string) => boolean;
}

export interface ClusterLeases extends Leadership {
  /** The lead over what stands in one cluster. */
  of(server: string): Leadership;
  /** The clusters that are this controller's from now on; `all`: it is alone. What it had to leave it leaves in time. */
  assign(servers: readonly string[] | 'all'): void;
  /**
   * Takes part from now on. Resolves after the first try, be it that nobody answers. Throws `leadership.forbidden` (user) where
   * this user may not have the Leases.
   */
  start(): Promise<void>;
  /** Gives all Leases back at once: only for a controller that works no more. Never throws. */
  stop(): Promise<void>;
}

/** One Lease that is contended for. */
interface Share {
  readonly election: Election;
  /** No Lease that stands against ours was alive after we had it. */
  cleared: boolean;
  /** When it is given back; until then what is on its way may still arrive. */
  leaving: Timer | undefined;
}

export function createClusterLeases(options: ClusterLeasesOptions): ClusterLeases {
  return new SharedLead(options);
}

class SharedLead implements ClusterLeases {
  readonly #options: ClusterLeasesOptions;
  readonly #timing: LeaseTiming;
  readonly #shares = new Map<string, Share>();
  readonly #listeners = new Set<(server?: string) => void>();
  readonly #sight: LeaseSight;
  #wanted: readonly string[] | 'all' = [];
  #timer: Timer | undefined;
  #isStarted = false;
  #isTurning = false;
  #again = false;
  #stopped = false;

  constructor(options: ClusterLeasesOptions) {
    this.#options = options;
    this.#timing = options.timing ?? LEASE_TIMING;
    this.#sight = new LeaseSight(options);
  }

  leads(): boolean {
    return [...this.#shares.keys()].some((name) => this.#holds(name));
  }

  check(): void {
    if (!this.leads()) throw lost();
  }

  onLead(listener: (server?: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  of(server: string): Leadership {
    const leads = () => this.#holds(ALL) || this.#holds(server);
    return {
      leads,
      check: () => {
        if (!leads()) throw lost();
      },
      onLead: (listener) => this.onLead((told) => (told === undefined || told === server ? listener() : undefined)),
    };
  }

  assign(servers: readonly string[] | 'all'): void {
    this.#wanted = servers;
    if (this.#isStarted) void this.#turn();
  }

  async start(): Promise<void> {
    this.#isStarted = true;
    try {
      await this.#share();
    } catch (error) {
      if (hasCode(error, 'leadership.forbidden')) throw error;
      this.#tell(error);
    }
    this.#schedule();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    await Promise.all(
      [...this.#shares.values()].map(({ election, leaving }) => {
        leaving?.cancel();
        return election.stop();
      }),
    );
    this.#shares.clear();
  }

  #holds(name: string): boolean {
    const share = this.#shares.get(name);
    return share?.cleared === true && share.leaving === undefined && share.election.leads();
  }

  /** One at a time; what is asked meanwhile is done once more. */
  async #turn(): Promise<void> {
    this.#again = true;
    if (this.#isTurning) return;
    this.#isTurning = true;
    while (this.#again && !this.#stopped) {
      this.#again = false;
      await this.#share().catch((error: unknown) => this.#tell(error));
    }
    this.#isTurning = false;
    this.#schedule();
  }

  #tell(error: unknown): void {
    this.#options.log.warn('the leases of the clusters could not be had', { error: messageOf(error) });
  }

  /** Who leads all is told by the election when that ends; those who share look whether somebody wants all. */
  #schedule(): void {
    this.#timer?.cancel();
    const isSettled = this.#names().every((name) => this.#holds(name));
    if (this.#stopped || (isSettled && this.#wanted === 'all')) return;
    const { renewal, retry } = this.#timing;
    this.#timer = this.#options.clock.after(isSettled ? renewal : retry, () => void this.#turn());
  }

  #names(): readonly string[] {
    return this.#wanted === 'all' ? [ALL] : this.#wanted;
  }

  /** Leaves what is not ours, contends for what is, and looks whether anything stands against leading. */
  async #share(): Promise<void> {
    const names = this.#names();
    for (const name of this.#shares.keys()) if (!names.includes(name)) this.#leave(name);
    if (this.#wanted !== 'all' && this.#sight.isAlive(await this.#sight.look(), this.#options.name)) {
      // Somebody leads all: nothing is taken meanwhile, and what is held is left.
      for (const name of names) this.#leave(name);
      return;
    }
    await Promise.all(names.map((name) => this.#contend(name)));
    const held = names.filter((name) => this.#shares.get(name)?.election.leads() === true);
    if (this.#stopped || held.every((name) => this.#shares.get(name)?.cleared === true)) return;
    // Looked at behind our own write: whoever wrote at the same time sees us, or we see them.
    const isOpposed = this.#opposes(await this.#sight.look());
    for (const name of held) this.#clear(name, isOpposed);
  }

  /** Leases of the other way to share. */
  #opposes(seen: Awaited<ReturnType<LeaseSight['look']>>): boolean {
    const { name } = this.#options;
    if (this.#wanted !== 'all') return this.#sight.isAlive(seen, name);
    return [...seen.keys()].some((lease) => lease !== name && this.#sight.isAlive(seen, lease));
  }

  #clear(name: string, opposed: boolean): void {
    const share = this.#shares.get(name);
    if (share === undefined || share.cleared || opposed || !share.election.leads()) return;
    share.cleared = true;
    for (const listener of this.#listeners) listener(name === ALL ? undefined : name);
  }

  async #contend(name: string): Promise<void> {
    const known = this.#shares.get(name);
    if (known !== undefined) {
      known.leaving?.cancel();
      known.leaving = undefined;
      return;
    }
    const { kube, namespace, identity, clock, log, isGone } = this.#options;
    const place = { namespace, name: this.#leaseName(name) };
    const timing = this.#timing;
    const gone = isGone === undefined ? {} : { isGone };
    const election = createElection({ kube, place, identity, clock, log, timing, ...gone });
    const share: Share = { election, cleared: false, leaving: undefined };
    this.#shares.set(name, share);
    // Who loses it and gets it again has to look again, too.
    election.onLead(() => {
      share.cleared = false;
      if (this.#isStarted && !this.#isTurning) void this.#turn();
    });
    await election.start().catch((error: unknown) => {
      this.#shares.delete(name);
      throw error;
    });
  }

  #leave(name: string): void {
    const share = this.#shares.get(name);
    if (share === undefined || share.leaving !== undefined) return;
    const { duration, deadline } = this.#timing;
    share.leaving = this.#options.clock.after(duration - deadline, () => {
      this.#shares.delete(name);
      void share.election.stop();
    });
  }

  #leaseName(name: string): string {
    return name === ALL ? this.#options.name : `${this.#options.name}-${shortName(name)}`;
  }
}

/** In the place of a server: all of them. No address is empty. */
const ALL = '';

/** A name of a Lease takes letters, digits, dots and dashes: the address and, for what that leaves out, a sum of it. */
function shortName(server: string): string {
  const bare = server
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  let sum = 0;
  for (const letter of server) sum = (Math.imul(sum, 31) + (letter.codePointAt(0) ?? 0)) >>> 0;
  return `${bare.slice(0, 150)}-${sum.toString(36)}`;
}

function lost(): AppError {
  return new AppError({
    code: 'leadership.lost',
    kind: 'transient',
    message: 'another controller looks after this cluster: this one writes nothing there',
  });
}
