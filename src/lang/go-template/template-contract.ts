/** What compiles and runs templates, seen from outside. */
import type { Budget, GoFunction, GoValue } from '../go-value/index.ts';

/** Go's `Option("missingkey=…")`: `default` prints `<no value>`, `zero` the zero of the map's element type, `error` fails. */
export type MissingKey = 'default' | 'zero' | 'error';

export interface CompileOptions {
  readonly missingKey?: MissingKey;
  /** Default `{{` and `}}`. */
  readonly leftDelimiter?: string;
  readonly rightDelimiter?: string;
  /** Name of the template that all others are associated with; seen in errors only. */
  readonly rootName?: string;
}

/** Everything one execution may use. */
export interface ExecutionInputs {
  readonly budget: Budget;
  /** Nanoseconds since 1970. */
  now(): bigint;
  random(bytes: number): Uint8Array;
  /**
   * Functions for this execution only, instead of those of the same name at compile time: `include`, `lookup`, whatever
   * has state of the render. Only those that are marked so in the table at compile time.
   */
  readonly functions?: ReadonlyMap<string, GoFunction>;
}

/** Parsed and compiled once, executed as often as wanted, at the same time too. */
export interface TemplateSet {
  /** Names that have a body, `define`d ones included, in byte order. */
  readonly names: readonly string[];
  has(name: string): boolean;
  /**
   * The text that the template `name` makes of `data`. Throws TemplateError with Go's words and place, or the budget's
   * errors.
   */
  execute(name: string, data: GoValue, inputs: ExecutionInputs): string;
  /** A set with further texts on top; this one stays as it is. Throws TemplateError. */
  extend(texts: readonly TemplateText[]): TemplateSet;
}

export interface TemplateText {
  readonly name: string;
  readonly text: string;
}
