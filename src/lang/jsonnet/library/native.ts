/** How functions of the library are declared. */
import { JsonnetFunction, type NativeParameter, type Strict, type Traced } from '../runtime/function.ts';
import type { Machine } from '../runtime/machine.ts';
import type { Site } from '../runtime/site.ts';
import type { Lazy } from '../runtime/thunk.ts';
import { JsonnetArray, type Value } from '../runtime/value.ts';

/** One call of a strict function: what it reads its arguments with, and where it stands. */
export interface Call {
  readonly machine: Machine;
  readonly site: Site;
}

export type Declared = readonly [name: string, value: Value];

/** A function whose arguments are all values before it begins. Parameters: `a b` or, with a default, `a=`. */
export function strict(
  name: string,
  parameters: string,
  run: (call: Call, values: Values) => Value,
  fallbacks: Readonly<Record<string, Value>> = {},
): Declared {
  const callable = {
    kind: 'strict' as const,
    parameters: parametersOf(parameters, fallbacks),
    run: (machine: Machine, values: readonly Value[], site: Site) => run({ machine, site }, new Values(values)),
  };
  return [name, new JsonnetFunction(callable)];
}

/** A function whose arguments are evaluated when it asks for them. */
export function traced(
  name: string,
  parameters: string,
  run: (machine: Machine, args: Lazies) => Value,
  fallbacks: Readonly<Record<string, Value>> = {},
): Declared {
  const callable = {
    kind: 'traced' as const,
    parameters: parametersOf(parameters, fallbacks),
    run: (machine: Machine, args: readonly Lazy[]) => run(machine, new Lazies(args)),
  };
  return [name, new JsonnetFunction(callable)];
}

function parametersOf(text: string, fallbacks: Readonly<Record<string, Value>>): readonly NativeParameter[] {
  return text.split(' ').map((word) => {
    const name = word.replace('=', '');
    return { name, isOptional: word.endsWith('='), fallback: fallbacks[name] };
  });
}

/** The same function, whose texts count: those it is given, where it takes values, and the one it makes. */
export function countingTexts([name, value]: Declared): Declared {
  if (!(value instanceof JsonnetFunction)) return [name, value];
  const { callable } = value;
  if (callable.kind === 'closure') return [name, value];
  if (callable.kind === 'traced') {
    const run: Traced['run'] = (machine, args) => counted(machine, callable.run(machine, args));
    return [name, new JsonnetFunction({ ...callable, run })];
  }
  const run: Strict['run'] = (machine, values, site) => {
    for (const given of values) if (typeof given === 'string') machine.read(given);
    return counted(machine, callable.run(machine, values, site));
  };
  return [name, new JsonnetFunction({ ...callable, run })];
}

function counted(machine: Machine, value: Value): Value {
  if (typeof value === 'string') machine.makeText(value.length);
  return value;
}

/** Arguments by position. */
export class Values {
  private readonly values: readonly Value[];

  constructor(values: readonly Value[]) {
    this.values = values;
  }

  get count(): number {
    return this.values.length;
  }

  at(index: number): Value {
    const value = this.values[index];
    if (value === undefined) throw new Error('a library function without its argument');
    return value;
  }
}

export class Lazies {
  private readonly lazies: readonly Lazy[];

  constructor(lazies: readonly Lazy[]) {
    this.lazies = lazies;
  }

  at(index: number): Lazy {
    const lazy = this.lazies[index];
    if (lazy === undefined) throw new Error('a library function without its argument');
    return lazy;
  }
}

/** An array of values that are computed when they are asked for, counted. */
export function lazyArrayOf(machine: Machine, length: number, element: (index: number) => Lazy): JsonnetArray {
  machine.make(LAZY_SIZE * length);
  return new JsonnetArray(Array.from({ length }, (_, index) => element(index)));
}

/** Values for each one that is computed when it is asked for. */
export const LAZY_SIZE = 6;

/** Counts an object with fields of its own. */
export function makeObject(machine: Machine, fields: number): void {
  machine.make(12 + 6 * fields);
}

/** An array of values, counted. */
export function arrayOf(machine: Machine, elements: readonly Lazy[]): JsonnetArray {
  machine.make(elements.length);
  return new JsonnetArray(elements);
}
