/** Statements as parts that may stop at the calls in them. */
import type { Assignable, Block, Expression, FunctionSyntax, Statement } from '../../parser/syntax.ts';
import { NORMAL } from '../../runtime/frame.ts';
import type { Steps } from '../../runtime/steps.ts';
import { isTruthy } from '../../runtime/value.ts';
import { compileExpression } from '../compile-expression.ts';
import { compileStatement } from '../compile-statement.ts';
import { callPart, hasCall, isCall, type Lowered, lowerCall, lowerList, lowerOne } from './lower-expression.ts';
import { lowerLoop } from './lower-loop.ts';
import { type Part, sequence } from './part.ts';
import { Temporaries } from './temporaries.ts';

/** The body of a function for coroutines; undefined for one that calls nothing and so never yields. */
export function compileResumable({ body, slots }: FunctionSyntax): Steps | undefined {
  return body.some(calls) ? lowerBlock(body, new Temporaries(slots)) : undefined;
}

export function lowerBlock(body: Block, temporaries: Temporaries): Steps {
  return sequence(body.flatMap((statement) => lowerStatement(statement, temporaries)));
}

/** True where running it may call a function by itself, metatables and loops over iterators aside. */
function calls(statement: Statement): boolean {
  switch (statement.kind) {
    case 'expression':
      return true;
    case 'local':
    case 'return':
      return statement.values.some(hasCall);
    case 'assign':
      return statement.values.some(hasCall) || statement.targets.some(hasCall);
    case 'block':
      return statement.body.some(calls);
    case 'while':
    case 'repeat':
      return hasCall(statement.condition) || statement.body.some(calls);
    case 'if': {
      const { branches, otherwise = [] } = statement;
      return otherwise.some(calls) || branches.some(({ condition, body }) => hasCall(condition) || body.some(calls));
    }
    case 'numeric-for': {
      const { from, to, step, body } = statement;
      return hasCall(from) || hasCall(to) || (step !== undefined && hasCall(step)) || body.some(calls);
    }
    case 'generic-for':
      return statement.values.some(hasCall) || statement.body.some(calls);
    default:
      return false;
  }
}

function lowerStatement(statement: Statement, temporaries: Temporaries): readonly Part[] {
  temporaries.restart();
  if (statement.kind === 'label') return [statement];
  if (!calls(statement)) return [plain(statement)];
  switch (statement.kind) {
    case 'expression':
      return lowerCallStatement(statement.call, temporaries);
    case 'local': {
      const { parts, value } = lowerList(statement.values, temporaries);
      return [...parts, plain({ ...statement, values: value })];
    }
    case 'assign':
      return lowerAssignment(statement, temporaries);
    case 'return':
      return lowerReturn(statement, temporaries);
    case 'block':
      return [{ kind: 'steps', steps: lowerBlock(statement.body, temporaries) }];
    case 'if':
      return [{ kind: 'steps', steps: lowerIf(statement, temporaries) }];
    case 'while':
    case 'repeat':
    case 'numeric-for':
    case 'generic-for':
      return lowerLoop(statement, temporaries);
    default:
      return [plain(statement)];
  }
}

function plain(statement: Statement): Part {
  return { kind: 'plain', execute: compileStatement(statement) };
}

function lowerCallStatement(expression: Expression, temporaries: Temporaries): readonly Part[] {
  if (!isCall(expression)) return [];
  const { parts, value } = lowerCall(expression, temporaries);
  return [...parts, callPart(value, () => {})];
}

/** A call at the end is left to the coroutine, as any call at the end is left to who called. */
function lowerReturn(statement: Extract<Statement, { kind: 'return' }>, temporaries: Temporaries): readonly Part[] {
  const [only] = statement.values;
  const { parts, value }: Lowered<readonly Expression[]> =
    only !== undefined && statement.values.length === 1 && isCall(only)
      ? listed(lowerCall(only, temporaries))
      : lowerList(statement.values, temporaries);
  return [...parts, plain({ ...statement, values: value })];
}

function listed({ parts, value }: Lowered<Expression>): Lowered<readonly Expression[]> {
  return { parts, value: [value] };
}

/** Objects and keys of all targets come before the values. */
function lowerAssignment(
  { targets, values }: Extract<Statement, { kind: 'assign' }>,
  temporaries: Temporaries,
): readonly Part[] {
  const places = targets.flatMap((target) => (target.kind === 'index' ? [target.object, target.key] : []));
  const { parts, value } = lowerList([...places, ...values], temporaries);
  const left = [...value];
  const aimed = targets.map((target): Assignable => {
    if (target.kind !== 'index') return target;
    const [object = target.object, key = target.key] = left.splice(0, 2);
    return { ...target, object, key };
  });
  return [...parts, plain({ kind: 'assign', targets: aimed, values: left })];
}

function lowerIf({ branches, otherwise }: Extract<Statement, { kind: 'if' }>, temporaries: Temporaries): Steps {
  const tried = branches.map(({ condition, body }) => ({
    holds: lowerCondition(condition, temporaries),
    body: lowerBlock(body, temporaries),
  }));
  const last = otherwise === undefined ? undefined : lowerBlock(otherwise, temporaries);
  return function* (frame) {
    for (const { holds, body } of tried) {
      yield* holds.before(frame);
      if (isTruthy(holds.value(frame))) return yield* body(frame);
    }
    return last === undefined ? NORMAL : yield* last(frame);
  };
}

/** `before` runs first; then the condition is a value like any other. */
export function lowerCondition(condition: Expression, temporaries: Temporaries) {
  temporaries.restart();
  const { parts, value } = lowerOne(condition, temporaries);
  return { before: sequence(parts), value: compileExpression(value) };
}
