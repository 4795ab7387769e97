/** What a program may fail with while it runs. */
import type { Site } from './site.ts';

/** An error of the program, with the calls it happened in, the innermost first. */
export class RuntimeFault extends Error {
  override readonly name = 'RuntimeFault';
  readonly trace: readonly Site[];

  constructor(message: string, trace: readonly Site[]) {
    super(message);
    this.trace = trace;
  }
}

/** The program wants more than it may have; no program can catch or cause it otherwise. */
export class BudgetFault extends Error {
  override readonly name = 'BudgetFault';
}
