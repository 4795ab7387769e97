/** How the functions of this folder are written down: name, types of the parameters, body. */
import { type CallContext, type GoFunction, GoInt, type GoType, type GoValue } from '../go-value/index.ts';

/** The arguments of a call, already checked and converted by whoever calls. */
export class CallArguments {
  readonly values: readonly GoValue[];

  constructor(values: readonly GoValue[]) {
    this.values = values;
  }

  /** A parameter of type string. */
  text(index: number): string {
    const value = this.values[index];
    return typeof value === 'string' ? value : '';
  }

  /** A parameter of an integer type. */
  integer(index: number): bigint {
    const value = this.values[index];
    return value instanceof GoInt ? value.value : 0n;
  }

  /** The same for sizes and counts: beyond 2^53 it is no longer exact. */
  count(index: number): number {
    return Number(this.integer(index));
  }

  /** A parameter of type float64. */
  float(index: number): number {
    const value = this.values[index];
    return typeof value === 'number' ? value : 0;
  }

  boolean(index: number): boolean {
    return this.values[index] === true;
  }

  /** A parameter of type interface{}. */
  value(index: number): GoValue {
    return this.values[index] ?? null;
  }

  /** What a variadic parameter holds. */
  from(index: number): readonly GoValue[] {
    return this.values.slice(index);
  }
}

export type Body = (args: CallArguments, context: CallContext) => GoValue;

/** A function with a fixed number of parameters. */
export function define(name: string, parameters: readonly GoType[], body: Body): GoFunction {
  return { name, parameters, call: (context, args) => body(new CallArguments(args), context) };
}

/** A function whose last parameter takes any number of arguments. */
export function defineVariadic(name: string, parameters: readonly GoType[], body: Body): GoFunction {
  return { ...define(name, parameters, body), variadic: true };
}

/** The same function under further names. */
export function named(func: GoFunction, ...names: readonly string[]): readonly GoFunction[] {
  return names.map((name) => ({ ...func, name }));
}

/**
 * A function and its twin `mustX`. In Go one panics and the other returns the error; to a template both are the same
 * error text.
 */
export function withMust(func: GoFunction): readonly GoFunction[] {
  return named(func, func.name, `must${func.name.charAt(0).toUpperCase()}${func.name.slice(1)}`);
}
