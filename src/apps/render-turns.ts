/**
 * Whose turn it is to use a thread of the pool: projects by turns, in them repositories by turns, so that none delays another
 * by asking much. Work that takes long gives its place up and goes on beside the others, a little of it at a time; where there is
 * no room and others wait, it is ended and begins anew when there is. A repository whose work took long begins there at once.
 */
import { withSignal } from '../base/with-signal.ts';

export interface TurnWish {
  readonly project: string;
  readonly repository: string;
}

export interface TurnLimits {
  /** Pieces of work at once. */
  readonly places: number;
  /** How many that take long may go on beside them. */
  readonly slow: number;
  /** Milliseconds after which a piece gives up its place. */
  readonly patience: number;
}

/** The repository is that of the project: another project's is another. */
interface Piece extends TurnWish {
  readonly begin: () => void;
  /** Takes it from its place. */
  readonly ending: AbortController;
  /** Its place in the order in which pieces began. */
  turn: number;
  /** Has had its place for longer than patience allows. */
  isOverdue: boolean;
  /** Has been at work for longer than that. */
  isLong: boolean;
  /** Was ended for others: begins only where it is not ended any more. */
  readonly wasEnded: boolean;
}

/** What a piece is told of its place. */
export interface Place {
  /** Aborts where it has to give the place up. */
  readonly ending: AbortSignal;
  /** To be called when the work itself begins: nothing is ended that has not been at work for long. */
  readonly begin: () => void;
}

const REMEMBERED = 1000;

export class RenderTurns {
  readonly #limits: TurnLimits;
  readonly #waiting = new Set<Piece>();
  readonly #quick = new Set<Piece>();
  readonly #slow = new Set<Piece>();
  /** Repositories whose last piece took long. */
  readonly #known = new Map<string, true>();
  /** When a project, and a repository of it, began last. */
  readonly #served = new Map<string, number>();
  #turn = 0;

  constructor(limits: TurnLimits) {
    this.#limits = limits;
  }

  /** Pieces that have no turn yet. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /**
   * Does the work when it is its turn, and once more from its beginning where its own signal aborted: then it has to throw the
   * reason of that. Where the caller's signal aborts before, it is not begun, and that signal's reason is thrown.
   */
  async with<T>(wish: TurnWish, signal: AbortSignal, work: (place: Place) => Promise<T>): Promise<T> {
    for (let wasEnded = false; ; wasEnded = true) {
      const piece = await this.#turnOf(wish, signal, wasEnded);
      const { ending } = piece;
      try {
        return await this.#timed(piece, work);
      } catch (error) {
        if (!ending.signal.aborted || error !== ending.signal.reason) throw error;
      }
    }
  }

  async #timed<T>(piece: Piece, work: (place: Place) => Promise<T>): Promise<T> {
    const { patience } = this.#limits;
    const timer = setTimeout(() => this.#noted(piece, { isOverdue: true }), patience).unref();
    let working: NodeJS.Timeout | undefined;
    const begin = (): void => {
      working ??= setTimeout(() => this.#noted(piece, { isOverdue: true, isLong: true }), patience).unref();
    };
    try {
      return await work({ ending: piece.ending.signal, begin });
    } finally {
      clearTimeout(timer);
      clearTimeout(working);
      remember(this.#known, piece.repository, piece.isOverdue ? true : undefined);
      this.#quick.delete(piece);
      this.#slow.delete(piece);
      this.#fill();
    }
  }

  #noted(piece: Piece, what: Partial<Pick<Piece, 'isOverdue' | 'isLong'>>): void {
    Object.assign(piece, what);
    this.#fill();
  }

  async #turnOf(wish: TurnWish, signal: AbortSignal, wasEnded: boolean): Promise<Piece> {
    signal.throwIfAborted();
    const { promise, resolve } = Promise.withResolvers<void>();
    const ending = new AbortController();
    const piece: Piece = {
      ...keysOf(wish),
      begin: resolve,
      ending,
      isOverdue: false,
      isLong: false,
      wasEnded,
      turn: 0,
    };
    this.#waiting.add(piece);
    this.#fill();
    try {
      await withSignal(promise, signal);
      return piece;
    } catch (error) {
      this.#waiting.delete(piece);
      // Its turn may have come in the same moment.
      if (this.#quick.delete(piece) || this.#slow.delete(piece)) this.#fill();
      throw error;
    }
  }

  #fill(): void {
    this.#moveAside();
    if (this.#isBlocked()) {
      this.#endLongest();
      this.#moveAside();
    }
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      this.#waiting.delete(next.piece);
      next.lane.add(next.piece);
      this.#turn += 1;
      next.piece.turn = this.#turn;
      remember(this.#served, next.piece.project, this.#turn);
      remember(this.#served, next.piece.repository, this.#turn);
      next.piece.begin();
    }
  }

  /** Whether somebody waits for a place of whose repository nothing takes long. */
  #isBlocked(): boolean {
    if (this.#quick.size < this.#limits.places) return false;
    const overdue = [...this.#quick, ...this.#slow].filter(({ isOverdue }) => isOverdue);
    const slow = new Set(overdue.map(({ repository }) => repository));
    return [...this.#waiting].some((piece) => !this.#isSlow(piece) && !slow.has(piece.repository));
  }

  #moveAside(): void {
    for (const piece of this.#quick) {
      if (piece.isOverdue && this.#slow.size < this.#limits.slow && this.#quick.delete(piece)) this.#slow.add(piece);
    }
  }

  /** Nothing is ended twice. The place is free at once: whoever ran there stops without being waited for. */
  #endLongest(): void {
    if (![...this.#quick].some(({ isOverdue }) => isOverdue)) return;
    const [longest] = [...this.#quick, ...this.#slow]
      .filter(({ isLong, wasEnded }) => isLong && !wasEnded)
      .toSorted((a, b) => a.turn - b.turn);
    if (longest === undefined) return;
    this.#quick.delete(longest);
    this.#slow.delete(longest);
    longest.ending.abort(new DOMException('others wait for the thread', 'AbortError'));
  }

  /** Of those there is room for, the one whose project, then whose repository has the least and waited the longest. */
  #next(): { readonly piece: Piece; readonly lane: Set<Piece> } | undefined {
    if (this.#waiting.size === 0) return undefined;
    const running = [...this.#quick, ...this.#slow];
    const wantsPlace = [...this.#waiting].some((piece) => !this.#isSlow(piece));
    let best: { readonly piece: Piece; readonly lane: Set<Piece>; readonly rank: readonly number[] } | undefined;
    for (const piece of this.#waiting) {
      const lane = this.#laneFor(piece, wantsPlace);
      if (lane === undefined) continue;
      const rank = [
        running.filter(({ project }) => project === piece.project).length,
        this.#served.get(piece.project) ?? 0,
        running.filter(({ repository }) => repository === piece.repository).length,
        this.#served.get(piece.repository) ?? 0,
      ];
      if (best === undefined || isBefore(rank, best.rank)) best = { piece, lane, rank };
    }
    return best;
  }

  #isSlow(piece: Piece): boolean {
    return piece.wasEnded || this.#known.has(piece.repository);
  }

  #laneFor(piece: Piece, othersWantPlace: boolean): Set<Piece> | undefined {
    const { places, slow } = this.#limits;
    if (!this.#isSlow(piece)) return this.#quick.size < places ? this.#quick : undefined;
    const isThere = [...this.#slow].some(({ repository }) => repository === piece.repository);
    if (!isThere && this.#slow.size < slow) return this.#slow;
    // One place stays free for whoever comes next. Nothing is ended twice.
    return !piece.wasEnded && !othersWantPlace && this.#quick.size < places - 1 ? this.#quick : undefined;
  }
}

function keysOf({ project, repository }: TurnWish): TurnWish {
  return { project: JSON.stringify([project]), repository: JSON.stringify([project, repository]) };
}

function isBefore(rank: readonly number[], other: readonly number[]): boolean {
  const at = rank.findIndex((value, index) => value !== other[index]);
  return at >= 0 && (rank[at] ?? 0) < (other[at] ?? 0);
}

/** Sets a value, or forgets the key; the oldest go. */
function remember<V>(kept: Map<string, V>, key: string, value: V | undefined): void {
  kept.delete(key);
  if (value !== undefined) kept.set(key, value);
  for (const oldest of kept.keys()) {
    if (kept.size <= REMEMBERED) return;
    kept.delete(oldest);
  }
}
