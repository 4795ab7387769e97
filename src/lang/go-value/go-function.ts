/** Functions and methods that templates call: signature, so that arguments are checked and converted as reflection does, and body. */
import type { Budget } from './budget.ts';
import type { GoType } from './go-type.ts';
import type { GoValue } from './go-value.ts';

/** What a call may use beside its arguments. Everything that is not a value is an input: clock, entropy, budget. */
export interface CallContext {
  readonly budget: Budget;
  /** Nanoseconds since 1970; the same during one execution, or not: whoever starts it decides. */
  now(): bigint;
  /** That many random bytes. */
  random(bytes: number): Uint8Array;
  /** The templates among which the calling one is: what `include` and `tpl` work on. */
  readonly templates: TemplateRunner;
}

/** Go's `*template.Template` of the running execution. What it runs counts against the same budget. */
export interface TemplateRunner {
  has(name: string): boolean;
  /** `ExecuteTemplate`. Throws as the template does; `template: no template "x" associated with template "y"` as GoError. */
  execute(name: string, data: GoValue): string;
  /** `Clone()` and `New(name).Parse(text)`: the clone sees all templates of this set; this set stays as it is. */
  parse(name: string, text: string): { execute(data: GoValue): string };
}

export interface GoSignature {
  readonly name: string;
  /** With `variadic` the last one is the type of each further argument. Values arrive as exactly these types. */
  readonly parameters: readonly GoType[];
  readonly variadic?: boolean;
}

/**
 * A function of the table. `call` gets as many arguments as the signature asks for, checked and converted; throws
 * GoError where Go's function returns an error (or panics). A plain JS array as a result is `[]interface{}`.
 */
export interface GoFunction extends GoSignature {
  /** Has state of the execution, which brings along its own under this name. */
  readonly isOfExecution?: boolean;
  call(context: CallContext, args: readonly GoValue[]): GoValue;
}

export interface GoMethod extends GoSignature {
  call(receiver: GoValue, context: CallContext, args: readonly GoValue[]): GoValue;
}

export type FunctionTable = ReadonlyMap<string, GoFunction>;

/** A table from lists of functions; of two with the same name the later one stays. */
export function functionTable(...lists: readonly (readonly GoFunction[])[]): FunctionTable {
  return new Map(lists.flat().map((entry) => [entry.name, entry]));
}

/** A method table for a type. */
export function methodTable(...methods: readonly GoMethod[]): ReadonlyMap<string, GoMethod> {
  return new Map(methods.map((entry) => [entry.name, entry]));
}
