/** Compiling an expression once and evaluating it many times. */
import { type Checked, check } from './check/checker.ts';
import { validateChecked } from './check/validators.ts';
import type { Environment } from './environment.ts';
import { CelFault } from './runtime/cel-fault.ts';
import { compile } from './runtime/compile.ts';
import type { Value } from './runtime/values.ts';
import { parse } from './syntax/parser.ts';
import { showErrors } from './syntax/source.ts';
import type { CelType } from './types.ts';
import { DYN } from './types.ts';

export interface Program {
  /** The type of its values. */
  readonly type: CelType;
  readonly checked: Checked;
  /**
   * The value for these variables; a fault as an outcome. The evaluation ends when it has cost more than the limit. Never
   * throws and reads nothing but the variables.
   */
  evaluate(variables: Variables, limit: number): Outcome;
}

export type Variables = (name: string) => Value | undefined;

export type Outcome =
  | { readonly kind: 'value'; readonly value: Value; readonly cost: number }
  | { readonly kind: 'fault'; readonly message: string; readonly cost: number }
  /** It cost more than it may. */
  | { readonly kind: 'budget'; readonly message: string; readonly cost: number };

export type Compilation =
  | { readonly kind: 'program'; readonly program: Program }
  /** All errors with their places, as Kubernetes prints them. */
  | { readonly kind: 'errors'; readonly text: string }
  /** The expression is right but a constant in it is not: a pattern, the text of a number. */
  | { readonly kind: 'unusable'; readonly text: string };

/** Parses, checks and compiles. Never throws. */
export function compileProgram(text: string, environment: Environment): Compilation {
  try {
    return compiled(text, environment);
  } catch (fault) {
    // Deeper than the stack of the language is.
    if (fault instanceof RangeError) return { kind: 'unusable', text: 'expression recursion limit exceeded' };
    throw fault;
  }
}

function compiled(text: string, environment: Environment): Compilation {
  const parsed = parse(text);
  if (parsed.kind === 'errors') return { kind: 'errors', text: showErrors(parsed.source, parsed.errors) };
  const result = check(parsed.tree, environment);
  if (result.kind === 'errors') return { kind: 'errors', text: showErrors(parsed.source, result.errors) };
  const invalid = validateChecked(result.checked);
  if (invalid.length > 0) return { kind: 'errors', text: showErrors(parsed.source, invalid) };
  try {
    return { kind: 'program', program: programOf(result.checked) };
  } catch (fault) {
    if (!(fault instanceof CelFault)) throw fault;
    return { kind: 'unusable', text: fault.message };
  }
}

const TOO_MUCH = 'operation cancelled: actual cost limit exceeded';

function programOf(checked: Checked): Program {
  const { evaluate, slots } = compile(checked);
  return {
    type: checked.types.get(checked.tree) ?? DYN,
    checked,
    evaluate(variable, limit) {
      const frame = { slots: new Array(slots), variable, limit, cost: 0 };
      try {
        return { kind: 'value', value: evaluate(frame), cost: frame.cost };
      } catch (fault) {
        if (fault instanceof RangeError) return { kind: 'budget', message: TOO_MUCH, cost: limit };
        if (!(fault instanceof CelFault)) throw fault;
        return { kind: fault.final ? 'budget' : 'fault', message: fault.message, cost: frame.cost };
      }
    },
  };
}
