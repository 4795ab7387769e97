/** Functions that Go itself brings. They see reflection's values: nothing (undefined) is not nil (null). */
import {
  ANY,
  GoError,
  GoNil,
  GoPointer,
  type GoSignature,
  type GoType,
  type GoValue,
  type Meter,
  REFLECT_VALUE,
} from '../../go-value/index.ts';
import type { Evaluated } from '../execute/frame.ts';

export interface Builtin extends GoSignature {
  call(args: readonly Evaluated[], meter: Meter): Evaluated;
}

/** A function of `count` values. */
export function ofValues(name: string, count: number, call: Builtin['call']): Builtin {
  return { name, parameters: new Array<GoType>(count).fill(REFLECT_VALUE), call };
}

/** A function of at least one value. */
export function ofMoreValues(name: string, call: Builtin['call']): Builtin {
  return { name, parameters: [REFLECT_VALUE, REFLECT_VALUE], variadic: true, call };
}

/** A function of any number of `interface{}`. */
export function ofAnything(name: string, call: (args: readonly GoValue[], meter: Meter) => GoValue): Builtin {
  return {
    name,
    parameters: [ANY],
    variadic: true,
    call: (args, meter) =>
      call(
        args.map((arg) => arg ?? null),
        meter,
      ),
  };
}

export function goError(message: string): GoError {
  return new GoError(message);
}

/** What pointers lead to; undefined where one of them, or the value itself, is nil. */
export function pointedTo(value: GoValue): GoValue | undefined {
  if (value === null || (value instanceof GoNil && value.type.kind === 'ptr')) return undefined;
  return value instanceof GoPointer ? pointedTo(value.target) : value;
}
