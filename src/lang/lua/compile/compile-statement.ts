/** Statements to functions of the frame that tell how they end. */
import type { Assignable, Expression, FunctionSyntax, Local, Statement } from '../parser/syntax.ts';
import { BREAK, type Execute, GOTO, NORMAL, RETURN, TAIL_CALL } from '../runtime/frame.ts';
import { callable } from '../runtime/operate.ts';
import { isFunction, isTruthy, NOTHING } from '../runtime/value.ts';
import { compileBlock } from './compile-block.ts';
import { callName, compileCall, prepareCall } from './compile-call.ts';
import { compileExpression, compileList } from './compile-expression.ts';
import { compileFunction } from './compile-function.ts';
import { compileGenericFor, compileNumericFor, compileRepeat, compileWhile } from './compile-loop.ts';
import { compileAssign, compileStore, compileTarget, declareIn } from './compile-variable.ts';

export function compileStatement(statement: Statement): Execute {
  switch (statement.kind) {
    case 'expression':
      return compileCallStatement(statement.call);
    case 'local':
      return compileLocals(statement.locals, statement.values);
    case 'local-function':
      return compileLocalFunction(statement.local, statement.prototype);
    case 'assign':
      return compileAssignment(statement.targets, statement.values);
    case 'block':
      return compileBlock(statement.body);
    case 'while':
      return compileWhile(statement);
    case 'repeat':
      return compileRepeat(statement);
    case 'if':
      return compileIf(statement);
    case 'numeric-for':
      return compileNumericFor(statement);
    case 'generic-for':
      return compileGenericFor(statement);
    case 'return':
      return compileReturn(statement.values, statement.line);
    case 'break':
      return () => BREAK;
    case 'goto': {
      const { label, line } = statement;
      return (frame) => {
        frame.line = line;
        frame.label = label;
        return GOTO;
      };
    }
    case 'label':
      return () => NORMAL;
  }
}

function compileCallStatement(expression: Expression): Execute {
  if (expression.kind !== 'call' && expression.kind !== 'method') return () => NORMAL;
  const call = compileCall(expression);
  return (frame) => {
    call(frame);
    return NORMAL;
  };
}

function compileLocals(locals: readonly Local[], values: readonly Expression[]): Execute {
  const [only] = locals;
  if (only !== undefined && locals.length === 1 && values.length <= 1) return compileOneLocal(only, values[0]);
  const list = compileList(values);
  return (frame) => {
    const found = list(frame);
    locals.forEach((local, index) => {
      declareIn(frame, local, found[index]);
    });
    return NORMAL;
  };
}

function compileOneLocal(local: Local, value: Expression | undefined): Execute {
  const evaluate = value === undefined ? () => undefined : compileExpression(value);
  const { slot } = local;
  if (!local.captured) {
    return (frame) => {
      frame.slots[slot] = evaluate(frame);
      return NORMAL;
    };
  }
  return (frame) => {
    declareIn(frame, local, evaluate(frame));
    return NORMAL;
  };
}

/** The function sees its own name. */
function compileLocalFunction(local: Local, prototype: FunctionSyntax): Execute {
  const make = compileFunction(prototype);
  return (frame) => {
    declareIn(frame, local, undefined);
    const made = make(frame);
    const cell = local.captured ? frame.cells[local.slot] : undefined;
    if (cell === undefined) frame.slots[local.slot] = made;
    else cell.value = made;
    return NORMAL;
  };
}

function compileAssignment(targets: readonly Assignable[], values: readonly Expression[]): Execute {
  const [target] = targets;
  const [value] = values;
  if (target !== undefined && value !== undefined && targets.length === 1 && values.length === 1) {
    return compileOneAssignment(target, value);
  }
  const prepared = targets.map(compileTarget);
  const list = compileList(values);
  return (frame) => {
    const assigns = prepared.map((prepare) => prepare(frame));
    const found = list(frame);
    // From the last to the first, so that the first of equal targets wins.
    for (let place = assigns.length - 1; place >= 0; place--) assigns[place]?.(frame, found[place]);
    return NORMAL;
  };
}

function compileOneAssignment(target: Assignable, value: Expression): Execute {
  const evaluate = compileExpression(value);
  if (target.kind !== 'index') {
    const assign = compileAssign(target);
    return (frame) => {
      assign(frame, evaluate(frame));
      return NORMAL;
    };
  }
  return compileStore(target, evaluate);
}

function compileIf({ branches, otherwise }: Extract<Statement, { kind: 'if' }>): Execute {
  const tried = branches.map(({ condition, body }) => ({
    condition: compileExpression(condition),
    body: compileBlock(body),
  }));
  const last = otherwise === undefined ? doNothing : compileBlock(otherwise);
  const [only] = tried;
  if (only !== undefined && tried.length === 1) {
    const { condition, body } = only;
    return (frame) => (isTruthy(condition(frame)) ? body(frame) : last(frame));
  }
  return (frame) => {
    for (const { condition, body } of tried) {
      if (isTruthy(condition(frame))) return body(frame);
    }
    return last(frame);
  };
}

const doNothing: Execute = () => NORMAL;

function compileReturn(values: readonly Expression[], line: number): Execute {
  const [only] = values;
  if (only === undefined) {
    return (frame) => {
      frame.results = NOTHING;
      return RETURN;
    };
  }
  if (values.length === 1) return compileReturnOne(only, line);
  const list = compileList(values);
  return (frame) => {
    frame.results = list(frame);
    return RETURN;
  };
}

function compileReturnOne(value: Expression, line: number): Execute {
  if (value.kind === 'call' || value.kind === 'method') return compileTailCall(value, line);
  if (value.kind === 'varargs') {
    return (frame) => {
      frame.results = frame.varargs.slice();
      return RETURN;
    };
  }
  const evaluate = compileExpression(value);
  return (frame) => {
    frame.results = evaluate(frame);
    return RETURN;
  };
}

/** The call happens when the frame is gone. */
function compileTailCall(value: Extract<Expression, { kind: 'call' | 'method' }>, line: number): Execute {
  const prepare = prepareCall(value);
  const name = callName(value);
  return (frame) => {
    const { callee, args } = prepare(frame);
    frame.line = line;
    frame.machine.callName = name;
    if (isFunction(callee)) {
      frame.callee = callee;
      frame.results = args;
    } else {
      frame.callee = callable(frame.machine, callee);
      frame.results = [callee, ...args];
    }
    return TAIL_CALL;
  };
}
