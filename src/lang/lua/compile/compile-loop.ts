/** Loops. Each round is charged the weight of the loop. */
import type { ConditionalLoop, GenericFor, NumericFor } from '../parser/syntax.ts';
import { NativeFunction, type Walk } from '../runtime/closure.ts';
import { BREAK, type Execute, type Frame, NORMAL, type Signal } from '../runtime/frame.ts';
import { call } from '../runtime/operate.ts';
import { LuaTable } from '../runtime/table.ts';
import { isTruthy, type LuaValue, listOf } from '../runtime/value.ts';
import { compileBlock } from './compile-block.ts';
import { compileExpression, compileList } from './compile-expression.ts';
import { declareAll, declareIn } from './compile-variable.ts';

export function compileWhile({ condition, body, weight, line }: ConditionalLoop): Execute {
  const holds = compileExpression(condition);
  const round = compileBlock(body);
  return (frame) => {
    frame.line = line;
    while (isTruthy(holds(frame))) {
      frame.machine.spend(weight);
      const signal = round(frame);
      if (signal !== NORMAL) return signal === BREAK ? NORMAL : signal;
    }
    return NORMAL;
  };
}

export function compileRepeat({ condition, body, weight, line }: ConditionalLoop): Execute {
  const ends = compileExpression(condition);
  const round = compileBlock(body);
  return (frame) => {
    frame.line = line;
    do {
      frame.machine.spend(weight);
      const signal = round(frame);
      if (signal !== NORMAL) return signal === BREAK ? NORMAL : signal;
    } while (!isTruthy(ends(frame)));
    return NORMAL;
  };
}

export function compileNumericFor(loop: NumericFor): Execute {
  const { local, weight } = loop;
  const rangeOf = compileRange(loop);
  const round = compileBlock(loop.body);
  return (frame) => {
    const { start, end, by } = rangeOf(frame);
    for (let value = start; inRange(value, end, by); value += by) {
      frame.machine.spend(weight);
      declareIn(frame, local, value);
      const signal = round(frame);
      if (signal !== NORMAL) return signal === BREAK ? NORMAL : signal;
    }
    return NORMAL;
  };
}

/** Where a loop begins, where it ends and how far each round goes. */
export function compileRange(loop: NumericFor) {
  const from = compileExpression(loop.from);
  const to = compileExpression(loop.to);
  const step = loop.step === undefined ? () => 1 : compileExpression(loop.step);
  return (frame: Frame) => {
    const [first, limit, each] = [from(frame), to(frame), step(frame)];
    frame.line = loop.line;
    const start = bound(frame, first, 'init');
    const by = bound(frame, each, 'step');
    // Counted as gopher-lua counts: one step back, then a step before each round.
    return { start: start - by + by, end: bound(frame, limit, 'limit'), by };
  };
}

export function inRange(value: number, end: number, by: number): boolean {
  return by > 0 ? value <= end : value >= end;
}

function bound({ machine }: Frame, value: LuaValue, name: string): number {
  if (typeof value !== 'number') throw machine.fault(`for statement ${name} must be a number`);
  return value;
}

export function compileGenericFor(loop: GenericFor): Execute {
  const { locals, values, body, weight, line } = loop;
  const list = compileList(values);
  const round = compileBlock(body);
  const walk = compileWalk(loop, round);
  return (frame) => {
    const { machine } = frame;
    const [iterator, state, start] = list(frame);
    if (iterator instanceof NativeFunction && iterator.walk !== undefined && state instanceof LuaTable) {
      return walk(frame, { by: iterator.walk, table: state, start });
    }
    let control = start;
    for (;;) {
      machine.spend(weight);
      frame.line = line;
      const found = listOf(call(machine, iterator, [state, control]));
      control = found[0];
      if (control === undefined) return NORMAL;
      declareAll(frame, locals, found);
      const signal: Signal = round(frame);
      if (signal !== NORMAL) return signal === BREAK ? NORMAL : signal;
    }
  };
}

/** `ipairs` and `pairs` over a table, without a call for each step. */
function compileWalk(
  { locals, weight, line }: GenericFor,
  round: Execute,
): (frame: Frame, over: { readonly by: Walk; readonly table: LuaTable; readonly start: LuaValue }) => Signal {
  const [first, second, ...rest] = locals;
  return (frame, { by, table, start }) => {
    const { machine } = frame;
    let key = start;
    for (;;) {
      machine.spend(weight);
      frame.line = line;
      let value: LuaValue;
      if (by === 'list') {
        key = typeof key === 'number' ? Math.trunc(key) + 1 : 1;
        value = table.item(key);
        if (value === undefined) return NORMAL;
      } else {
        const entry = table.next(key);
        if (entry === undefined) return NORMAL;
        [key, value] = entry;
      }
      if (first !== undefined) declareIn(frame, first, key);
      if (second !== undefined) declareIn(frame, second, value);
      for (const local of rest) declareIn(frame, local, undefined);
      const signal = round(frame);
      if (signal !== NORMAL) return signal === BREAK ? NORMAL : signal;
    }
  };
}
