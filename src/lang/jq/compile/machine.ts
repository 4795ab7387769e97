/** One run of a program: its budget, and what names stand for. */
import { AppError } from '../../../base/errors.ts';
import type { Json } from '../../../base/json-value.ts';
import type { Filter } from './filter.ts';

export interface JqLimits {
  /** Steps: calls, outputs, items looked at. */
  readonly steps: number;
  /** Cells of lists, members of objects and characters that may be made in all. */
  readonly cells: number;
  /** Nested calls of functions. */
  readonly depth: number;
  /** Asked now and then: true ends the run. */
  readonly expired?: () => boolean;
  /** Seconds since 1970, for `now`. */
  readonly now: number;
}

/** What a run may still do. Each method throws `jq.exhausted` (user) when that is over. */
export class Budget {
  readonly limits: JqLimits;
  private steps = 0;
  private cells = 0;
  /** Nested calls; who catches what was thrown sets it back. */
  depth = 0;

  constructor(limits: JqLimits) {
    this.limits = limits;
  }

  step(): void {
    if (++this.steps > this.limits.steps) throw exhausted('takes too many steps');
    if ((this.steps & 0x3ff) === 0 && this.limits.expired?.() === true) throw exhausted('takes too long');
  }

  hold(cells: number): void {
    this.cells += cells;
    if (this.cells > this.limits.cells) throw exhausted('makes too large values');
  }

  enter(): void {
    this.step();
    if (++this.depth > this.limits.depth) throw exhausted('calls itself too deep');
  }

  leave(): void {
    this.depth--;
  }
}

export function exhausted(why: string): AppError {
  return new AppError({ code: 'jq.exhausted', kind: 'user', message: `the jq expression ${why}` });
}

/** What names stand for, innermost first; the compiler knows how far away each is. */
export type Environment = Binding | undefined;

export interface Binding {
  readonly value: Json | Closure | Label;
  readonly outer: Environment;
}

/** An argument of a function: a filter where the caller stands. */
export class Closure {
  readonly filter: Filter;
  readonly environment: Environment;

  constructor(filter: Filter, environment: Environment) {
    this.filter = filter;
    this.environment = environment;
  }
}

/** What `break` jumps to; thrown by it. */
export class Label {}

export interface Frame {
  readonly budget: Budget;
  readonly environment: Environment;
}

/** The frame with one more name. */
export function bound(frame: Frame, value: Json | Closure | Label): Frame {
  return { budget: frame.budget, environment: { value, outer: frame.environment } };
}
