/** Lua patterns as a list of steps. */

/** One byte, as a question about its code. */
export type ByteTest = (code: number) => boolean;

export type Step =
  | { readonly kind: 'byte'; readonly test: ByteTest }
  /** Two ways to go on; the first is tried first. */
  | { readonly kind: 'fork'; readonly first: number; readonly second: number }
  | { readonly kind: 'jump'; readonly to: number }
  /** The place is kept: 0 and 1 are start and end of the match, 2 and 3 those of the first capture. */
  | { readonly kind: 'mark'; readonly place: number }
  /** A capture of the position itself. */
  | { readonly kind: 'position'; readonly place: number }
  /** `%bxy`. */
  | { readonly kind: 'balance'; readonly open: number; readonly close: number }
  /** `%1`: what was captured comes again. */
  | { readonly kind: 'again'; readonly place: number }
  /** Only at the end of the text. */
  | { readonly kind: 'tail' }
  | { readonly kind: 'done' };

export interface Pattern {
  readonly steps: readonly Step[];
  /** Tried at the first position only. */
  readonly anchored: boolean;
}
