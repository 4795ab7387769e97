/** Reading and writing variables. */
import type { Assignable, Expression, Local } from '../parser/syntax.ts';
import { textOf } from '../runtime/byte-text.ts';
import { type Evaluate, type Execute, type Frame, NORMAL } from '../runtime/frame.ts';
import { index, setIndex } from '../runtime/operate.ts';
import { LuaTable } from '../runtime/table.ts';
import type { LuaValue } from '../runtime/value.ts';
import { compileExpression } from './compile-expression.ts';

export function compileLocal({ slot, captured }: Local): Evaluate {
  if (captured) return (frame) => frame.cells[slot]?.value;
  return (frame) => frame.slots[slot];
}

export function compileUpvalue(place: number): Evaluate {
  return (frame) => frame.upvalues[place]?.value;
}

export function compileGlobal(name: string, line: number): Evaluate {
  return ({ machine }) => {
    const { globals } = machine;
    const found = globals.getName(name);
    if (found !== undefined || globals.metatable === undefined) return found;
    machine.at(line);
    return index(machine, globals, name);
  };
}

export function compileIndex({ object, key, line }: Extract<Expression, { kind: 'index' }>): Evaluate {
  const target = compileExpression(object);
  if (key.kind === 'constant' && typeof key.value === 'string') return compileMember(target, key.value, line);
  const place = compileExpression(key);
  return (frame) => {
    const table = target(frame);
    const wanted = place(frame);
    if (table instanceof LuaTable) {
      const found = table.get(wanted);
      if (found !== undefined || table.metatable === undefined) return found;
    }
    frame.machine.at(line);
    return index(frame.machine, table, wanted);
  };
}

/** `object.name`. */
export function compileMember(target: Evaluate, name: string, line: number): Evaluate {
  const text = textOf(name);
  return (frame) => {
    const table = target(frame);
    if (table instanceof LuaTable) {
      const found = table.getName(name, text);
      if (found !== undefined || table.metatable === undefined) return found;
    }
    frame.machine.at(line);
    return index(frame.machine, table, name);
  };
}

/** Gives a variable that begins its value. */
export function declareIn(frame: Frame, { slot, captured }: Local, value: LuaValue): void {
  if (captured) frame.cells[slot] = { value };
  else frame.slots[slot] = value;
}

export type Assign = (frame: Frame, value: LuaValue) => void;

/** For a single target: object and key are evaluated right before the value is stored. */
export function compileAssign(target: Assignable): Assign {
  const prepared = compileTarget(target);
  return (frame, value) => prepared(frame)(frame, value);
}

/** Evaluates object and key now; the answer stores a value there later. */
export function compileTarget(target: Assignable): (frame: Frame) => Assign {
  switch (target.kind) {
    case 'local':
      return constant(assignLocal(target.local));
    case 'upvalue':
      return constant(assignUpvalue(target.index));
    case 'global':
      return constant(assignGlobal(target.name, target.line));
    case 'index': {
      const { line } = target;
      const object = compileExpression(target.object);
      const key = compileExpression(target.key);
      return (frame) => {
        const [table, place] = [object(frame), key(frame)];
        return ({ machine }, value) => {
          machine.at(line);
          setIndex(machine, table, [place, value]);
        };
      };
    }
  }
}

/** `object[key] = value`: evaluated in this order, then stored. */
export function compileStore(target: Extract<Assignable, { kind: 'index' }>, value: Evaluate): Execute {
  const { line } = target;
  const object = compileExpression(target.object);
  const key = compileExpression(target.key);
  return (frame) => {
    const table = object(frame);
    const place = key(frame);
    const stored = value(frame);
    frame.machine.at(line);
    if (typeof place === 'string' && table instanceof LuaTable && table.metatable === undefined) {
      table.setName(place, stored);
    } else setIndex(frame.machine, table, [place, stored]);
    return NORMAL;
  };
}

function constant(assign: Assign): () => Assign {
  return () => assign;
}

function assignLocal({ slot, captured }: Local): Assign {
  if (!captured) {
    return (frame, value) => {
      frame.slots[slot] = value;
    };
  }
  return (frame, value) => {
    const cell = frame.cells[slot];
    if (cell === undefined) frame.cells[slot] = { value };
    else cell.value = value;
  };
}

function assignUpvalue(place: number): Assign {
  return (frame, value) => {
    const cell = frame.upvalues[place];
    if (cell !== undefined) cell.value = value;
  };
}

function assignGlobal(name: string, line: number): Assign {
  return ({ machine }, value) => {
    if (machine.globals.metatable === undefined) return machine.globals.set(name, value);
    machine.at(line);
    setIndex(machine, machine.globals, [name, value]);
  };
}
