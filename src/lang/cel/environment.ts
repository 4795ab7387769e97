/** What an expression may name: variables, functions and object types. */
import type { Value } from './runtime/values.ts';
import type { CelType } from './types.ts';

/** One way to call a function. */
export interface Overload {
  readonly id: string;
  /** Called on its first argument: `a.f(b)`. */
  readonly member: boolean;
  readonly args: readonly CelType[];
  readonly result: CelType;
  /** Letters that stand for types in it. */
  readonly typeParameters: readonly string[];
  /** Throws a fault; undefined for what the compiler itself does, such as `&&`. */
  readonly run: Run | undefined;
}

export type Run = (...args: Value[]) => Value;

export interface FunctionDeclaration {
  readonly name: string;
  readonly overloads: readonly Overload[];
}

export type Functions = ReadonlyMap<string, FunctionDeclaration>;

/** The fields of an object type by its name; undefined where there is no such type. */
export type StructFields = (type: string) => ReadonlyMap<string, CelType> | undefined;

export interface Environment {
  readonly variables: ReadonlyMap<string, CelType>;
  readonly functions: Functions;
  readonly structs: StructFields;
}
