/** Calls by name: functions of the table, Go's own, and the two that evaluate their arguments only as needed. */
import { ANY, type GoFunction, type GoType, type GoValue, isTrue, REFLECT_VALUE } from '../../go-value/index.ts';
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
  /** For `call`: the text of the first argument, which names what is called. */
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
  const evaluate: Command[] = call.args.map((argument, index) => argument(parameterType(signature, index)));
  if (call.hasFinal) evaluate.push(compileFinal(parameterType(signature, call.args.length)));
  if (bound) return tableCall(bound, call, evaluate);
  if (builtin) return builtinCall(builtin, call, evaluate);
  return refusal(call, 'no function');
}

/** The pipeline's value as an argument, the last one. */
function compileFinal(type: GoType): Command {
  if (type === ANY) return (_frame, final) => final ?? null;
  return (frame, final) => validated(frame, final, type);
}

function refusal({ identifier }: FunctionCall, problem: string): Command {
  return (frame) => {
    frame.node = identifier;
    return fail(frame, problem);
  };
}

/** Lists of exactly the length that is needed: they are made for every call. Functions see no difference between nothing and nil. */
function gatherer(evaluate: readonly Command[]): (frame: Frame, final: Evaluated) => GoValue[] {
  const [first, second, third] = evaluate;
  if (first === undefined) return () => [];
  if (second === undefined) return (frame, final) => [first(frame, final) ?? null];
  if (third === undefined) return (frame, final) => [first(frame, final) ?? null, second(frame, final) ?? null];
  return (frame, final) => {
    const args: GoValue[] = [];
    for (const argument of evaluate) args.push(argument(frame, final) ?? null);
    return args;
  };
}

function tableCall(bound: GoFunction, { identifier, site }: FunctionCall, evaluate: readonly Command[]): Command {
  const gather = gatherer(evaluate);
  const { name, isOfExecution } = bound;
  return (frame, final) => {
    frame.node = identifier;
    const args = gather(frame, final);
    frame.run.budget.step();
    const target = isOfExecution ? (frame.run.functions?.get(name) ?? bound) : bound;
    try {
      return counted(frame, target.call(frame.context, args));
    } catch (error) {
      return callFailed(frame, site, error);
    }
  };
}

/** Text that functions make counts like text that is written, so that none can grow without end. */
function counted(frame: Frame, value: Evaluated): Evaluated {
  if (typeof value === 'string') frame.run.budget.take(value.length);
  return value;
}

function builtinCall(builtin: Builtin, call: FunctionCall, evaluate: readonly Command[]): Command {
  const { identifier, site, firstArgument } = call;
  const isCall = builtin.name === 'call';
  return (frame, final) => {
    frame.node = identifier;
    const args: Evaluated[] = [];
    for (const argument of evaluate) args.push(argument(frame, final));
    const { context, run } = frame;
    run.budget.step();
    try {
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
