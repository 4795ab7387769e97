/** jq as gojq runs it: a program, a value in, any number of values out. */
import { AppError } from '../../base/errors.ts';
import type { Json } from '../../base/json-value.ts';
import { compile } from './compile/compile.ts';
import type { Filter } from './compile/filter.ts';
import { Budget, exhausted, type JqLimits } from './compile/machine.ts';
import { Scope } from './compile/scope.ts';
import { parseProgram } from './syntax/parse.ts';
import { JqError } from './value/fault.ts';

export type { JqLimits } from './compile/machine.ts';

/** Compiled; may run any number of times. */
export interface JqProgram {
  readonly filter: Filter;
}

/** Reads a program. Throws `jq.syntax` and `jq.undefined` (user). */
export function compileJq(source: string): JqProgram {
  return { filter: compile(parseProgram(source), Scope.empty()) };
}

export interface JqRun {
  readonly input: Json;
  readonly limits: JqLimits;
  readonly emit: (value: Json) => void;
}

/**
 * Hands on each output for one input as it comes. There is no input to read, no environment and no module. Throws
 * `jq.failed` (user) for an error of the program, `jq.exhausted` (user) for a run beyond its limits.
 */
export function eachJq(program: JqProgram, { input, limits, emit }: JqRun): void {
  const frame = { budget: new Budget(limits), environment: undefined };
  try {
    program.filter(frame, { value: input, path: undefined }, ({ value }) => emit(value));
  } catch (error) {
    throw failure(error);
  }
}

/** All outputs for one input; throws as `eachJq` does. */
export function runJq(program: JqProgram, input: Json, limits: JqLimits): readonly Json[] {
  const found: Json[] = [];
  eachJq(program, { input, limits, emit: (value) => found.push(value) });
  return found;
}

function failure(error: unknown): unknown {
  if (error instanceof JqError) {
    return new AppError({ code: 'jq.failed', kind: 'user', message: error.message, cause: error });
  }
  if (error instanceof RangeError) return exhausted('calls itself too deep');
  return error;
}
