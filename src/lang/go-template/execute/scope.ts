/** Where variables live. Go keeps them on a stack at run time; here each declaration has a place of its own. */
import { GoNil } from '../../go-value/index.ts';

/** In the place of a variable whose declaration was skipped. */
export const UNSET = new GoNil({ kind: 'invalid', name: 'unset' });

interface Variable {
  readonly name: string;
  readonly slot: number;
  /** Declared in an argument of `and` or `or`, which may not be evaluated. */
  readonly isConditional: boolean;
}

export class Scope {
  readonly #variables: Variable[] = [{ name: '$', slot: 0, isConditional: false }];
  #slots = 1;
  #conditional = false;

  /** How many places a frame needs. */
  get slots(): number {
    return this.#slots;
  }

  /** Marks the height of the stack, for `release`. */
  mark(): number {
    return this.#variables.length;
  }

  release(mark: number): void {
    this.#variables.length = mark;
  }

  declare(name: string): number {
    const slot = this.#slots;
    this.#slots += 1;
    this.#variables.push({ name, slot, isConditional: this.#conditional });
    return slot;
  }

  /** Places that may hold the variable, the youngest first; only the last one is surely set. Empty: not defined. */
  find(name: string): readonly number[] {
    const slots: number[] = [];
    for (const variable of this.#variables.toReversed()) {
      if (variable.name !== name) continue;
      slots.push(variable.slot);
      if (!variable.isConditional) break;
    }
    return slots;
  }

  /** True where the variable may turn out to be undefined although it is found. */
  isUncertain(name: string): boolean {
    return !this.#variables.some((variable) => variable.name === name && !variable.isConditional);
  }

  /** Runs a step whose declarations may never be executed; gives back their places, too. */
  conditionally<T>(compile: () => T): { result: T; slots: readonly number[] } {
    const before = this.#conditional;
    const first = this.#slots;
    this.#conditional = true;
    const result = compile();
    this.#conditional = before;
    return { result, slots: Array.from({ length: this.#slots - first }, (_, index) => first + index) };
  }
}
