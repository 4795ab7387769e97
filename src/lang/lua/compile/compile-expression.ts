/** Expressions to functions of the frame. */
import type { Expression, Field } from '../parser/syntax.ts';
import type { Evaluate, EvaluateMany, Frame } from '../runtime/frame.ts';
import { rawSet } from '../runtime/operate.ts';
import { LuaTable } from '../runtime/table.ts';
import { firstOf, type LuaValue, listOf } from '../runtime/value.ts';
import { compileCall } from './compile-call.ts';
import { compileFunction } from './compile-function.ts';
import { compileBinary, compileConcat, compileLogic, compileUnary } from './compile-operator.ts';
import { compileGlobal, compileIndex, compileLocal, compileUpvalue } from './compile-variable.ts';

/** Exactly one value. */
export function compileExpression(expression: Expression): Evaluate {
  switch (expression.kind) {
    case 'constant': {
      const { value } = expression;
      return () => value;
    }
    case 'varargs':
      return (frame) => frame.varargs[0];
    case 'results':
      return (frame) => firstOf(frame.results);
    case 'function':
      return compileFunction(expression.prototype);
    case 'local':
      return compileLocal(expression.local);
    case 'upvalue':
      return compileUpvalue(expression.index);
    case 'global':
      return compileGlobal(expression.name, expression.line);
    case 'index':
      return compileIndex(expression);
    case 'call':
    case 'method': {
      const call = compileCall(expression);
      return (frame) => firstOf(call(frame));
    }
    case 'and':
    case 'or':
      return compileLogic(expression);
    case 'binary':
      return compileBinary(expression);
    case 'concat':
      return compileConcat(expression);
    case 'not':
    case 'minus':
    case 'length':
      return compileUnary(expression);
    case 'single':
      return compileExpression(expression.inner);
    case 'table':
      return compileTable(expression.fields, expression.line);
  }
}

/** A list of expressions; the last one may give any number of values. */
export function compileList(expressions: readonly Expression[]): EvaluateMany {
  const last = expressions.at(-1);
  const many = last === undefined ? undefined : compileMany(last);
  if (many === undefined) {
    const values = expressions.map(compileExpression);
    return (frame) => evaluateAll(frame, values);
  }
  const before = expressions.slice(0, -1).map(compileExpression);
  if (before.length === 0) return many;
  return (frame) => {
    const found = evaluateAll(frame, before);
    for (const value of many(frame)) found.push(value);
    return found;
  };
}

function evaluateAll(frame: Frame, values: readonly Evaluate[]): LuaValue[] {
  const found: LuaValue[] = [];
  for (const value of values) found.push(value(frame));
  return found;
}

/** Undefined for what gives exactly one value. */
function compileMany(expression: Expression): EvaluateMany | undefined {
  switch (expression.kind) {
    case 'varargs':
      return (frame) => {
        frame.machine.spend(frame.varargs.length);
        return frame.varargs.slice();
      };
    case 'results':
      return (frame) => listOf(frame.results).slice();
    case 'call':
    case 'method': {
      const call = compileCall(expression);
      return (frame) => {
        const results = listOf(call(frame));
        return results.length === 0 ? [] : results;
      };
    }
    default:
      return undefined;
  }
}

const TABLE_BYTES = 160;
const BATCH = 50;

function compileTable(fields: readonly Field[], line: number): Evaluate {
  const named = fields.map(({ key, value }) => ({
    key: key === undefined ? undefined : compileExpression(key),
    value: compileExpression(value),
  }));
  const last = fields.at(-1);
  const rest = last !== undefined && last.key === undefined ? compileMany(last.value) : undefined;
  if (rest !== undefined) named.pop();
  return (frame) => {
    const { machine } = frame;
    machine.allocate(TABLE_BYTES);
    const table = new LuaTable(machine);
    let place = 1;
    // What has no key is stored in batches, over what was stored under a key meanwhile.
    let batch: LuaValue[] = [];
    const store = (): void => {
      for (const value of batch) table.set(place++, value);
      batch = [];
    };
    for (const { key, value } of named) {
      if (key === undefined) {
        if (batch.push(value(frame)) >= BATCH) store();
        continue;
      }
      const name = key(frame);
      const found = value(frame);
      frame.line = line;
      rawSet(machine, table, [name, found]);
    }
    if (rest !== undefined) for (const value of rest(frame)) batch.push(value);
    store();
    return table;
  };
}
