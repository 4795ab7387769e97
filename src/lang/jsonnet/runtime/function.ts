/** Functions: of programs, and of the library. */
import type { Machine } from './machine.ts';
import type { Scope } from './scope.ts';
import type { Site } from './site.ts';
import type { Code, Lazy } from './thunk.ts';
import type { Value } from './value.ts';

export interface ClosureParameter {
  readonly name: string;
  readonly defaultCode: Code | undefined;
  /** Where its variable stands: parameters of one name share one. */
  readonly slot: number;
}

export interface Closure {
  readonly kind: 'closure';
  readonly parameters: readonly ClosureParameter[];
  /** Whether some of them share a name, which nothing forbids. */
  readonly repeatsNames: boolean;
  readonly body: Code;
  readonly scope: Scope;
}

export interface NativeParameter {
  readonly name: string;
  /** Whether it may be left out; then `fallback` stands for it. */
  readonly isOptional: boolean;
  readonly fallback?: Value | undefined;
}

/** A function of the library that its real counterpart writes in the host language: arguments are values, no call of its own. */
export interface Strict {
  readonly kind: 'strict';
  readonly parameters: readonly NativeParameter[];
  readonly run: (machine: Machine, values: readonly Value[], site: Site) => Value;
}

/** One that its real counterpart writes in Jsonnet: arguments are as lazy as there, and calls have the places they have there. */
export interface Traced {
  readonly kind: 'traced';
  readonly parameters: readonly NativeParameter[];
  readonly run: (machine: Machine, args: readonly Lazy[]) => Value;
}

export type Callable = Closure | Strict | Traced;

export class JsonnetFunction {
  readonly callable: Callable;

  constructor(callable: Callable) {
    this.callable = callable;
  }

  /** Parameters that have no default. */
  get requiredParameters(): number {
    const { callable } = this;
    if (callable.kind === 'closure')
      return callable.parameters.filter(({ defaultCode }) => defaultCode === undefined).length;
    return callable.parameters.filter(({ isOptional }) => !isOptional).length;
  }
}
