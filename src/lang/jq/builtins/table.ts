/** Functions of plain values: input and arguments in, one value out. */
import type { Json } from '../../../base/json-value.ts';
import type { Budget } from '../compile/machine.ts';
import { notFor } from '../value/fault.ts';

export interface Call {
  readonly name: string;
  readonly input: Json;
  readonly args: readonly Json[];
  readonly budget: Budget;
}

export type ValueFunction = (call: Call) => Json;

/** By `name/arity`. */
export type FunctionTable = Readonly<Record<string, ValueFunction>>;

/** An argument, null where there is none. */
export function arg(call: Call, at: number): Json {
  return call.args[at] ?? null;
}

/** The input where it is a text. */
export function textInput(call: Call): string {
  if (typeof call.input === 'string') return call.input;
  throw notFor(call.name, call.input, call.args);
}

/** The input where it is a list. */
export function listInput(call: Call): readonly Json[] {
  const { input } = call;
  if (Array.isArray(input)) return input;
  throw notFor(call.name, input, call.args);
}

export function numberInput(call: Call): number {
  const { input } = call;
  if (typeof input === 'number' || typeof input === 'bigint') return Number(input);
  throw notFor(call.name, input, call.args);
}
