/** Expressions with calls in them, as calls that stand on their own and an expression without any. */
import type { Expression, Field, Local } from '../../parser/syntax.ts';
import { type Execute, type Frame, NORMAL } from '../../runtime/frame.ts';
import { firstOf, isTruthy, type Results } from '../../runtime/value.ts';
import { callName, nameOf, prepareCall } from '../compile-call.ts';
import { compileExpression } from '../compile-expression.ts';
import { type Part, sequence } from './part.ts';
import type { Temporaries } from './temporaries.ts';

type Call = Extract<Expression, { kind: 'call' | 'method' }>;

/** The parts run first; the value is evaluated right behind them. */
export interface Lowered<T> {
  readonly parts: readonly Part[];
  readonly value: T;
}

export function isCall(expression: Expression): expression is Call {
  return expression.kind === 'call' || expression.kind === 'method';
}

/** True where evaluating it may call a function by itself, metatables aside. */
export function hasCall(expression: Expression): boolean {
  return isCall(expression) || operandsOf(expression).some(hasCall);
}

/** What is evaluated first to last, before the expression itself. */
function operandsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'index':
      return [expression.object, expression.key];
    case 'and':
    case 'or':
    case 'binary':
      return [expression.left, expression.right];
    case 'concat':
      return expression.parts;
    case 'not':
    case 'minus':
    case 'length':
      return [expression.operand];
    case 'single':
      return [expression.inner];
    case 'table':
      return expression.fields.flatMap(({ key, value }) => (key === undefined ? [value] : [key, value]));
    default:
      return [];
  }
}

/** A list of which the last may give any number of values. */
export function lowerList(
  expressions: readonly Expression[],
  temporaries: Temporaries,
): Lowered<readonly Expression[]> {
  const last = expressions.at(-1);
  if (last === undefined || !isCall(last)) return lowerAll(expressions, temporaries);
  const before = saveAll(expressions.slice(0, -1), temporaries);
  const call = lowerCall(last, temporaries);
  const parts = [...before.parts, ...call.parts, callPart(call.value, storeAll)];
  return { parts, value: [...before.value, { kind: 'results' }] };
}

/** Each exactly one value. */
export function lowerAll(expressions: readonly Expression[], temporaries: Temporaries): Lowered<readonly Expression[]> {
  const calling = expressions.findLastIndex(hasCall);
  const last = expressions[calling];
  if (last === undefined) return { parts: [], value: expressions };
  const before = saveAll(expressions.slice(0, calling), temporaries);
  const lowered = lowerOne(last, temporaries);
  return {
    parts: [...before.parts, ...lowered.parts],
    value: [...before.value, lowered.value, ...expressions.slice(calling + 1)],
  };
}

/** Evaluates all of them for later, since what follows may change what they read. */
function saveAll(expressions: readonly Expression[], temporaries: Temporaries): Lowered<readonly Expression[]> {
  const parts: Part[] = [];
  const value = expressions.map((expression) => {
    if (expression.kind === 'constant') return expression;
    const local = temporaries.take(nameOf(expression));
    parts.push(...saveIn(local, expression, temporaries));
    return { kind: 'local' as const, local };
  });
  return { parts, value };
}

function saveIn(local: Local, expression: Expression, temporaries: Temporaries): readonly Part[] {
  const { parts, value } = lowerOne(expression, temporaries);
  const evaluate = compileExpression(value);
  const { slot } = local;
  const save: Execute = (frame) => {
    frame.slots[slot] = evaluate(frame);
    return NORMAL;
  };
  return [...parts, { kind: 'plain', execute: save }];
}

export function lowerOne(expression: Expression, temporaries: Temporaries): Lowered<Expression> {
  if (!hasCall(expression)) return { parts: [], value: expression };
  if (isCall(expression)) {
    const { parts, value } = lowerCall(expression, temporaries);
    const local = temporaries.take();
    return { parts: [...parts, callPart(value, storeFirst(local))], value: { kind: 'local', local } };
  }
  if (expression.kind === 'and' || expression.kind === 'or') return lowerLogic(expression, temporaries);
  const manyInTable = expression.kind === 'table' && expression.fields.at(-1)?.key === undefined;
  const operands = operandsOf(expression);
  const { parts, value } = manyInTable ? lowerList(operands, temporaries) : lowerAll(operands, temporaries);
  return { parts, value: withOperands(expression, value) };
}

/** The right side is evaluated only where the left one does not decide. */
function lowerLogic(
  { kind, left, right }: Extract<Expression, { kind: 'and' | 'or' }>,
  temporaries: Temporaries,
): Lowered<Expression> {
  const local = temporaries.take();
  const first = saveIn(local, left, temporaries);
  const second = sequence(saveIn(local, right, temporaries));
  const { slot } = local;
  const steps: Part = {
    kind: 'steps',
    *steps(frame) {
      return isTruthy(frame.slots[slot]) === (kind === 'and') ? yield* second(frame) : NORMAL;
    },
  };
  return { parts: [...first, steps], value: { kind: 'local', local } };
}

const NIL: Expression = { kind: 'constant', value: undefined };

/** The same expression over other operands, in the order of `operandsOf`. */
function withOperands(expression: Expression, operands: readonly Expression[]): Expression {
  const [first = NIL, second = NIL] = operands;
  switch (expression.kind) {
    case 'index':
      return { ...expression, object: first, key: second };
    case 'binary':
      return { ...expression, left: first, right: second };
    case 'concat':
      return { ...expression, parts: operands };
    case 'not':
    case 'minus':
    case 'length':
      return { ...expression, operand: first };
    case 'single':
      return { ...expression, inner: first };
    case 'table':
      return { ...expression, fields: withValues(expression.fields, operands) };
    default:
      return expression;
  }
}

function withValues(fields: readonly Field[], operands: readonly Expression[]): readonly Field[] {
  const left = [...operands];
  return fields.map(({ key }) => ({
    key: key === undefined ? undefined : left.shift(),
    value: left.shift() ?? NIL,
  }));
}

/** A call of which no part calls. A method is looked up before its arguments are evaluated. */
export function lowerCall(expression: Call, temporaries: Temporaries): Lowered<Call> {
  const { args, line } = expression;
  if (expression.kind === 'call') {
    const { parts, value } = lowerList([expression.callee, ...args], temporaries);
    const [callee = NIL, ...rest] = value;
    return { parts, value: { kind: 'call', callee, args: rest, line } };
  }
  const { object, name } = expression;
  if (!args.some(hasCall)) {
    const { parts, value } = lowerOne(object, temporaries);
    return { parts, value: { ...expression, object: value } };
  }
  const self = temporaries.take();
  const receiver: Expression = { kind: 'local', local: self };
  const method: Expression = { kind: 'index', object: receiver, key: { kind: 'constant', value: name }, line };
  const before = saveIn(self, object, temporaries);
  const { parts, value } = lowerList([method, receiver, ...args], temporaries);
  const [callee = NIL, ...rest] = value;
  return { parts: [...before, ...parts], value: { kind: 'call', callee, args: rest, line } };
}

/** `call`: of what `lowerCall` gave. */
export function callPart(call: Call, store: (frame: Frame, results: Results) => void): Part {
  return { kind: 'call', call: { prepare: prepareCall(call), line: call.line, name: callName(call) }, store };
}

function storeAll(frame: Frame, results: Results): void {
  frame.results = results;
}

function storeFirst({ slot }: Local) {
  return (frame: Frame, results: Results): void => {
    frame.slots[slot] = firstOf(results);
  };
}
