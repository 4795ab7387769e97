/**
 * Who may run a process that talks to a remote, and when: a few at once in all, fewer of one server and of one repository, so that
 * none can take all places. Work that takes long gives its place up and goes on beside the others; a repository that took long
 * for nothing begins there, so that those that hang delay nobody a second time. Where even that room is full, the oldest there is ended.
 */
import { gitError } from './git-error.ts';

export interface SlotWish {
  /** Scheme, host and port. */
  readonly origin: string;
  readonly repository: string;
}

export interface TransferSlots {
  /** The signal aborts with `git.timeout` where the work has to make room. */
  run<T>(wish: SlotWish, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

export interface SlotLimits {
  /** Pieces of work at once; half of them for one server. */
  readonly places: number;
  /** Milliseconds after which a piece gives up its place. */
  readonly patience: number;
}

/** Beside the places there is room for so many times as many slow pieces. */
const SLOW = 4;
const OF_ONE_REPOSITORY = 2;
const REMEMBERED = 1000;

interface Piece extends SlotWish {
  readonly begin: () => void;
  readonly ending: AbortController;
}

class Slots implements TransferSlots {
  readonly #limits: SlotLimits;
  readonly #waiting = new Set<Piece>();
  readonly #quick = new Set<Piece>();
  readonly #slow = new Set<Piece>();
  /** Repositories that took long for nothing when they were talked to last. */
  readonly #known = new Set<string>();

  constructor(limits: SlotLimits) {
    this.#limits = limits;
  }

  async run<T>(wish: SlotWish, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const piece = await this.#place(wish);
    let tookLong = false;
    const timer = setTimeout(() => {
      tookLong = true;
      this.#giveUp(piece);
    }, this.#limits.patience);
    timer.unref();
    let isDone = false;
    try {
      const outcome = await work(piece.ending.signal);
      isDone = true;
      return outcome;
    } finally {
      clearTimeout(timer);
      this.#remember(wish.repository, tookLong && !isDone);
      this.#quick.delete(piece);
      this.#slow.delete(piece);
      this.#fill();
    }
  }

  #place(wish: SlotWish): Promise<Piece> {
    return new Promise((resolve) => {
      const piece: Piece = { ...wish, begin: () => resolve(piece), ending: new AbortController() };
      this.#waiting.add(piece);
      this.#fill();
    });
  }

  /** In the order in which they came, past those that must wait. */
  #fill(): void {
    for (const piece of this.#waiting) {
      const lane = this.#known.has(piece.repository) ? this.#slow : this.#quick;
      if (!this.#hasRoom(lane, piece)) continue;
      this.#waiting.delete(piece);
      lane.add(piece);
      piece.begin();
    }
  }

  #hasRoom(lane: ReadonlySet<Piece>, { origin, repository }: SlotWish): boolean {
    const { places } = this.#limits;
    const isSlow = lane === this.#slow;
    if (lane.size >= (isSlow ? SLOW * places : places)) return false;
    if (count(lane, (one) => one.repository === repository) >= (isSlow ? 1 : OF_ONE_REPOSITORY)) return false;
    return count(lane, (one) => one.origin === origin) < Math.max(1, places / 2);
  }

  #giveUp(piece: Piece): void {
    if (!this.#quick.delete(piece)) return;
    this.#slow.add(piece);
    for (const oldest of this.#slow) {
      if (this.#slow.size <= SLOW * this.#limits.places) break;
      this.#slow.delete(oldest);
      oldest.ending.abort(gitError('git.timeout', `${oldest.repository}: others wait, and it takes too long`));
    }
    this.#fill();
  }

  #remember(repository: string, isHanging: boolean): void {
    this.#known.delete(repository);
    if (isHanging) this.#known.add(repository);
    for (const oldest of this.#known) {
      if (this.#known.size <= REMEMBERED) break;
      this.#known.delete(oldest);
    }
  }
}

export function createTransferSlots(limits: SlotLimits): TransferSlots {
  return new Slots(limits);
}

function count<T>(all: Iterable<T>, isMeant: (one: T) => boolean): number {
  let found = 0;
  for (const one of all) if (isMeant(one)) found += 1;
  return found;
}
