/** Calls of functions and methods. */
import type { Expression, MethodCall } from '../parser/syntax.ts';
import type { Evaluate, EvaluateMany, Frame } from '../runtime/frame.ts';
import { call, index } from '../runtime/operate.ts';
import type { LuaValue, Results } from '../runtime/value.ts';
import { compileExpression, compileList } from './compile-expression.ts';

type Call = Extract<Expression, { kind: 'call' | 'method' }>;

/** All results of a call. */
export function compileCall(expression: Call): (frame: Frame) => Results {
  const { line } = expression;
  const name = callName(expression);
  const prepare = prepareCall(expression);
  return (frame) => {
    const { callee, args } = prepare(frame);
    frame.line = line;
    frame.machine.callName = name;
    return call(frame.machine, callee, args);
  };
}

/** What a call names: the method, or what `nameOf` says. */
export function callName(expression: Call): string {
  return expression.kind === 'method' ? expression.name : nameOf(expression.callee);
}

/** The name of a variable or a field; `?` for what has none. */
export function nameOf(callee: Expression): string {
  switch (callee.kind) {
    case 'local':
      return callee.local.name;
    case 'upvalue':
    case 'global':
      return callee.name;
    case 'index':
      return callee.key.kind === 'constant' && typeof callee.key.value === 'string' ? callee.key.value : '?';
    case 'single':
      return nameOf(callee.inner);
    default:
      return '?';
  }
}

/** What is called with what, evaluated in Lua's order. */
export function prepareCall(expression: Call): (frame: Frame) => { callee: LuaValue; args: LuaValue[] } {
  const args = compileList(expression.args);
  if (expression.kind === 'method') return prepareMethod(expression, args);
  const callee: Evaluate = compileExpression(expression.callee);
  return (frame) => ({ callee: callee(frame), args: args(frame) });
}

function prepareMethod({ object, name, line }: MethodCall, args: EvaluateMany) {
  const receiver = compileExpression(object);
  return (frame: Frame) => {
    const self = receiver(frame);
    frame.line = line;
    const callee = index(frame.machine, self, name);
    const given = args(frame);
    given.unshift(self);
    return { callee, args: given };
  };
}
