/** What one execution may use. Counted down by whatever works; every overrun is an AppError of its own code, kind user. */
import { AppError } from '../../base/errors.ts';

export interface BudgetLimits {
  /** Nodes executed, calls made, elements made, texts made: 2 to 20 million a second. */
  readonly steps: number;
  /** Bytes written, those of `include` and `tpl` counted each time, and bytes that functions build. */
  readonly bytes: number;
  /** Templates within templates, `include` and `tpl` too. */
  readonly depth: number;
  /** Milliseconds of the clock that is given along; asked every few thousand steps. */
  readonly milliseconds: number;
}

/** What counts the work of functions that walk values or build text. */
export interface Meter {
  step(count?: number): void;
  take(bytes: number): void;
}

export const DEFAULT_BUDGET: BudgetLimits = {
  steps: 20_000_000,
  bytes: 256 * 2 ** 20,
  depth: 100_000,
  milliseconds: 30_000,
};

/** The codes of all overruns. */
export const BUDGET_CODES: readonly string[] = [
  'template.too-many-steps',
  'template.too-much-output',
  'template.too-deep',
  'template.too-slow',
];

const STEPS_BETWEEN_LOOKS = 4096;
const BYTES_PER_STEP = 1024;

/**
 * Codes: `template.too-many-steps`, `template.too-much-output`, `template.too-deep`, `template.too-slow`. These errors pass
 * through `include`, `tpl` and all functions unchanged: never catch them.
 */
export class Budget implements Meter {
  readonly #limits: BudgetLimits;
  readonly #clock: (() => number) | undefined;
  readonly #deadline: number;
  #steps = 0;
  #lookAt = STEPS_BETWEEN_LOOKS;
  #bytes = 0;
  #depth = 0;

  /** `clock` in milliseconds from any start; without one there is no limit of time. */
  constructor(limits: Partial<BudgetLimits> = {}, clock?: () => number) {
    this.#limits = { ...DEFAULT_BUDGET, ...limits };
    this.#clock = clock;
    this.#deadline = clock ? clock() + this.#limits.milliseconds : Number.POSITIVE_INFINITY;
    this.#lookAt = Math.min(STEPS_BETWEEN_LOOKS, this.#limits.steps + 1);
  }

  /** Counts work: one for a node or call, the number of elements for a loop inside a function. */
  step(count = 1): void {
    this.#steps += count;
    if (this.#steps >= this.#lookAt) this.#look();
  }

  /** Counts bytes, best before they are made: `repeat` asks for its whole result first. */
  take(bytes: number): void {
    this.#bytes += bytes;
    const { bytes: limit } = this.#limits;
    if (this.#bytes > limit) throw exceeded('too-much-output', `the template makes more than ${limit} bytes`);
    // Making text takes time: whoever only makes text is asked for the time as well.
    this.step(1 + bytes / BYTES_PER_STEP);
  }

  enter(): void {
    this.#depth += 1;
    const { depth: limit } = this.#limits;
    if (this.#depth > limit) throw exceeded('too-deep', `templates are nested more than ${limit} deep`);
  }

  leave(): void {
    this.#depth -= 1;
  }

  #look(): void {
    const { steps: limit, milliseconds } = this.#limits;
    if (this.#steps > limit) throw exceeded('too-many-steps', `the template takes more than ${limit} steps`);
    if (this.#clock && this.#clock() > this.#deadline) {
      throw exceeded('too-slow', `the template takes more than ${milliseconds} ms`);
    }
    this.#lookAt = Math.min(this.#steps + STEPS_BETWEEN_LOOKS, limit + 1);
  }
}

function exceeded(code: string, message: string): AppError {
  return new AppError({
    code: `template.${code}`,
    kind: 'user',
    message,
    hint: 'Look for a recursion or a loop without end, or raise the limit.',
  });
}
