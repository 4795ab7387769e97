/**
 * Bytes that arrive in pieces, as many as they are: whoever sends them a byte at a time must not cost a hundred bytes of memory
 * for each.
 */

const BLOCK = 64 * 1024;
/** From this size on a piece is kept as it is. */
const LARGE = 16 * 1024;

export class GatheredBytes {
  #size = 0;
  readonly #whole: Uint8Array[] = [];
  /** The rest of a block, and how much of it is filled. */
  #block = new Uint8Array(0);
  #filled = 0;

  get size(): number {
    return this.#size;
  }

  /** Large pieces are not copied: nobody may change them afterwards. */
  add(piece: Uint8Array): void {
    this.#size += piece.length;
    if (piece.length >= LARGE) {
      this.#closeBlock();
      this.#whole.push(piece);
      return;
    }
    const fitting = Math.min(piece.length, this.#block.length - this.#filled);
    this.#block.set(piece.subarray(0, fitting), this.#filled);
    this.#filled += fitting;
    if (fitting === piece.length) return;
    this.#closeBlock();
    this.#block = new Uint8Array(BLOCK);
    this.#block.set(piece.subarray(fitting));
    this.#filled = piece.length - fitting;
  }

  /** All of them, one after the other. */
  bytes(): Buffer {
    return Buffer.concat([...this.#whole, this.#block.subarray(0, this.#filled)], this.#size);
  }

  /** As `bytes`; what is no UTF-8 is replaced. */
  text(): string {
    return this.bytes().toString('utf8');
  }

  clear(): void {
    this.#size = 0;
    this.#whole.length = 0;
    this.#block = new Uint8Array(0);
    this.#filled = 0;
  }

  /** What is left of it is filled next. */
  #closeBlock(): void {
    if (this.#filled === 0) return;
    this.#whole.push(this.#block.subarray(0, this.#filled));
    this.#block = this.#block.subarray(this.#filled);
    this.#filled = 0;
  }
}
