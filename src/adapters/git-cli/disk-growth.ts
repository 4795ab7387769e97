/**
 * What transfers bring to the disk while they bring it: none makes its mirror larger than one may be, and all mirrors together
 * stay within their bound. For room the longest unused mirrors are emptied; where there is none, the largest of several transfers
 * is ended.
 */
import { mirrorSize, tooLarge, tooMuch } from './disk-use.ts';

const LOOK_EVERY = 200;

export interface GrowthRules {
  /** Bytes that one mirror may take. */
  readonly limit: number;
  /** Bytes that all may take together. */
  readonly budget: number;
  /** What the mirror in a folder takes, without what is under way; without a folder: all of them. */
  readonly stored: (folder?: string) => number;
  /** Empties the longest unused mirror in which nothing grows; false where there is none. */
  readonly emptyOldest: () => Promise<boolean>;
}

export interface GrowingMirror {
  readonly folder: string;
  /** For messages. */
  readonly url: string;
}

/** One transfer, from before it asks for its turn until what it brought is counted, or gone. */
export interface Growth extends Disposable {
  /** What came so far. */
  readonly bytes: number;
  /** Aborts with `git.too-large` where the transfer has to end. */
  readonly signal: AbortSignal;
  /** Takes note of more bytes, and waits until there is room for them. Throws the reason of the signal. */
  add(bytes: number): Promise<void>;
  /** The same where what the mirror takes by now was measured. */
  measured(bytes: number): Promise<void>;
}

interface Piece extends GrowingMirror {
  bytes: number;
  readonly ending: AbortController;
  readonly over: PromiseWithResolvers<void>;
}

export class DiskGrowth {
  readonly #rules: GrowthRules;
  readonly #pieces = new Set<Piece>();
  #emptying: Promise<boolean> | undefined;

  constructor(rules: GrowthRules) {
    this.#rules = rules;
  }

  /** Bytes of transfers under way. */
  get bytes(): number {
    return [...this.#pieces].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Of those into the mirror in a folder. */
  count(folder: string): number {
    return [...this.#pieces].filter((piece) => piece.folder === folder).length;
  }

  begin({ folder, url }: GrowingMirror): Growth {
    const piece: Piece = { folder, url, bytes: 0, ending: new AbortController(), over: Promise.withResolvers() };
    this.#pieces.add(piece);
    return {
      get bytes() {
        return piece.bytes;
      },
      signal: piece.ending.signal,
      add: async (bytes) => {
        piece.bytes += bytes;
        await this.#fit(piece);
      },
      measured: async (bytes) => {
        piece.bytes = Math.max(0, bytes - this.#rules.stored(folder));
        await this.#fit(piece);
      },
      [Symbol.dispose]: () => {
        this.#pieces.delete(piece);
        piece.over.resolve();
      },
    };
  }

  async #fit(piece: Piece): Promise<void> {
    const { limit, budget, stored } = this.#rules;
    const { signal } = piece.ending;
    const beside = [...this.#pieces].filter(({ folder }) => folder === piece.folder);
    const size = stored(piece.folder) + beside.reduce((sum, { bytes }) => sum + bytes, 0);
    if (size > limit) piece.ending.abort(tooLarge(piece.url, limit));
    signal.throwIfAborted();
    while (stored() + this.bytes > budget) {
      if (await this.#empty()) continue;
      // What operations need may be all there is: one at a time comes through even then.
      if (stored() + this.bytes <= budget || this.bytes === piece.bytes) return;
      await this.#endLargest(piece);
      signal.throwIfAborted();
    }
  }

  /** One after the other, whoever asks. */
  async #empty(): Promise<boolean> {
    this.#emptying ??= this.#rules.emptyOldest().finally(() => {
      this.#emptying = undefined;
    });
    return await this.#emptying;
  }

  /** Resolves when what it brought counts no more; at once where it is the asker itself. None more is ended while one ends. */
  async #endLargest(asker: Piece): Promise<void> {
    const bySize = [...this.#pieces].toSorted((one, other) => other.bytes - one.bytes);
    const largest = bySize.find(({ ending }) => ending.signal.aborted) ?? bySize[0];
    if (largest === undefined) return;
    largest.ending.abort(tooMuch(largest.url, this.#rules.budget));
    if (largest !== asker) await Promise.race([largest.over.promise, asker.over.promise]);
  }
}

export interface GrowthWatch extends Disposable {
  /** Once more, at the end. Throws what `measured` throws. */
  look(): Promise<void>;
}

/** Looks again and again at what the mirror takes, while somebody else writes into it. */
export function watchGrowth(folder: string, growth: Growth): GrowthWatch {
  const look = async (): Promise<void> => await growth.measured(await mirrorSize(folder));
  // Whoever listens to the signal is told.
  const timer = setInterval(() => void look().catch(() => undefined), LOOK_EVERY);
  timer.unref();
  return { look, [Symbol.dispose]: () => clearInterval(timer) };
}
