/** Places of a frame behind its variables, for values that a statement needs later. */
import type { Local } from '../../parser/syntax.ts';

export class Temporaries {
  readonly #first: number;
  #next: number;

  /** `first`: how many places the variables of the function take. */
  constructor(first: number) {
    this.#first = first;
    this.#next = first;
  }

  /** A place of its own until the statement ends; the name is what a call of it names. */
  take(name = '?'): Local {
    return { name, slot: this.#next++, captured: false };
  }

  /** Before each statement: no statement needs the values of another. */
  restart(): void {
    this.#next = this.#first;
  }
}
