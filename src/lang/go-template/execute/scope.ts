/** Where variables live. Go keeps them on a stack at run time; here each declaration has a place in the frame. */
import { GoNil } from '../../go-value/index.ts';

/** In the place of a variable whose declaration was skipped. */
export const UNSET = new GoNil({ kind: 'invalid', name: 'unset' });

interface Variable {
  readonly name: string;
  readonly slot: number;
  /** Declared in an argument of `and` or `or`, which may not be evaluated. */
  readonly isConditional: boolean;
  readonly older: Variable | undefined;
}

/** What is visible at one point of a template, and which place is free there. */
export interface ScopeMark {
  readonly youngest: Variable;
  readonly free: number;
}

/** Lists that are not open at the same time share places, as they share Go's stack. */
export class Scope {
  #youngest: Variable = { name: '$', slot: 0, isConditional: false, older: undefined };
  #free = 1;
  #most = 1;
  #conditional = false;

  /** How many places a frame needs for all that was declared so far. */
  get most(): number {
    return this.#most;
  }

  /** The place of the next declaration. */
  get free(): number {
    return this.#free;
  }

  mark(): ScopeMark {
    return { youngest: this.#youngest, free: this.#free };
  }

  /** Back, or on, to another point. */
  moveTo({ youngest, free }: ScopeMark): void {
    this.#youngest = youngest;
    this.#free = free;
  }

  declare(name: string): number {
    const slot = this.#free;
    this.#free += 1;
    this.#most = Math.max(this.#most, this.#free);
    this.#youngest = { name, slot, isConditional: this.#conditional, older: this.#youngest };
    return slot;
  }

  /** Places that may hold the variable, the youngest first; only the last one is surely set. Empty: not defined. */
  find(name: string): readonly number[] {
    const slots: number[] = [];
    for (let variable: Variable | undefined = this.#youngest; variable; variable = variable.older) {
      if (variable.name !== name) continue;
      slots.push(variable.slot);
      if (!variable.isConditional) break;
    }
    return slots;
  }

  /** The place of a variable that is surely set there. */
  findCertain(name: string): number | undefined {
    let variable: Variable | undefined = this.#youngest;
    while (variable && variable.name !== name) variable = variable.older;
    return variable?.isConditional === false ? variable.slot : undefined;
  }

  /** Runs a step whose declarations may never be executed; gives back their places, too. */
  conditionally<T>(compile: () => T): { result: T; slots: readonly number[] } {
    const before = this.#conditional;
    const first = this.#free;
    this.#conditional = true;
    const result = compile();
    this.#conditional = before;
    return { result, slots: Array.from({ length: this.#free - first }, (_, index) => first + index) };
  }
}
