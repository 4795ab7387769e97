/** Calls by name: functions of the table, Go's own, and the two that evaluate their arguments only as needed. */
import { ANY, type GoFunction, type GoType, isTrue, REFLECT_VALUE } from '../../go-value/index.ts';
import { BUILTINS, type Builtin, callValue, isLazy } from '../builtins/index.ts';
import type { IdentifierNode } from '../parse/node.ts';
import { type Argument, type CallSite, callFailed, countProblem, parameterType } from './call.ts';
import type { Given } from './compile-fields.ts';
import type { Command, Compiler } from './compiler.ts';
import { fail } from './fail.ts';
import type { Evaluated, Frame } from './frame.ts';
import { UNSET } from './scope.ts';
import { validated } from './validate.ts';

export interface FunctionCall extends Given {
  readonly identifier: IdentifierNode;
  readonly site: CallSite;
  /** Text of the first argument, the name of what `call` calls. */
  readonly firstArgument: string | undefined;
  /** Places of variables that are declared in arguments which may be left out. */
  readonly conditionalSlots: readonly number[];
}

/** True for `and` and `or`, unless the table has its own. */
export function isLazyCall({ functions }: Compiler, name: string): boolean {
  return isLazy(name) && !functions.has(name);
}

export function compileFunction(compiler: Compiler, call: FunctionCall): Command {
  const { name } = call.identifier;
  const bound = compiler.functions.get(name);
  const builtin = bound ? undefined : BUILTINS.get(name);
  const signature = bound ?? builtin;
  if (signature === undefined) return refusal(call, `${JSON.stringify(name)} is not a defined function`);
  const problem = countProblem(signature, call.site, call.hasFinal);
  if (problem !== undefined) return refusal(call, problem);
  if (isLazyCall(compiler, name)) return lazyCall(call, name === 'or');
  const evaluated = call.args.map((argument, index) => argument(parameterType(signature, index)));
  const finalType = call.hasFinal ? parameterType(signature, call.args.length) : undefined;
  const evaluateArgs = argumentReader(call.identifier, evaluated, finalType);
  if (bound) return tableCall(bound, call.site, evaluateArgs);
  if (builtin) return builtinCall(builtin, call, evaluateArgs);
  return refusal(call, 'no function');
}

function refusal({ identifier }: FunctionCall, problem: string): Command {
  return (frame) => {
    frame.node = identifier;
    return fail(frame, problem);
  };
}

type ReadArguments = (frame: Frame, final: Evaluated) => Evaluated[];

function argumentReader(
  node: IdentifierNode,
  evaluate: readonly ((frame: Frame) => Evaluated)[],
  finalType: GoType | undefined,
): ReadArguments {
  const count = evaluate.length;
  return (frame, final) => {
    frame.node = node;
    const args: Evaluated[] = [];
    for (let index = 0; index < count; index++) args.push(evaluate[index]?.(frame));
    if (finalType) args.push(finalType === ANY ? (final ?? null) : validated(frame, final, finalType));
    frame.run.budget.step();
    return args;
  };
}

function tableCall(bound: GoFunction, site: CallSite, read: ReadArguments): Command {
  return (frame, final) => {
    const args = read(frame, final);
    const target = frame.run.functions?.get(bound.name) ?? bound;
    try {
      return counted(frame, target.call(frame.context, args.map(orNull)));
    } catch (error) {
      return callFailed(frame, site, error);
    }
  };
}

/** Functions of the table see no difference between nothing and nil. */
function orNull(value: Evaluated) {
  return value ?? null;
}

/** Text that functions make counts like text that is written, so that none can grow without end. */
function counted(frame: Frame, value: Evaluated): Evaluated {
  if (typeof value === 'string') frame.run.budget.take(value.length);
  return value;
}

function builtinCall(builtin: Builtin, call: FunctionCall, read: ReadArguments): Command {
  const { site, firstArgument } = call;
  const isCall = builtin.name === 'call';
  return (frame, final) => {
    const args = read(frame, final);
    try {
      const { context, run } = frame;
      return counted(frame, isCall ? callValue(context, firstArgument, args) : builtin.call(args, run.budget));
    } catch (error) {
      return callFailed(frame, site, error);
    }
  };
}

function lazyCall(call: FunctionCall, stopsAt: boolean): Command {
  const { identifier, hasFinal, conditionalSlots } = call;
  const evaluate = call.args.map((argument: Argument) => argument(REFLECT_VALUE));
  return (frame, final) => {
    frame.node = identifier;
    for (const slot of conditionalSlots) frame.slots[slot] = UNSET;
    let value: Evaluated;
    for (const argument of evaluate) {
      value = argument(frame);
      if (isTrue(value ?? null) === stopsAt) return value;
    }
    return hasFinal ? final : value;
  };
}
