/**
 * Elects one of several controllers by a Lease, as client-go does, and fences off who may have lost it. Every deadline is a
 * reading of this process's own clock that counts the sleep of the machine: wall clocks may jump.
 */
import type { Clock, Timer } from '../../base/clock.ts';
import { AppError, hasCode, messageOf } from '../../base/errors.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { KubePort, ObjectAddress, ResourceType } from '../../ports/kube.ts';
import type { Leadership } from '../../ports/leadership.ts';
import type { LogPort } from '../../ports/log.ts';
import {
  type Claim,
  claimed,
  givenBack,
  type LeasePlace,
  type LeaseRecord,
  newLease,
  readLease,
} from './lease-record.ts';
import { nextLeaseStep } from './next-step.ts';

/** In milliseconds. */
export interface LeaseTiming {
  /** How long others wait for a renewal before one of them takes over. */
  readonly duration: number;
  /** How long after the begin of the last renewal that succeeded writes may be begun: less than the duration. */
  readonly deadline: number;
  /** From one renewal to the next. */
  readonly renewal: number;
  /** Until the next try where a renewal failed, and between two looks of who waits. */
  readonly retry: number;
}

/** What is on its way when the fence shuts has ten seconds to arrive before another may act. */
export const LEASE_TIMING: LeaseTiming = { duration: 30_000, deadline: 20_000, renewal: 10_000, retry: 2_000 };

export interface ElectionOptions {
  readonly kube: KubePort;
  readonly place: LeasePlace;
  /** Unlike that of any other process that ever ran. */
  readonly identity: string;
  readonly clock: Clock;
  readonly log: LogPort;
  readonly timing?: LeaseTiming;
  /** Whether a holder certainly runs no more, so that nobody need wait for it. Default: nobody knows. */
  readonly isGone?: (holder: string) => boolean;
}

export interface Election extends Leadership {
  /**
   * Takes part from now on. Resolves after the first try, be it that another leads or that nobody answers. Throws
   * `leadership.forbidden` (user) where this user may not have the Lease: it would never lead.
   */
  start(): Promise<void>;
  /** Shuts the fence and gives the Lease back, so that another can lead at once. Never throws. */
  stop(): Promise<void>;
}

export function createElection(options: ElectionOptions): Election {
  return new LeaseElection(options);
}

const LEASES: ResourceType = { group: 'coordination.k8s.io', version: 'v1', plural: 'leases', namespaced: true };
/** A try takes no longer than this part of the deadline. */
const TRY = 0.25;
const NOBODY = Number.NEGATIVE_INFINITY;

class LeaseElection implements Election {
  readonly #options: ElectionOptions;
  readonly #timing: LeaseTiming;
  readonly #address: ObjectAddress;
  readonly #listeners = new Set<() => void>();
  /** Writes may be begun before this instant. */
  #until = NOBODY;
  #seen: { readonly record: LeaseRecord; readonly at: number } | undefined;
  /** What was seen last is what we wrote last. */
  #isCurrent = false;
  /** Of the last try. */
  #fault: unknown;
  #timer: Timer | undefined;
  #trying: Promise<void> | undefined;
  #stopped = false;

  constructor(options: ElectionOptions) {
    this.#options = options;
    this.#timing = options.timing ?? LEASE_TIMING;
    this.#address = { type: LEASES, ...options.place };
  }

  leads(): boolean {
    return this.#options.clock.elapsed() < this.#until;
  }

  check(): void {
    if (this.leads()) return;
    throw new AppError({
      code: 'leadership.lost',
      kind: 'transient',
      message: 'this controller does not lead: it writes nothing',
    });
  }

  onLead(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async start(): Promise<void> {
    await this.#turn();
    if (!hasCode(this.#fault, 'kube.forbidden')) return;
    const { place } = this.#options;
    await this.stop();
    throw new AppError({
      code: 'leadership.forbidden',
      kind: 'user',
      message: `the Lease ${place.namespace}/${place.name}, by which one controller leads, may not be written: ${this.#fault.message}`,
      hint: `Allow get, create and update of leases.coordination.k8s.io in the namespace ${place.namespace}.`,
      cause: this.#fault,
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    await this.#trying;
    const held = this.#until !== NOBODY;
    this.#until = NOBODY;
    const record = this.#seen?.record;
    if (!held || record === undefined || record.holder !== this.#options.identity) return;
    await this.#within((signal) =>
      this.#options.kube.update(this.#address, givenBack(record, this.#options.clock.now()), { signal }),
    ).catch(() => undefined);
  }

  async #turn(): Promise<void> {
    this.#trying = this.#try();
    await this.#trying;
    if (this.#stopped) return;
    const { renewal, retry, deadline } = this.#timing;
    const { clock } = this.#options;
    // After a renewal that failed less than a whole deadline is left.
    const isFresh = this.#until - clock.elapsed() > deadline - renewal;
    this.#timer = clock.after(isFresh ? renewal : retry, () => void this.#turn());
  }

  async #try(): Promise<void> {
    const begun = this.#options.clock.elapsed();
    try {
      const isHeld = await this.#within((signal) => this.#claimAnew(begun, signal));
      this.#fault = undefined;
      if (isHeld) this.#lead(begun + this.#timing.deadline);
      else this.#yield();
    } catch (error) {
      // What we wrote last may stand there no more.
      this.#isCurrent = false;
      this.#tell(error);
    }
  }

  /** The same once more where somebody wrote at the same time. */
  async #claimAnew(begun: number, signal: AbortSignal): Promise<boolean> {
    try {
      return await this.#claim(begun, signal);
    } catch (error) {
      if (!hasCode(error, 'kube.conflict', 'kube.already-exists', 'kube.not-found')) throw error;
      this.#isCurrent = false;
      return this.#claim(begun, signal);
    }
  }

  /** True where the Lease is ours as of the instant given. */
  async #claim(begun: number, signal: AbortSignal): Promise<boolean> {
    const { kube, identity, clock, log, isGone = () => false } = this.#options;
    // The leader knows what it wrote last; whoever waits has to look.
    const isKnown = this.leads() && this.#isCurrent;
    const isMissing = !isKnown && !this.#see(await kube.get(this.#address, signal));
    const { record, at: seenAt = begun } = this.#seen ?? {};
    const step = nextLeaseStep({ record, isMissing, identity, seenAt, now: clock.elapsed(), isGone });
    if (step.kind === 'wait') return false;
    if (step.kind === 'take') log.info('taking the lead', { from: record?.holder, why: step.why });
    const claim: Claim = { holder: identity, milliseconds: this.#timing.duration, now: clock.now() };
    const written =
      step.kind === 'create' || record === undefined
        ? await kube.create(LEASES, newLease(this.#options.place, claim), { signal })
        : await kube.update(this.#address, claimed(record, claim), { signal });
    this.#see(written);
    this.#isCurrent = true;
    return true;
  }

  /** Remembers since when this version is known; false where there is none. */
  #see(object: KubeObject | undefined): boolean {
    if (object === undefined) return false;
    const record = readLease(object);
    if (this.#seen?.record.version !== record.version) this.#seen = { record, at: this.#options.clock.elapsed() };
    return true;
  }

  #lead(until: number): void {
    if (this.#stopped) return;
    const { clock, log, identity } = this.#options;
    const led = this.leads();
    this.#until = until;
    // An answer that came too late is none.
    if (led || clock.elapsed() >= until) return;
    log.info('this controller leads', { identity });
    for (const listener of this.#listeners) listener();
  }

  /** The first of several that are alike. */
  #tell(error: unknown): void {
    const isTold = messageOf(error) === messageOf(this.#fault);
    this.#fault = error;
    if (!isTold) this.#options.log.warn('the lease could not be had or renewed', { error: messageOf(error) });
  }

  #yield(): void {
    if (this.#until !== NOBODY)
      this.#options.log.warn('another controller leads', { holder: this.#seen?.record.holder });
    this.#until = NOBODY;
  }

  /** Ends what takes so long that a further try would have no time. */
  async #within<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const ending = new AbortController();
    const timer = this.#options.clock.after(this.#timing.deadline * TRY, () =>
      ending.abort(
        new AppError({ code: 'kube.timeout', kind: 'transient', message: 'the lease was not answered for' }),
      ),
    );
    const late = new Promise<never>((_, reject) =>
      ending.signal.addEventListener('abort', () => reject(ending.signal.reason), { once: true }),
    );
    try {
      return await Promise.race([work(ending.signal), late]);
    } finally {
      timer.cancel();
    }
  }
}
