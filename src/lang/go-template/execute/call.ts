/** Calls of functions and methods: number of arguments, their types, what goes wrong inside. */
import type { GoMethod, GoSignature, GoType, GoValue } from '../../go-value/index.ts';
import type { Node } from '../parse/node.ts';
import { fail, isGoError } from './fail.ts';
import type { Evaluate, Evaluated, Frame } from './frame.ts';
import { validated } from './validate.ts';

/** An argument as written: what it gives depends on the type that is asked for. */
export type Argument = (type: GoType) => Evaluate;

export interface CallSite {
  readonly name: string;
  /** Named in `error calling`. */
  readonly node: Node;
  /** Without the function itself and without the pipeline's value. */
  readonly args: readonly Argument[];
}

/** Go's complaint about the number of arguments, if there is one. `final` says that the pipeline brings one more. */
export function countProblem(signature: GoSignature, site: CallSite, final: boolean): string | undefined {
  const { parameters, variadic } = signature;
  const given = site.args.length;
  const count = given + (final ? 1 : 0);
  if (variadic) {
    const least = parameters.length - 1;
    return count < least ? `wrong number of args for ${site.name}: want at least ${least} got ${given}` : undefined;
  }
  if (count === parameters.length) return undefined;
  return `wrong number of args for ${site.name}: want ${parameters.length} got ${count}`;
}

/** The type of the parameter that the argument at this place goes to. */
export function parameterType({ parameters, variadic }: GoSignature, index: number): GoType {
  const last = parameters.length - 1;
  const type = variadic && index > last ? parameters[last] : parameters[index];
  if (type === undefined) throw new TypeError('an argument without a parameter');
  return type;
}

/** Runs a body and words what it throws as Go does. */
export function guardedCall(frame: Frame, site: CallSite, body: () => Evaluated): Evaluated {
  try {
    return body();
  } catch (error) {
    return callFailed(frame, site, error);
  }
}

/** `error calling NAME: …` for errors of Go's function; everything else goes on as it is. */
export function callFailed(frame: Frame, site: CallSite, error: unknown): never {
  if (!isGoError(error)) throw error;
  frame.node = site.node;
  return fail(frame, `error calling ${site.name}: ${error.message}`, error);
}

/** Calls a method that was found at run time. */
export function callMethod(
  frame: Frame,
  { method, receiver }: { readonly method: GoMethod; readonly receiver: GoValue },
  site: CallSite,
  final: { readonly value: Evaluated } | undefined,
): Evaluated {
  const problem = countProblem(method, site, final !== undefined);
  if (problem !== undefined) fail(frame, problem);
  const args = site.args.map((argument, index) => argument(parameterType(method, index))(frame) ?? null);
  if (final) args.push(validated(frame, final.value, parameterType(method, args.length)) ?? null);
  frame.run.budget.step();
  return guardedCall(frame, site, () => method.call(receiver, frame.context, args));
}
