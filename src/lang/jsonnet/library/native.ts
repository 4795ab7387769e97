/** How functions of the library are declared. */
import { JsonnetFunction, type NativeParameter } from '../runtime/function.ts';
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

/** An array of values, counted. */
export function arrayOf(machine: Machine, elements: readonly Lazy[]): JsonnetArray {
  machine.make(elements.length);
  return new JsonnetArray(elements);
}
